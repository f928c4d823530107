//! Logs with a JSON object on each line.
//!
//! Numbers are read as they come, and nothing else is kept, so an object of any depth and size takes no memory of its own.

use std::fmt;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer as _};
use serde_json::Deserializer;
use serde_json::de::SliceRead;

use super::rows::{Rows, number};
use super::text::SUMMARY;

/// The member that names the kind of a line of this program, the kind that is an evaluation, and the others.
const KIND: &str = "event";
const POINT: &str = "point";
const OTHERS: [&str; 14] = [
    "start",
    "change",
    "skipped",
    "diagnosis",
    "note",
    "progress",
    "rewind",
    "checkpoint",
    "end",
    "sweep",
    "run",
    "cure",
    "source",
    "notice",
];

/// Reads the object of a line; returns whether it is one.
pub fn line(line: &[u8], rows: &mut Rows) -> bool {
    read(line, rows, Rows::undo, |from, rows| from.deserialize_any(Object { rows }))
}

/// Reads JSON, in which there may be NaN and Infinity: Python writes them, and JSON does not have them. Returns whether it is
/// whole; if not, `forget` is told.
pub(super) fn read(
    bytes: &[u8],
    rows: &mut Rows,
    forget: impl Fn(&mut Rows),
    visit: impl Fn(&mut Deserializer<SliceRead>, &mut Rows) -> serde_json::Result<()>,
) -> bool {
    let mut is_whole = |bytes: &[u8]| {
        let mut from = Deserializer::from_slice(bytes);
        let is_whole = visit(&mut from, &mut *rows).and_then(|()| from.end()).is_ok();
        if !is_whole {
            forget(&mut *rows);
        }
        is_whole
    };
    is_whole(bytes) || quote_names(bytes).is_some_and(|quoted| is_whole(&quoted))
}

/// The text with the names of numbers that are not finite as strings; `None` without such names.
fn quote_names(bytes: &[u8]) -> Option<Vec<u8>> {
    const NAMES: [&[u8]; 4] = [b"NaN", b"-Infinity", b"Infinity", b"nan"];
    let (mut quoted, mut is_text, mut is_escaped, mut found) = (Vec::new(), false, false, false);
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        if !is_text && let Some(name) = NAMES.iter().find(|name| rest.starts_with(name)) {
            found = true;
            quoted.push(b'"');
            quoted.extend_from_slice(name);
            quoted.push(b'"');
            rest = &rest[name.len()..];
            continue;
        }
        is_text ^= byte == b'"' && !is_escaped;
        is_escaped = is_text && byte == b'\\' && !is_escaped;
        quoted.push(byte);
        rest = after;
    }
    found.then_some(quoted)
}

/// A row: an object whose members are numbers.
pub(super) struct Object<'a> {
    pub(super) rows: &'a mut Rows,
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let (mut path, mut nulls) = (String::new(), Nulls::Absent);
        while let Some(name) = members.next_key::<String>()? {
            if name == KIND && path.is_empty() {
                let Kind::Name(kind) = members.next_value()? else { continue };
                if OTHERS.contains(&kind.as_str()) {
                    while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                    self.rows.undo();
                    return Ok(());
                }
                if kind == POINT {
                    nulls = Nulls::NotFinite;
                }
                continue;
            }
            path.clone_from(&name);
            members.next_value_seed(Member { rows: &mut *self.rows, path: &mut path, nulls })?;
            path.clear();
        }
        if self.rows.has(SUMMARY) {
            self.rows.undo();
        } else {
            self.rows.end();
        }
        Ok(())
    }
}

/// What `null` stands for.
#[derive(Clone, Copy)]
enum Nulls {
    /// Nothing was measured.
    Absent,
    /// A number that is not finite, as in our own lines.
    NotFinite,
}

/// What names the kind of a line, which other programs use for messages.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kind {
    Name(String),
    Other(IgnoredAny),
}

/// The value of a member. Members of members have their names joined by slashes.
struct Member<'a> {
    rows: &'a mut Rows,
    path: &'a mut String,
    nulls: Nulls,
}

impl<'de> DeserializeSeed<'de> for Member<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, from: D) -> Result<(), D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Member<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.rows.push_named(self.path, value);
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.rows.push_named(self.path, value as f64);
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.rows.push_named(self.path, value as f64);
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        if let Nulls::NotFinite = self.nulls {
            self.rows.push_named(self.path, f64::NAN);
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        if let Some(value) = number(text) {
            self.rows.push_named(self.path, value);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let length = self.path.len();
        while let Some(name) = members.next_key::<String>()? {
            self.path.push('/');
            self.path.push_str(&name);
            members.next_value_seed(Member {
                rows: &mut *self.rows,
                path: &mut *self.path,
                nulls: self.nulls,
            })?;
            self.path.truncate(length);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_members_are_joined_by_slashes() {
        let mut rows = Rows::default();
        assert!(line(br#"{"step": 3, "train": {"loss": "0.5", "name": "x"}, "list": [1, {}]}"#, &mut rows));
        assert_eq!(rows.take_named(), [[("step".to_owned(), 3.0), ("train/loss".to_owned(), 0.5)]]);
        assert!(!line(b"{\"step\": 3, \"loss\": ", &mut rows));
        assert!(rows.take_named().is_empty(), "half an object is no row");
    }

    #[test]
    fn numbers_that_are_not_finite_are_read_as_such() {
        let mut rows = Rows::default();
        assert!(line(br#"{"loss": NaN, "of": "NaN is a word", "b": -Infinity, "c": null}"#, &mut rows));
        let cells = rows.take_named().concat();
        assert!(cells[0].1.is_nan() && cells[1].1 == f64::NEG_INFINITY && cells.len() == 2);
        assert!(line(br#"{"event":"point","step":1,"train_loss":null}"#, &mut rows));
        assert!(rows.take_named().concat()[1].1.is_nan(), "null in our own lines");
    }

    #[test]
    fn lines_of_this_program_that_are_no_evaluations_are_no_rows_and_messages_of_others_are() {
        let mut rows = Rows::default();
        for text in [
            r#"{"event":"diagnosis","step":1,"loss":2}"#,
            r#"{"event":"epoch done","epoch":3,"loss":0.5}"#,
            r#"{"event":7,"loss":0.25}"#,
        ] {
            assert!(line(text.as_bytes(), &mut rows), "{text}");
        }
        let losses: Vec<f64> = rows.take_named().iter().map(|row| row[row.len() - 1].1).collect();
        assert_eq!(losses, [0.5, 0.25]);
    }
}
