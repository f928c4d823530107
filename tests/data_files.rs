//! Files a person may give: every form of the same images is the same data set, and what is broken is refused in a
//! sentence.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use overfit::data::{self, Features, Request, Shape};
use tempfile::TempDir;

/// Little images of 3 × 2 pixels in three classes.
fn images(count: usize) -> (Vec<u8>, Vec<u8>) {
    let pixels = (0..count * 6).map(|i| (i * 37 % 256) as u8).collect();
    (pixels, (0..count).map(|i| (i % 3) as u8).collect())
}

fn idx(sizes: &[u32], bytes: &[u8]) -> Vec<u8> {
    let mut file = vec![0, 0, 8, sizes.len() as u8];
    file.extend(sizes.iter().flat_map(|size| size.to_be_bytes()));
    file.extend(bytes);
    file
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// A folder with a training and a test part; `name` makes the names, `file` what is written.
fn folder(
    parts: &[(&str, usize)],
    name: impl Fn(&str, u8) -> String,
    file: impl Fn(&[u8]) -> Vec<u8>,
) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for &(part, count) in parts {
        let (pixels, labels) = images(count);
        let write = |what: &str, dimensions, bytes: &[u8]| {
            let path = folder.path().join(name(&format!("{part}-{what}"), dimensions));
            fs::write(path, file(bytes)).expect("written");
        };
        write("images", 3, &idx(&[count as u32, 2, 3], &pixels));
        write("labels", 1, &idx(&[count as u32], &labels));
    }
    folder
}

/// How to break a folder, and words of what is said then.
type Breakage<'a> = (&'a dyn Fn(&Path), &'a str);

const PARTS: [(&str, usize); 2] = [("train", 60), ("t10k", 30)];

fn load(path: &Path) -> data::Dataset {
    let choice = data::resolve(&path.to_string_lossy()).expect("it is sound");
    let (train_size, test_size) = choice.most();
    choice.load(&Request { train_size, test_size, ..Request::default() }).expect("it is there")
}

fn refusal(path: &Path) -> String {
    let fault = data::resolve(&path.to_string_lossy()).expect_err("it is broken");
    assert_eq!(fault.exit_code(), 3, "{fault}");
    fault.to_string()
}

#[test]
fn idx_files_are_the_same_by_every_name_and_packed_or_not() {
    let dashed = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    let dotted = folder(&PARTS, |base, n| format!("{base}.idx{n}-ubyte"), <[u8]>::to_vec);
    let zipped = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte.gz"), packed);
    let set = load(dashed.path());
    assert_eq!((set.train.len(), set.test.len(), set.classes()), (60, 30, 3));
    assert_eq!(set.shape, Shape::Image { width: 3, height: 2 });
    let Features::Pixels(pixels) = &set.train.inputs else { panic!("pixels") };
    assert_eq!(pixels.as_slice().expect("in order"), images(60).0);
    assert_eq!(set.train.labels, images(60).1);
    for path in [
        dotted.path().to_owned(),
        zipped.path().to_owned(),
        dashed.path().join("t10k-labels-idx1-ubyte"),
        zipped.path().join("train-images-idx3-ubyte.gz"),
    ] {
        let same = load(&path);
        assert!((same.train, same.test) == (set.train.clone(), set.test.clone()), "{}", path.display());
    }
}

