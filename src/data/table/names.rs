//! What the names of columns say.

/// Names of the class column, the most specific first, in lower case and without marks.
const CLASS_NAMES: [&str; 15] = [
    "label",
    "labels",
    "class",
    "classes",
    "classlabel",
    "classname",
    "labelname",
    "classid",
    "target",
    "targets",
    "targetname",
    "targetclass",
    "species",
    "speciesname",
    "groundtruth",
];
/// Names that classes often have, and other columns too.
const LIKELY_CLASS_NAMES: [&str; 22] = [
    "y",
    "digit",
    "digits",
    "outcome",
    "diagnosis",
    "survived",
    "variety",
    "cluster",
    "clusterid",
    "category",
    "type",
    "kind",
    "group",
    "result",
    "output",
    "status",
    "letter",
    "character",
    "quality",
    "grade",
    "prediction",
    "response",
];
/// Names of columns that only number the rows.
const ROW_NAMES: [&str; 13] = [
    "id",
    "ids",
    "idx",
    "index",
    "rowid",
    "rowname",
    "rownames",
    "rownumber",
    "rowindex",
    "rownum",
    "no",
    "nr",
    "recordid",
];

/// A name in lower case, without marks and blanks.
fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a name always means the class.
pub fn is_class_name(name: &str) -> bool {
    rank(name).is_some()
}

/// The place of a name among those that always mean the class.
pub fn rank(name: &str) -> Option<usize> {
    let name = plain(name);
    CLASS_NAMES.iter().position(|other| *other == name)
}

/// Whether a name often means the class. `y` is a coordinate rather than the class where there is an `x`.
pub fn is_likely_class_name(name: &str, all: &[String]) -> bool {
    let name = plain(name);
    let has_x = || all.iter().any(|other| plain(other) == "x");
    LIKELY_CLASS_NAMES.contains(&name.as_str()) && !(name == "y" && has_x())
}

/// Whether a name means the numbers or names of rows. pandas writes `Unnamed: 0`.
pub fn is_row_name(name: &str) -> bool {
    let plain = plain(name);
    let is_unnamed =
        plain.strip_prefix("unnamed").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    matches!(name, "#" | "№") || ROW_NAMES.contains(&plain.as_str()) || is_unnamed
}

/// Whether a name means an identifier, such as `PassengerId` or `user_id`.
pub fn is_identifier(name: &str) -> bool {
    let stem = ["_id", " id", "_ID", " ID"].iter().find_map(|end| name.strip_suffix(end));
    let stem = stem.or_else(|| {
        let stem = name.strip_suffix("Id").or_else(|| name.strip_suffix("ID"))?;
        stem.ends_with(|letter: char| letter.is_lowercase()).then_some(stem)
    });
    stem.is_some() && !is_class_name(name) && !LIKELY_CLASS_NAMES.contains(&plain(name).as_str())
}

/// A name, shortened for a message.
pub fn shown_name(name: &str) -> String {
    const MAX_SHOWN: usize = 24;
    let mut letters = name.chars();
    let shown: String = letters.by_ref().take(MAX_SHOWN).collect();
    if letters.next().is_some() { shown + "…" } else { shown }
}

/// The only column whose name is not one of a numbered series such as `x1`, `x2`, `x3`.
pub fn odd_one_out(names: &[(usize, &str)]) -> Option<usize> {
    let stem = |name: &str| {
        let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
        // `1x1`, `1x2`, as some name pixels.
        let stem = stem.trim_start_matches(|letter: char| letter.is_ascii_digit());
        (name.len() > stem.len()).then(|| stem.to_lowercase())
    };
    let stems: Vec<Option<String>> = names.iter().map(|(_, name)| stem(name)).collect();
    let in_series =
        |at: &usize| stems[*at].is_some() && stems.iter().filter(|stem| **stem == stems[*at]).count() > 1;
    let mut others = (0..names.len()).filter(|at| !in_series(at));
    match (others.next(), others.next()) {
        (Some(odd), None) if names.len() > 2 && !names[odd].1.is_empty() => Some(names[odd].0),
        _ => None,
    }
}

/// Whether names are 0, 1, 2 …, which pandas gives to columns without names, perhaps after an empty one for the index.
pub fn counts_up(names: &[String]) -> bool {
    let names = names.strip_prefix(&[String::new()]).unwrap_or(names);
    names.len() > 2 && names.iter().enumerate().all(|(place, name)| *name == place.to_string())
}

/// Whether numbers are evenly spaced, as wavelengths are.
pub fn step_evenly(numbers: &[f64]) -> bool {
    let steps: Vec<f64> = numbers.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let is_even = |step: &f64| (step - steps[0]).abs() <= 1e-6 * steps[0].abs();
    steps.len() >= 2 && steps[0] != 0.0 && steps.iter().all(is_even)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_a_column_is() {
        assert!(
            ["Label", "class_label", "CLASS", "Species", "target"].iter().all(|name| is_class_name(name))
        );
        assert!(!["Pclass", "class size", "x", "subclass"].iter().any(|name| is_class_name(name)));
        assert!(["Id", "Unnamed: 0", "row names", "#"].iter().all(|name| is_row_name(name)));
        assert!(!["width", "humid", "%", "class_id"].iter().any(|name| is_row_name(name)));
        assert!(["PassengerId", "user_id"].iter().all(|name| is_identifier(name)));
        assert!(!["acid", "VOID", "class_id", "cluster_id"].iter().any(|name| is_identifier(name)));
        let names = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        assert!(is_likely_class_name("Y", &names(&["x1", "x2", "Y"])));
        assert!(!is_likely_class_name("y", &names(&["x", "y", "z"])));
    }

    #[test]
    fn the_odd_one_out_of_a_numbered_series_is_found() {
        let odd = |names: &[&str]| odd_one_out(&names.iter().copied().enumerate().collect::<Vec<_>>());
        assert_eq!(odd(&["x1", "x2", "price"]), Some(2));
        assert_eq!(odd(&["mark", "1x1", "1x2", "2x1", "2x2"]), Some(0));
        assert_eq!(odd(&["V1", "V2", "V3"]), None);
        assert_eq!(odd(&["a", "b", "c1", "c2"]), None);
        assert_eq!(odd(&["a1", "kind"]), None);
    }

    #[test]
    fn even_steps_are_those_of_wavelengths() {
        assert!(step_evenly(&[400.0, 410.0, 420.0]) && step_evenly(&[0.9, 0.8, 0.7]));
        assert!(
            !step_evenly(&[5.1, 3.5, 1.4]) && !step_evenly(&[0.0, 1.0]) && !step_evenly(&[2.0, 2.0, 2.0])
        );
    }
}
