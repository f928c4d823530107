//! Pasted text, and files dropped onto the terminal: finding the path in the forms that terminals and file managers use.

use std::env;

/// Reads a text as the path of one file. Returns `None` for several paths, and for text that cannot be a path.
pub fn path(text: &str) -> Option<String> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return None;
    }
    if let Some(path) = of_windows(text) {
        return Some(path.to_owned());
    }
    let begins_like_one = |word: &String| word.starts_with(['/', '~']) || word.starts_with(URI);
    // A shell would take the rest of the text as a comment.
    let is_bare = |(at, _): (usize, _)| text[..at].ends_with(' ') && !text[..at].ends_with("\\ ");
    let has_comment =
        !text.starts_with(['\'', '"']) && (text.starts_with('#') || text.match_indices('#').any(is_bare));
    let name = match shell_words::split(text) {
        _ if has_comment => text.to_owned(),
        // Quoted or escaped for a shell.
        Ok(words) if words.len() == 1 => words.concat(),
        Ok(words) if words.iter().all(begins_like_one) => return None,
        // Unquoted, with spaces or an apostrophe in it.
        _ => text.to_owned(),
    };
    if name.is_empty() {
        return None;
    }
    if let Some(rest) = name.strip_prefix(URI) {
        let (_host, path) = rest.split_at(rest.find('/')?);
        return decoded(path);
    }
    match (name.strip_prefix("~/"), env::home_dir()) {
        (Some(rest), Some(home)) => Some(home.join(rest).to_string_lossy().into_owned()),
        _ => Some(name),
    }
}

/// The path of a file on Windows, whose backslashes are no escapes: behind a drive, or a share of another computer.
fn of_windows(text: &str) -> Option<&str> {
    let quoted = ['"', '\''].into_iter().find_map(|quote| text.strip_prefix(quote)?.strip_suffix(quote));
    let path = quoted.unwrap_or(text);
    let is_share = path.starts_with(r"\\");
    let is_drive = matches!(path.as_bytes(), [drive, b':', b'\\' | b'/', ..] if drive.is_ascii_alphabetic());
    (is_share || is_drive).then_some(path)
}

/// The prefix of a file URI (RFC 8089).
const URI: &str = "file://";

/// Decodes percent-encoded bytes. Returns `None` if they are malformed or not UTF-8.
fn decoded(path: &str) -> Option<String> {
    let mut parts = path.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend(rest.as_bytes());
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_known_however_it_is_written() {
        for (text, expected) in [
            ("/a/b.csv", "/a/b.csv"),
            ("b.csv\n", "b.csv"),
            ("'/a/b c.csv' ", "/a/b c.csv"),
            ("/a/b\\ c.csv", "/a/b c.csv"),
            ("/a/b c.csv", "/a/b c.csv"),
            ("/a/Bob's c.csv", "/a/Bob's c.csv"),
            ("/a/b #2/c.csv", "/a/b #2/c.csv"),
            ("'/a/b #2/c.csv'", "/a/b #2/c.csv"),
            ("/a/b\\ \\#2/c.csv", "/a/b #2/c.csv"),
            ("/a/b\\ #2/c.csv", "/a/b #2/c.csv"),
            ("#c.csv", "#c.csv"),
            ("file:///a/b%20c%C3%A4.csv", "/a/b cä.csv"),
            ("file://localhost/a/b.csv", "/a/b.csv"),
            (r"C:\Users\me\b.csv", r"C:\Users\me\b.csv"),
            (r#""C:\My data\b.csv""#, r"C:\My data\b.csv"),
            (r"\\server\share\b.csv", r"\\server\share\b.csv"),
            ("D:/b.csv", "D:/b.csv"),
        ] {
            assert_eq!(path(text).as_deref(), Some(expected), "{text}");
        }
        let home = env::home_dir().unwrap_or_default();
        assert_eq!(path("~/b.csv"), Some(home.join("b.csv").to_string_lossy().into_owned()));
    }

    #[test]
    fn other_text_is_none() {
        for text in [
            "",
            "''",
            " \n",
            "two\nlines",
            "/a/b.csv /c/d.csv",
            "'/a' file:///b",
            "file://x",
            "file:///%2",
            "file:///%ff",
        ] {
            assert_eq!(path(text), None, "{text}");
        }
    }
}
