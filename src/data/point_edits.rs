//! What a person has done to the training points of the plane: points added, moved and removed, and the text that repeats it.
//!
//! An edit says where a point is, not how it came there, so making it twice is the same as making it once.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The name of a training point. It stays the same whatever happens to other points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PointId {
    /// The training example of this index in the data set, before a validation set is split off.
    Own(u32),
    /// The added point of this number, counted from 1.
    Added(u32),
}

/// Where an edited point is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum PointEdit {
    /// A point of the data set has moved here. It keeps its label.
    Moved {
        /// Its first input.
        x: f32,
        /// Its second input.
        y: f32,
    },
    /// A point of this class was added here.
    Added {
        /// Its first input.
        x: f32,
        /// Its second input.
        y: f32,
        /// Its class number.
        class: u8,
    },
    /// The point is gone.
    Removed,
}

/// All edits of the training points of a run, one for each point that was edited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PointEdits {
    edits: Arc<BTreeMap<PointId, PointEdit>>,
}

/// The most points that can be edited. All of them are compared with every change of the run.
pub const MOST_EDITS: usize = 1_000;

/// The largest coordinate of an edited point. The points of all data sets lie within 3.
pub const MOST_COORDINATE: f32 = 10.0;

/// The text without edits.
const OFF: &str = "off";
/// What stands between a point and its place.
const AT: char = '@';
/// What stands between two edits, and before those that come on top of the ones in force.
const AND: char = '+';
/// The beginning of the name of an added point.
const NEW: &str = "new";

impl PointEdits {
    /// Whether nothing was edited.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The number of points that were edited.
    pub fn len(&self) -> usize {
        self.edits.len()
    }

    /// The edits, in the order of the points.
    pub fn iter(&self) -> impl Iterator<Item = (PointId, PointEdit)> {
        self.edits.iter().map(|(&point, &edit)| (point, edit))
    }

    /// What was done to a point.
    pub fn get(&self, point: PointId) -> Option<PointEdit> {
        self.edits.get(&point).copied()
    }

    /// The name of the next point that is added. The name of a removed point is never used again.
    pub fn next_added(&self) -> PointId {
        match self.edits.keys().next_back() {
            Some(PointId::Added(number)) => PointId::Added(number.saturating_add(1)),
            Some(PointId::Own(_)) | None => PointId::Added(1),
        }
    }

    /// The edits as text, which [`PointEdits::parse`] reads.
    pub fn text(&self) -> String {
        if self.is_empty() { OFF.to_owned() } else { joined(self.iter()) }
    }

    /// The text that turns `before` into these edits: what came on top of them, so that many edits of a run take no more room
    /// than each of them takes; all edits if some were taken back.
    pub fn since(&self, before: &PointEdits) -> String {
        if self == before || before.edits.keys().any(|point| !self.edits.contains_key(point)) {
            return self.text();
        }
        let new = self.iter().filter(|(point, edit)| before.get(*point) != Some(*edit));
        format!("{AND}{}", joined(new))
    }

    /// Reads edits: `off`, or edits with `+` between them. Behind another `+` at the beginning they come on top of these.
    pub fn parse(&self, text: &str) -> Option<PointEdits> {
        if text == OFF {
            return Some(PointEdits::default());
        }
        let (mut edits, list) = match text.strip_prefix(AND) {
            Some(list) => (self.edits.as_ref().clone(), list),
            None => (BTreeMap::new(), text),
        };
        for edit in list.split(AND) {
            let (point, edit) = parse_edit(edit.trim())?;
            edits.insert(point, edit);
        }
        (edits.len() <= MOST_EDITS).then(|| PointEdits { edits: Arc::new(edits) })
    }

    /// The text of each edit, in the order of the points.
    pub fn texts(&self) -> Vec<String> {
        self.iter().map(|(point, edit)| one(point, edit)).collect()
    }

    /// The text of one edit that comes on top of those in force.
    pub fn one_more(point: PointId, edit: PointEdit) -> String {
        format!("{AND}{}", one(point, edit))
    }

    /// How many points a text edits, instead of the text.
    pub fn short(text: &str) -> String {
        match PointEdits::default().parse(text) {
            Some(points) if !points.is_empty() => points.len().to_string(),
            _ => text.to_owned(),
        }
    }

    /// Joins texts of edits to one that [`PointEdits::parse`] reads.
    pub fn join(edits: &[String]) -> String {
        if edits.is_empty() { OFF.to_owned() } else { edits.join(&AND.to_string()) }
    }
}

/// The text of one edit.
fn one(point: PointId, edit: PointEdit) -> String {
    format!("{point}{AT}{edit}")
}

fn joined(edits: impl Iterator<Item = (PointId, PointEdit)>) -> String {
    let texts: Vec<String> = edits.map(|(point, edit)| one(point, edit)).collect();
    texts.join(&AND.to_string())
}

