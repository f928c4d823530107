//! Files that this program does not read: what they are, by their first bytes, and what to do.
//!
//! A row of the tables is enough for another kind. The sentences continue "FILE cannot be used: …".

/// Kinds that begin with these bytes.
const MAGICS: &[(&[u8], &str)] = &[
    (
        b"version https://git-lfs.github.com",
        "it is a pointer of Git LFS, not the file itself: run `git lfs pull`",
    ),
    (
        b"\x89HDF\r\n\x1a\n",
        "it is an HDF5 file: save its arrays with numpy.savez as x_train, y_train, x_test, y_test",
    ),
    (
        b"MATLAB 5.0",
        "it is a file of MATLAB: save its arrays with numpy.savez as x_train, y_train, x_test, y_test",
    ),
    (b"PAR1\x15", "it is a Parquet file: save it as CSV, as pandas.read_parquet(FILE).to_csv does"),
    (b"ARROW1\0\0", "it is an Arrow file: save it as CSV, as pandas.read_feather(FILE).to_csv does"),
    (b"Obj\x01", "it is an Avro file: save it as CSV"),
    (b"SQLite format 3\0", "it is an SQLite database: save a table of it as CSV"),
    (b"RDX2\n", "it is a file of R: save it as CSV, as write.csv does"),
    (b"RDX3\n", "it is a file of R: save it as CSV, as write.csv does"),
    (b"X\n\0\0\0", "it is a file of R: save it as CSV, as write.csv does"),
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "it is a workbook or document of old Microsoft Office: save its sheet as CSV",
    ),
    (b"\x89PNG\r\n\x1a\n", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF87a", IMAGE),
    (b"GIF89a", IMAGE),
    (b"II*\0", IMAGE),
    (b"MM\0*", IMAGE),
    (b"%PDF-", "it is a PDF document: save its table as CSV"),
    (b"{\\rtf", "it is a text document: save its table as CSV"),
    (b"\x1f\x8b", "it is compressed with gzip twice: unpack it once, as gunzip does"),
    (b"\xfd7zXZ\0", "it is compressed with xz: unpack it, as unxz does"),
    (b"\x28\xb5\x2f\xfd", "it is compressed with zstd: unpack it, as unzstd does"),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7z archive: unpack it and give the path of a file in it"),
    (b"Rar!\x1a\x07", "it is a RAR archive: unpack it and give the path of a file in it"),
    (b"PK\x05\x06", "it is an empty zip archive"),
    // The magic number of torch.save before version 1.6.
    (b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", TORCH),
];

const IMAGE: &str =
    "it is a single picture: save all of them as one array, with numpy.savez as x_train, y_train";
/// What to do with a file of torch.save.
pub const TORCH: &str =
    "it is a file of PyTorch: save its tensors with numpy.savez as x_train, y_train, x_test, y_test";

/// Kinds that have these bytes from this place on.
const MAGICS_INSIDE: &[(usize, &[u8], &str)] = &[
    (257, b"ustar", "it is a tar archive: unpack it and give the path of a file in it, or of the folder"),
    (4, b"1AY&SY", "it is compressed with bzip2: unpack it, as bunzip2 does"),
    (
        6,
        b"\0\0{\"",
        "it is a safetensors file: save its arrays with numpy.savez as x_train, y_train, x_test, y_test",
    ),
];

/// Pickles that name these, which is near their beginning.
const PICKLES: &[(&[u8], &str)] = &[
    (b"batch_label", CIFAR),
    (b"}q\x01(U\tfilenames", CIFAR),
    (b"pandas.", "it is a pickle of pandas: save the table as CSV, as its to_csv does"),
    (
        b"sklearn.",
        "it is a pickle of scikit-learn: save its data and target with numpy.savez as x_train, y_train",
    ),
    (b"torch.", TORCH),
    (b"torch\n", TORCH),
];

const CIFAR: &str =
    "it is a batch of CIFAR: its images are in colour, and this program learns from grey ones";

/// Tests the beginning of a text.
type IsText = fn(&str) -> bool;

/// Kinds of text, each with the test for its beginning, in lower case and without space before it.
const TEXTS: &[(IsText, &str)] = &[
    (is_web_page, "it is a web page, not the data: download the file itself"),
    (is_xml, "it is XML: save its table as CSV"),
    (is_json, "it is JSON: save it as CSV, as pandas.read_json(FILE).to_csv does"),
    (is_arff, "it is an ARFF file: put the names of the columns in place of all lines up to @data"),
    (
        is_libsvm,
        "it is a LIBSVM file: save it as CSV, with sklearn.datasets.load_svmlight_file and numpy.savetxt",
    ),
];

/// The bytes in which pickles are searched.
const PICKLE_START: usize = 512;

/// Says what a file is and what to do, if this program does not read files that begin like this.
pub fn sentence(start: &[u8]) -> Option<&'static str> {
    let begins = |(magic, _): &&(&[u8], &str)| start.starts_with(magic);
    let has_inside =
        |(at, magic, _): &&(usize, &[u8], &str)| start.get(*at..).is_some_and(|rest| rest.starts_with(magic));
    let of_magic = MAGICS.iter().find(begins).map(|row| row.1);
    of_magic
        .or_else(|| MAGICS_INSIDE.iter().find(has_inside).map(|row| row.2))
        .or_else(|| of_pickle(start))
        .or_else(|| of_text(start))
}