#[test]
fn idx_files_of_several_sets_in_one_folder_are_told_apart_by_the_one_that_is_named() {
    let sizes = [("emnist-letters-train", 60), ("emnist-letters-test", 30)];
    let set = folder(&sizes, |base, n| format!("{base}-idx{n}-ubyte.gz"), packed);
    let letters = load(set.path());
    assert_eq!((letters.train.len(), letters.test.len()), (60, 30));
    let others = folder(&[("kmnist-train", 90)], |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    for file in fs::read_dir(others.path()).expect("a folder").flatten() {
        fs::copy(file.path(), set.path().join(file.file_name())).expect("written");
    }
    assert!(refusal(set.path()).contains("it has several sets: name one of the files"));
    let named = |name: &str| load(&set.path().join(name)).train.len();
    assert_eq!(named("emnist-letters-test-labels-idx1-ubyte.gz"), 60);
    assert_eq!(named("kmnist-train-images-idx3-ubyte"), 72);
}

#[test]
fn without_a_test_part_a_fifth_becomes_one() {
    let folder = folder(&PARTS[..1], |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    let set = load(folder.path());
    assert_eq!((set.train.len(), set.test.len()), (48, 12));
    assert_eq!(load(folder.path()).test, set.test, "the same fifth every time");
}

#[test]
fn broken_idx_files_are_refused_in_a_sentence() {
    let broken = |change: &dyn Fn(&Path)| {
        let folder = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
        change(folder.path());
        refusal(folder.path())
    };
    let train = "train-images-idx3-ubyte";
    let write =
        |folder: &Path, name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("written");
    let cases: [Breakage; 9] = [
        (&|folder| fs::remove_file(folder.join(train)).expect("gone"), "it has no train-images-idx3-ubyte"),
        (
            &|folder| fs::remove_file(folder.join("t10k-labels-idx1-ubyte")).expect("gone"),
            "it has no t10k-labels",
        ),
        (&|folder| write(folder, train, &[]), "it ends before all"),
        (&|folder| write(folder, train, b"no such thing"), "it is not an IDX file of images"),
        (&|folder| write(folder, train, &idx(&[60, 2, 3], &[1; 359])), "it ends before all"),
        (&|folder| write(folder, train, &idx(&[60, 2, 3], &[1; 361])), "it goes on after"),
        (&|folder| write(folder, train, &idx(&[u32::MAX, u32::MAX, u32::MAX], &[])), "more than 256 MiB"),
        (&|folder| write(folder, train, &idx(&[0, 28, 28], &[])), "there is nothing in it"),
        (&|folder| write(folder, train, &idx(&[59, 2, 3], &[1; 354])), "60 labels for 59 images"),
    ];
    for (change, words) in cases {
        let sentence = broken(change);
        assert!(sentence.contains(words), "{sentence}");
    }
    let zipped = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte.gz"), <[u8]>::to_vec);
    assert!(refusal(zipped.path()).contains("gzip data are damaged"));
}

#[test]
fn a_gzip_bomb_is_left_alone_after_what_it_says_it_has() {
    let folder = folder(&PARTS, |base, n| format!("{base}-idx{n}-ubyte"), <[u8]>::to_vec);
    fs::remove_file(folder.path().join("train-images-idx3-ubyte")).expect("gone");
    let mut bomb = GzEncoder::new(Vec::new(), Compression::fast());
    bomb.write_all(&idx(&[60, 2, 3], &[])).expect("memory");
    let zeros = vec![0; 1 << 20];
    (0..700).for_each(|_| bomb.write_all(&zeros).expect("memory"));
    let path = folder.path().join("train-images-idx3-ubyte.gz");
    fs::write(path, bomb.finish().expect("memory")).expect("written");
    assert!(refusal(folder.path()).contains("it goes on after"));
}

/// As `numpy.save` writes an array.
fn npy(descr: &str, fortran: bool, shape: &str, bytes: &[u8]) -> Vec<u8> {
    let fortran = if fortran { "True" } else { "False" };
    let header = format!("{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': ({shape}), }}\n");
    let mut file = b"\x93NUMPY\x01\x00".to_vec();
    file.extend((header.len() as u16).to_le_bytes());
    file.extend(header.as_bytes());
    file.extend(bytes);
    file
}

fn npz(arrays: &[(&str, Vec<u8>)]) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("some.npz");
    let mut archive = zip::ZipWriter::new(fs::File::create(&path).expect("a file"));
    for (name, bytes) in arrays {
        let options =
            zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        archive.start_file(format!("{name}.npy"), options).expect("a name");
        archive.write_all(bytes).expect("written");
    }
    archive.finish().expect("written");
    (folder, path)
}

/// Forty images of 2 × 2 pixels in two classes.
fn squares() -> (Vec<u8>, Vec<u8>) {
    ((0..160).map(|i| (i * 31 % 256) as u8).collect(), (0..40).map(|i| (i % 2) as u8).collect())
}

#[test]
fn an_npz_is_the_same_in_every_type_and_order() {
    let (pixels, labels) = squares();
    let plain = || npy("|u1", false, "40, 2, 2", &pixels);
    let floats: Vec<u8> = pixels.iter().flat_map(|&p| (f64::from(p) / 255.0).to_le_bytes()).collect();
    let big: Vec<u8> = pixels.iter().flat_map(|&p| (f32::from(p) / 256.0).to_be_bytes()).collect();
    let columns: Vec<u8> =
        (0..4).flat_map(|i| (0..40).map(move |n| (n, i))).map(|(n, i)| pixels[4 * n + i]).collect();
    let wide: Vec<u8> = labels.iter().flat_map(|&label| i64::from(label).to_le_bytes()).collect();
    let small = || npy("|u1", false, "40,", &labels);
    let (_kept, path) =
        npz(&[("x_train", plain()), ("y_train", small()), ("x_test", plain()), ("y_test", small())]);
    let expected = load(&path);
    assert_eq!((expected.train.len(), expected.test.len()), (40, 40));
    for images in [
        npy("<f8", false, "40, 4", &floats),
        npy(">f4", false, "40, 2, 2", &big),
        npy("|u1", true, "40, 4", &columns),
    ] {
        let labels = npy("<i8", false, "40,", &wide);
        let (_kept, path) =
            npz(&[("x_train", images), ("y_train", labels), ("x_test", plain()), ("y_test", small())]);
        let set = load(&path);
        assert!((set.train, set.test) == (expected.train.clone(), expected.test.clone()));
    }
    let (_kept, path) = npz(&[("x_train", plain()), ("y_train", small())]);
    assert_eq!((load(&path).train.len(), load(&path).test.len()), (32, 8), "a fifth becomes the test part");
}

#[test]
fn broken_npz_files_are_refused_in_a_sentence() {
    let (pixels, labels) = squares();
    let small = || npy("|u1", false, "40,", &labels);
    let nan: Vec<u8> = std::iter::repeat_n(f32::NAN, 160).flat_map(f32::to_le_bytes).collect();
    let cases = [
        (npy("|u1", false, "40, 2, 2", &pixels[..159]), "has not as many numbers as it says"),
        (npy("|u1", false, "40, 2, 2", &[&pixels[..], &[0]].concat()), "has not as many numbers as it says"),
        (npy("<f8", false, "99999999999, 28, 28", &pixels), "there should be 40 at the most"),
        (npy("<f8", false, "40, 18446744073709551615", &pixels), "more than 50 million numbers"),
        (npy("<f8", false, "40, 2, 2", &[7; 160 * 8 - 1]), "has not as many numbers as it says"),
        (npy("<f8", false, "40, 2, 2", &[0; 160 * 8 + 1]), "has not as many numbers as it says"),
        (npy("<c8", false, "40, 4", &pixels), "a header that makes no sense"),
        (npy("<f4", false, "40, 2, 2", &nan), "one is NaN"),
        (npy("|u1", false, "32, 5", &pixels), "no square"),
        (b"\x93NUMPY\x02\x00\xff\xff\xff\xff".to_vec(), "a header that is too long"),
        (b"nothing of this kind".to_vec(), "is no array of NumPy"),
        (Vec::new(), "ends too early"),
    ];
    for (images, words) in cases {
        let (_kept, path) = npz(&[("x_train", images), ("y_train", small())]);
        assert!(refusal(&path).contains(words), "{}", refusal(&path));
    }
    let (_kept, path) = npz(&[("arr_0", small())]);
    assert!(refusal(&path).contains("it has no x_train.npy"));
    let (_kept, path) = npz(&[("x_train", npy("|u1", false, "40, 4", &pixels))]);
    assert!(refusal(&path).contains("it has no y_train.npy"));
    let whole = fs::read(&path).expect("there");
    fs::write(&path, &whole[..whole.len() / 2]).expect("written");
    assert!(refusal(&path).contains("zip data are damaged"));
}

/// A table with that name and these lines.
fn table(name: &str, lines: &str) -> (TempDir, std::path::PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    fs::write(&path, lines).expect("written");
    (folder, path)
}

/// Twenty points in three classes, with a separator and an order of columns.
fn points(header: &str, row: impl Fn(f64, f64, &str) -> String) -> String {
    let names = ["left", "middle", "right"];
    let rows =
        (0..20).map(|n| row(f64::from(n) * 0.5, f64::from(n % 4) - 7.25, names[n as usize % 3]) + "\n");
    header.to_owned() + &rows.collect::<String>()
}

#[test]
fn tables_are_the_same_however_they_are_written() {
    let comma = points("", |x, y, class| format!("{x},{y},{class}"));
    let (_kept, path) = table("points.csv", &comma);
    let set = load(&path);
    assert_eq!((set.shape, set.train.len(), set.test.len()), (Shape::Plane, 16, 4));
    assert_eq!(set.class_names, ["left", "middle", "right"]);
    let Features::Numbers(numbers) = &set.train.inputs else { panic!("numbers") };
    for column in numbers.columns() {
        let (low, high) =
            column.iter().fold((9.0_f32, -9.0_f32), |(low, high), &x| (low.min(x), high.max(x)));
        assert_eq!((low, high), (-1.0, 1.0), "the training part fills the picture");
    }
    for (name, lines) in [
        ("points.csv", points("x,y,label\n", |x, y, class| format!("{x},{y},{class}"))),
        ("points.csv", points("class,a,b\r\n", |x, y, class| format!("{class}, {x} ,{y}\r"))),
        ("points.csv", points("\u{feff}id,u,v,species\n", |x, y, class| format!("7,{x},{y},\"{class}\""))),
        ("points.csv", points("", |x, y, class| format!("{x};{y};{class}").replace('.', ","))),
        ("points.txt", points("", |x, y, class| format!("  {x:>9} {y:>9}   {class}"))),
        ("points.csv", points("", |x, y, class| format!("{x},{y},{class},"))),
        ("points.tsv", points("# made by hand\n", |x, y, class| format!("{x:e}\t{y:e}\t{class}"))),
    ] {
        let (_kept, path) = table(name, &lines);
        let same = load(&path);
        assert_eq!((same.train, same.test), (set.train.clone(), set.test.clone()), "{lines}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("points.csv.gz");
    fs::write(&path, packed(comma.as_bytes())).expect("written");
    assert_eq!(load(&path).train, set.train);
}

#[test]
fn a_table_called_train_finds_the_one_called_test() {
    let (folder, path) = table("my_train.csv", &points("", |x, y, class| format!("{x},{y},{class}")));
    fs::write(folder.path().join("my_test.csv"), "100,-7,right\n0,-7,left\n").expect("written");
    let set = load(&path);
    assert_eq!((set.train.len(), set.test.len()), (20, 2));
    assert_eq!(set.test.labels, [2, 0]);
    assert_eq!(set.test.inputs.point(0).0, 3.0, "what lies far outside does not shrink the picture");
    fs::write(folder.path().join("my_test.csv"), "1,2,3,left\n").expect("written");
    assert!(refusal(&path).contains("it has not as many columns as the training part"));
    fs::write(&path, points("x,y,label\n", |x, y, class| format!("{x},{y},{class}"))).expect("written");
    fs::write(folder.path().join("my_test.csv"), "y,x,label\n1,2,left\n").expect("written");
    assert!(refusal(&path).contains("its columns are called otherwise"));
}

#[test]
fn squares_of_whole_numbers_are_images_and_the_class_may_be_in_front() {
    let pixel = |n: u32, i: u32| if i == 48 { 0 } else { n * 31 % 200 + i };
    let row = |n: u32| (0..49).map(|i| pixel(n, i).to_string()).collect::<Vec<_>>().join(",");
    let behind = (0..30).map(|n| format!("{},{}\n", row(n), n % 3)).collect::<Vec<_>>().concat();
    let front = (0..30).map(|n| format!("{},{}\n", n % 3, row(n))).collect::<Vec<_>>().concat();
    let (_kept, path) = table("digits.csv", &behind);
    let set = load(&path);
    assert_eq!(set.shape, Shape::Image { width: 7, height: 7 });
    assert_eq!(set.class_names, ["0", "1", "2"]);
    let (_kept, path) = table("digits.csv", &front);
    assert!((load(&path).train, load(&path).test) == (set.train, set.test));
}

#[test]
fn other_tables_are_just_numbers() {
    let rows = (0..50)
        .map(|n| format!("{n},{},{},5,{}\n", n * n % 17, n % 3, 1 + n % 2))
        .collect::<Vec<_>>()
        .concat();
    let (_kept, path) = table("rows.csv", &rows);
    let set = load(&path);
    assert_eq!(
        (set.shape, set.class_names),
        (Shape::Numbers { count: 4 }, vec!["1".to_owned(), "2".to_owned()])
    );
    assert!(
        set.train.inputs.rows().all(|mut row| row.nth(3) == Some(0.0)),
        "a column that never changes is 0"
    );
}

#[test]
fn broken_tables_are_refused_in_a_sentence() {
    let many = (0..300).map(|n| format!("{n},{n},c{n}\n")).collect::<Vec<_>>().concat();
    let long = "1,2,3\n1,".to_owned() + &"2".repeat(2 << 20);
    for (lines, words) in [
        ("", "there are no rows of numbers in it"),
        ("1\x002,3,a\n", "it is no text in UTF-8"),
        ("# nothing\n\n", "there are no rows of numbers in it"),
        ("x,y,label\n", "there are no rows of numbers in it"),
        ("1,2,a\n1,b\n", "line 2 has 2 columns and not 3"),
        ("1,2,a\n1,b,a\n", "in line 2, column 2 `b` is no number"),
        ("1,2,a\n1,,a\n", "in line 2, column 2 is empty"),
        ("1,2,a\n1,nan,a\n", "in line 2, column 2 `nan` is no number"),
        ("1,2,a\n1,inf,a\n", "in line 2, column 2 `inf` is no number"),
        ("1,2,a\n1,1e99,a\n", "in line 2, column 2 `1e99` is no number"),
        ("1,2,a\n1,2,\n", "the class, is empty"),
        ("1\n2\n", "it has no columns of numbers beside the class"),
        ("1,2,a\n3,4,a\n", "all its labels are a"),
        ("1,2,a\n3,4,b\n", "it has too few examples"),
        (&many, "more than 256 different values"),
        (&long, "a line in it is longer than 1 MiB"),
        ("1,2,\"a\n3,4,b\"\n", "a quote in it is not closed on its line"),
        ("1,\"2,5\",a\n1,3,b\n", "in line 1, column 2 `2,5` is no number"),
        ("1,2,\u{1b}[31m\n1,\u{1b}[2J,a\n", "in line 2, column 2"),
    ] {
        let (_kept, path) = table("points.csv", lines);
        let sentence = refusal(&path);
        assert!(sentence.contains(words), "{words}: {sentence}");
        assert!(!sentence.contains('\u{1b}'), "{sentence:?}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("bomb.csv.gz");
    fs::write(&path, packed(&vec![b'0'; 20 << 20])).expect("written");
    assert!(refusal(&path).contains("a line in it is longer"));
    fs::write(&path, [0x1f, 0x8b, 8, 0, 1, 2, 3]).expect("written");
    assert!(refusal(&path).contains("gzip data are damaged"));
}