fn parse_edit(text: &str) -> Option<(PointId, PointEdit)> {
    let (point, place) = text.split_once(AT)?;
    let point = parse_point(point.trim())?;
    let parts: Vec<&str> = place.split(',').map(str::trim).collect();
    let edit = match (point, parts.as_slice()) {
        (_, [OFF]) => PointEdit::Removed,
        (PointId::Own(_), [x, y]) => PointEdit::Moved { x: coordinate(x)?, y: coordinate(y)? },
        (PointId::Added(_), [x, y, class]) => {
            PointEdit::Added { x: coordinate(x)?, y: coordinate(y)?, class: class.parse().ok()? }
        }
        _ => return None,
    };
    Some((point, edit))
}

fn parse_point(text: &str) -> Option<PointId> {
    let number = |text: &str| text.parse().ok().filter(|&number: &u32| number > 0);
    match text.strip_prefix(NEW) {
        Some(text) => number(text).map(PointId::Added),
        None => number(text).map(|number| PointId::Own(number - 1)),
    }
}

fn coordinate(text: &str) -> Option<f32> {
    let number: f32 = text.parse().ok().filter(|number: &f32| number.abs() <= MOST_COORDINATE)?;
    Some(number + 0.0) // -0 is 0
}

impl fmt::Display for PointId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PointId::Own(index) => write!(f, "{}", u64::from(*index) + 1),
            PointId::Added(number) => write!(f, "{NEW}{number}"),
        }
    }
}

impl fmt::Display for PointEdit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The shortest numbers that read back as the same ones.
        match self {
            PointEdit::Moved { x, y } => write!(f, "{x},{y}"),
            PointEdit::Added { x, y, class } => write!(f, "{x},{y},{class}"),
            PointEdit::Removed => f.write_str(OFF),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn edits(text: &str) -> PointEdits {
        PointEdits::default().parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    fn any_edits() -> impl Strategy<Value = PointEdits> {
        let number = -MOST_COORDINATE..MOST_COORDINATE;
        let one = (0_u32..9, any::<bool>(), any::<bool>(), number.clone(), number, any::<u8>());
        prop::collection::vec(one, 0..12).prop_map(|edits| {
            let edit = |(number, is_own, is_gone, x, y, class)| match (is_own, is_gone) {
                (true, true) => (PointId::Own(number), PointEdit::Removed),
                (true, false) => (PointId::Own(number), PointEdit::Moved { x, y }),
                (false, true) => (PointId::Added(number + 1), PointEdit::Removed),
                (false, false) => (PointId::Added(number + 1), PointEdit::Added { x, y, class }),
            };
            PointEdits { edits: Arc::new(edits.into_iter().map(edit).collect()) }
        })
    }

    #[test]
    fn edits_are_read_as_they_are_written() {
        let text = "12@0.5,-0.25+30@off+new1@0.1,1,2";
        let all = edits(text);
        assert_eq!(all.get(PointId::Own(11)), Some(PointEdit::Moved { x: 0.5, y: -0.25 }));
        assert_eq!(all.get(PointId::Own(29)), Some(PointEdit::Removed));
        assert_eq!(all.get(PointId::Added(1)), Some(PointEdit::Added { x: 0.1, y: 1.0, class: 2 }));
        assert_eq!((all.text(), all.len()), (text.to_owned(), 3));
        assert_eq!(all.next_added(), PointId::Added(2));
        let more = all.parse("+new1@off+12@0,0").expect("on top");
        assert_eq!(more.text(), "12@0,0+30@off+new1@off");
        assert_eq!(more.since(&all), "+12@0,0+new1@off");
        assert_eq!(more.next_added(), PointId::Added(2), "its name is not used again");
        assert_eq!(all.parse("5@off").expect("instead").text(), "5@off");
        assert!(all.parse("off").expect("none").is_empty());
    }

    #[test]
    fn what_is_no_edit_is_not_read() {
        for text in [
            "",
            "+",
            "5",
            "5@",
            "5@1",
            "5@1,2,0",
            "0@1,2",
            "new0@1,2,0",
            "new1@1,2",
            "new1@1,2,256",
            "-1@off",
            "5@11,0",
            "5@nan,0",
            "5@inf,0",
            "5@1,2++6@off",
            "4294967296@off",
        ] {
            assert_eq!(PointEdits::default().parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_coordinate_comes_back_to_the_bit(all in any_edits(), more in any_edits()) {
            prop_assert_eq!(edits(&all.text()), all.clone());
            prop_assert_eq!(all.parse(&more.since(&all)), Some(more.clone()));
            if !more.is_empty() {
                let both = all.parse(&format!("+{}", more.text())).expect("on top");
                prop_assert_eq!(all.parse(&both.since(&all)).expect("what is new"), both.clone());
                prop_assert_eq!(both.parse(&format!("+{}", more.text())), Some(both), "twice is once");
            }
        }
    }
}
