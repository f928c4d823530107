//! What parts the columns of a table, and which lines are comments.

use super::number::Cell;

/// Begins of comment lines.
const MARKS: [&[u8]; 5] = [b"#", b"%", b"//", b";", b"!"];
/// The most lines that are looked at.
const LINES: usize = 100;

/// Guesses the delimiter from the first lines: the one that most of them are parted by. `None` if all have commas that may
/// be decimal commas between blanks.
pub fn delimiter(start: &[u8]) -> Option<u8> {
    let mut votes: Vec<(u8, usize)> = Vec::new();
    let mut is_unclear = false;
    let lines =
        start.split(|&byte| matches!(byte, b'\n' | b'\r')).filter(|line| !line.trim_ascii().is_empty());
    let is_end = |&(at, line): &(usize, &[u8])| at > 0 && line.as_ptr_range().end == start.as_ptr_range().end;
    // The last line may be cut off.
    let lines = lines.enumerate().filter(|line| !is_end(line)).map(|(_, line)| line);
    let lines = lines.filter(|line| !is_comment(line) || line.starts_with(b";") && line[1..].contains(&b';'));
    for line in lines.take(LINES) {
        let Some(delimiter) = of_line(line) else {
            is_unclear = true;
            continue;
        };
        match votes.iter_mut().find(|(other, _)| *other == delimiter) {
            Some((_, count)) => *count += 1,
            None => votes.push((delimiter, 1)),
        }
    }
    // A title may be parted by anything: of two equally frequent ones, the later.
    let most = votes.into_iter().max_by_key(|&(_, count)| count).map(|(delimiter, _)| delimiter);
    most.or((!is_unclear).then_some(b','))
}

/// Tabs, semicolons and bars take precedence over commas, which may be decimal points; spaces come last.
fn of_line(line: &[u8]) -> Option<u8> {
    let mut in_quotes = false;
    let mut counts = [0_usize; 256];
    for &byte in line.trim_ascii_end() {
        in_quotes ^= byte == b'"';
        counts[usize::from(byte)] += usize::from(!in_quotes);
    }
    let count = |delimiter: u8| counts[usize::from(delimiter)];
    // A row of n numbers with decimal commas has n commas and n - 1 delimiters.
    let others = [b'\t', b';', b'|'].into_iter().filter(|&other| count(other) > 0);
    match others.max_by_key(|&other| count(other)) {
        Some(other) if count(b',') <= count(other) + 1 => Some(other),
        None if count(b' ') > 0 && count(b',') == 0 => Some(b' '),
        None if count(b' ') > 0 => between_blanks(line),
        _ => Some(b','),
    }
}

/// Decides between commas and blanks: `1,5 2,7 a` has numbers with commas between blanks, for `5 2` is no number between
/// commas. `1,5 a` and `1,5, 2,7, a` may be either.
fn between_blanks(line: &[u8]) -> Option<u8> {
    let fields: Vec<&[u8]> = line.split(u8::is_ascii_whitespace).filter(|field| !field.is_empty()).collect();
    let is_comma_number = |field: &&[u8]| {
        let number = field.strip_suffix(b",").unwrap_or(field);
        number.contains(&b',') && matches!(Cell::of(number), Cell::Marked(_))
    };
    let (_, all_but_last) = fields.split_last()?;
    if all_but_last.iter().all(|field| field.ends_with(b",")) && all_but_last.iter().any(is_comma_number) {
        return None;
    }
    let has_part = |field: &&[u8]| {
        field.contains(&b',') && (field.ends_with(b",") || !matches!(Cell::of(field), Cell::Marked(_)))
    };
    if fields.iter().any(has_part) || fields.len() < 2 {
        return Some(b',');
    }
    let is_number = |part: Option<&[u8]>| {
        part.is_some_and(|part| matches!(Cell::of(part), Cell::Byte(_) | Cell::Number(_)))
    };
    let is_comma = |byte: &u8| *byte == b',';
    let has_gap = |pair: &[&[u8]]| {
        is_number(pair[0].rsplit(is_comma).next()) && is_number(pair[1].split(is_comma).next())
    };
    fields.windows(2).any(has_gap).then_some(b' ')
}

/// Whether a line, or its first field, begins like a comment, such as `# made by hand`, or is Excel's `sep=;`.
pub fn is_comment(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    MARKS.iter().any(|mark| line.starts_with(mark)) || line.starts_with(b"sep=")
}

/// Removes the mark of a comment.
pub fn without_mark(line: &[u8]) -> &[u8] {
    let line = line.trim_ascii_start();
    let rest = MARKS.iter().find_map(|mark| line.strip_prefix(*mark)).unwrap_or(line);
    // `## x y`, `%% x y`.
    let more = |&byte: &u8| matches!(byte, b'#' | b'%' | b'!' | b';' | b'/');
    rest[rest.iter().take_while(|byte| more(byte)).count()..].trim_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_that_of_most_lines() {
        for (text, expected) in [
            ("1,2,a\n", b','),
            ("1,5;2,5;a\n", b';'),
            ("Measured in May\nx\ty\n1\t2\n", b'\t'),
            ("# a, b, c\n; d, e\n1 2 3\n", b' '),
            (";x;y\n1;2;3\n", b';'),
            ("1.5,2,a;b\n1.5,2,a\n2.5,3,a\n", b','),
            ("\"a b\" 1\n\"c d\" 2\n", b' '),
            ("x|y\n1|2\n3,5|4", b'|'),
            ("", b','),
            ("1,5 2,7 a\n2 3,5 b\n", b' '),
            ("x y kind\n-1,5 1.234,5 a\n", b' '),
            ("x kind\n1,5 a\n", b' '),
            ("x,kind\n1,5 a\n", b','),
            ("1, 5, a\n2, 7, b\n", b','),
            ("5.1,3,a b\n4.9,2,c d\n", b','),
        ] {
            let expected = Some(char::from(expected));
            assert_eq!(delimiter(text.as_bytes()).map(char::from), expected, "{text}");
        }
        assert_eq!(delimiter(b"1,5 a\n2,5 b\n"), None, "1.5 and a, or 1 and `5 a`");
        assert_eq!(delimiter(b"1,5, 2,7, a\n2,5, 3,7, b\n"), None, "1.5, 2.7 and a, or four numbers and a");
        assert_eq!(delimiter(b"x,y, k\n5.1,3, a\n4.9,2, b\n"), Some(b','));
    }
}