fn of_pickle(start: &[u8]) -> Option<&'static str> {
    let start = &start[..start.len().min(PICKLE_START)];
    let names = |word: &[u8]| start.windows(word.len()).any(|bytes| bytes == word);
    let is_pickle = matches!(start, [0x80 | b'(' | b']' | b'}', ..]);
    PICKLES.iter().find(|(word, _)| is_pickle && names(word)).map(|row| row.1)
}

fn of_text(start: &[u8]) -> Option<&'static str> {
    let text = String::from_utf8_lossy(start).to_lowercase();
    let text = text.trim_start_matches('\u{feff}').trim_start();
    TEXTS.iter().find(|(is_kind, _)| is_kind(text)).map(|row| row.1)
}

fn is_web_page(text: &str) -> bool {
    let beginnings = ["<!doctype html", "<html", "<head", "<body"];
    beginnings.iter().any(|beginning| text.starts_with(beginning))
        || text.starts_with('<') && text.contains("<html")
}

/// Whether a text begins with a tag, and not with a cell such as `<30`.
fn is_xml(text: &str) -> bool {
    text.strip_prefix('<')
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || "?!".contains(c)))
}

/// Whether a text begins with an object, or with a list of objects, lists, texts or numbers.
fn is_json(text: &str) -> bool {
    let after = |open| text.strip_prefix(open).map(str::trim_start);
    let begins = |rest: &str, letters: &[char]| rest.starts_with(letters);
    after('{').is_some_and(|rest| begins(rest, &['"', '}']))
        || after('[').is_some_and(|rest| begins(rest, &['{', '[', '"']))
}

fn is_arff(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('%'));
    lines.next().is_some_and(|line| line.starts_with("@relation") || line.starts_with("@attribute"))
}

/// Whether the first line is a label and pairs `index:value` with ascending indices.
fn is_libsvm(text: &str) -> bool {
    let mut words = text.lines().next().unwrap_or_default().split_whitespace();
    let is_label = words.next().is_some_and(|word| word.split(',').all(|label| label.parse::<f64>().is_ok()));
    let pairs = words.take_while(|word| !word.starts_with('#')).filter(|word| !word.starts_with("qid:"));
    let indices: Option<Vec<u64>> = pairs
        .map(|pair| {
            let (index, value) = pair.split_once(':')?;
            value.parse::<f64>().ok()?;
            index.parse().ok()
        })
        .collect();
    is_label && indices.is_some_and(|indices| !indices.is_empty() && indices.is_sorted_by(|a, b| a < b))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_data_is_named() {
        let tar = [&b"digits.csv"[..], &[0; 247], b"ustar\0"].concat();
        for (start, words) in [
            (&b"<!DOCTYPE HTML PUBLIC \"-//IETF//DTD HTML 2.0//EN\">\n<html>"[..], "a web page"),
            (b"\xef\xbb\xbf\n  <html lang=en>", "a web page"),
            (b"<!-- saved -->\n<html>", "a web page"),
            (b"<?xml version=\"1.0\"?><rows>", "XML"),
            (b"version https://git-lfs.github.com/spec/v1\noid sha256:12\n", "Git LFS"),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a single picture"),
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "a single picture"),
            (b"%PDF-1.4\n", "a PDF document"),
            (b"\x89HDF\r\n\x1a\n\0", "an HDF5 file"),
            (b"PAR1\x15\x04", "a Parquet file"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0", "a workbook"),
            (&tar, "a tar archive"),
            (b"BZh91AY&SY\x01", "compressed with bzip2"),
            (b"\x40\0\0\0\0\0\0\0{\"a\":{}}", "a safetensors file"),
            (b"\x1f\x8b\x08", "gzip twice"),
            (b"\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.", "PyTorch"),
            (b"\x80\x02}q\x01(U\x0bbatch_labelq\x02", "a batch of CIFAR"),
            (b"\x80\x02}q\x01(U\tfilenamesq\x02]", "a batch of CIFAR"),
            (b"\x80\x04\x95\0\0\0\0\0\0\0\0\x8c\x11pandas.core.frame\x94", "a pickle of pandas"),
            (b"{\n \"a\": 1}", "JSON"),
            (b"[{\"a\":1}]", "JSON"),
            (b"% a comment\n\n@RELATION iris\n", "an ARFF file"),
            (b"+1 1:0.5 3:-2e3 10:1\n", "a LIBSVM file"),
            (b"2,5 qid:3 1:0.5 # note\n", "a LIBSVM file"),
        ] {
            let sentence = sentence(start).unwrap_or_else(|| panic!("{}", start.escape_ascii()));
            assert!(sentence.contains(words), "{sentence}");
        }
        for start in [
            &b"1 10:30 5\n"[..],
            b"1 3:5 2:4\n",
            b"12\n",
            b"[0.5,1],a\n",
            b"% comment\n1,2,a\n",
            b"filenames,label\n",
            b"PAR1,PAR2,label\n",
            b"BZh,RDX,GIF8\n",
            b"<=50K,1,2\n",
            b"<30,1,2\n",
            b"\x80\x02(cnumpy.core.multiarray\n",
            b"",
        ] {
            assert_eq!(sentence(start), None, "{}", start.escape_ascii());
        }
    }
}
