//! Finds out from its name what an array is for: `x_train`, `TestLabels`, `val_images`, `kmnist-train-imgs`.

use super::array::{TEST, TRAINING, VALIDATION};

/// Words for inputs, the most specific first.
const INPUTS: [&str; 13] = [
    "x", "images", "image", "imgs", "img", "inputs", "input", "features", "feature", "data", "samples",
    "pixels", "digits",
];
/// Words for labels, the most specific first.
const LABELS: [&str; 8] = ["y", "labels", "label", "targets", "target", "classes", "class", "lbls"];
/// Words for parts.
const PARTS: [(&str, &str); 12] = [
    ("train", TRAINING),
    ("training", TRAINING),
    ("trn", TRAINING),
    ("tr", TRAINING),
    ("test", TEST),
    ("testing", TEST),
    ("tst", TEST),
    ("te", TEST),
    ("validation", VALIDATION),
    ("valid", VALIDATION),
    ("val", VALIDATION),
    ("dev", VALIDATION),
];

/// The arrays of a part, by their places among the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartPlaces {
    /// The name of the part in messages.
    pub name: &'static str,
    /// The inputs.
    pub inputs: usize,
    /// The labels, if there are any.
    pub labels: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Content {
    Inputs,
    Labels,
}

/// What a name says.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Meaning {
    /// Words that precede all others, such as the name of the data set.
    prefix: Vec<String>,
    /// The part; `None` for all examples in one.
    part: Option<&'static str>,
    content: Content,
    /// The place of the word for the content in its list.
    rank: usize,
}

impl Meaning {
    fn of(name: &str) -> Option<Meaning> {
        let name = name.to_lowercase();
        let words = name.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
        let (mut prefix, mut part, mut content) = (Vec::new(), None, None);
        for word in words.flat_map(unglued) {
            if let Some((_, name)) = PARTS.iter().find(|(known, _)| *known == word) {
                part = Some(*name);
            } else if let Some(found) = content_of(word) {
                // `image_labels` are labels.
                content = Some(found).filter(|found| found.0 == Content::Labels).or(content).or(Some(found));
            } else if part.is_none() && content.is_none() {
                prefix.push(word.to_owned());
            } else {
                return None;
            }
        }
        content.map(|(content, rank)| Meaning { prefix, part, content, rank })
    }
}

fn content_of(word: &str) -> Option<(Content, usize)> {
    let rank = |words: &[&str]| words.iter().position(|known| *known == word);
    let inputs = rank(&INPUTS).map(|rank| (Content::Inputs, rank));
    inputs.or_else(|| rank(&LABELS).map(|rank| (Content::Labels, rank)))
}

/// Splits a word such as `xtrain` or `testlabels`.
fn unglued(word: &str) -> Vec<&str> {
    let is_part = |word: &str| PARTS.iter().any(|(known, _)| *known == word);
    let splits = word.char_indices().skip(1).map(|(at, _)| word.split_at(at));
    let is_pair = |(first, second): &(&str, &str)| {
        is_part(first) && content_of(second).is_some() || content_of(first).is_some() && is_part(second)
    };
    splits.into_iter().find(is_pair).map_or_else(|| vec![word], |(first, second)| vec![first, second])
}

/// Finds the parts among arrays with these names: those of training, validation and test, or else one of all examples.
/// Empty if there are no inputs to learn from.
pub fn parts(names: &[impl AsRef<str>]) -> Vec<PartPlaces> {
    let meanings: Vec<Option<Meaning>> = names.iter().map(|name| Meaning::of(name.as_ref())).collect();
    let find = |part: Option<&str>, content: Content, prefix: Option<&[String]>| {
        let meant =
            meanings.iter().enumerate().filter_map(|(place, meaning)| Some((place, meaning.as_ref()?)));
        let mut meant: Vec<_> = meant
            .filter(|(_, meaning)| meaning.part == part && meaning.content == content)
            .filter(|(_, meaning)| prefix.is_none_or(|prefix| meaning.prefix == prefix))
            .collect();
        meant.sort_by_key(|(_, meaning)| (meaning.prefix.len(), meaning.rank));
        meant.first().map(|(place, meaning)| (*place, &meaning.prefix))
    };
    let whole = || Some((None, find(None, Content::Inputs, None)?));
    let training = find(Some(TRAINING), Content::Inputs, None).map(|found| (Some(TRAINING), found));
    let Some((part, (inputs, prefix))) = training.or_else(whole) else {
        // numpy.savez names arrays that have no names like this.
        let place = |name: &str| names.iter().position(|other| other.as_ref() == name);
        return match (place("arr_0"), place("arr_1"), names.len()) {
            (Some(inputs), Some(labels), 2) => {
                vec![PartPlaces { name: TRAINING, inputs, labels: Some(labels) }]
            }
            _ => Vec::new(),
        };
    };
    let labels = |part| find(part, Content::Labels, Some(prefix)).map(|found| found.0);
    let others = [VALIDATION, TEST].into_iter().filter_map(|name| {
        let (inputs, _) = find(Some(name), Content::Inputs, Some(prefix))?;
        Some(PartPlaces { name, inputs, labels: labels(Some(name)) })
    });
    [PartPlaces { name: TRAINING, inputs, labels: labels(part) }].into_iter().chain(others).collect()
}

/// Whether two names are of the same set: what precedes the part and the content is the same.
pub fn are_of_one_set(one: &str, other: &str) -> bool {
    let prefix = |name| Meaning::of(name).map(|meaning| meaning.prefix);
    prefix(one).is_some() && prefix(one) == prefix(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The names that are found, for each part.
    fn found(names: &str) -> String {
        let names: Vec<&str> = names.split(' ').collect();
        let part = |part: &PartPlaces| {
            let labels = part.labels.map_or("-", |place| names[place]);
            format!("{}: {} {labels}", part.name, names[part.inputs])
        };
        parts(&names).iter().map(part).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn arrays_are_found_under_the_names_in_use() {
        for (names, expected) in [
            ("x_test y_test x_train y_train", "training: x_train y_train, test: x_test y_test"),
            ("X y", "training: X y"),
            ("Xtrain ytrain Xtest", "training: Xtrain ytrain, test: Xtest -"),
            ("data target target_names feature_names", "training: data target"),
            ("data images target", "training: images target"),
            ("trainX trainY", "training: trainX trainY"),
            (
                "train_images train_labels val_images val_labels test_images test_labels",
                "training: train_images train_labels, validation: val_images val_labels, test: test_images test_labels",
            ),
            (
                "kmnist-train-imgs kmnist-train-labels k49-train-imgs",
                "training: kmnist-train-imgs kmnist-train-labels",
            ),
            ("arr_0 arr_1", "training: arr_0 arr_1"),
            ("image_labels images", "training: images image_labels"),
            ("weights biases", ""),
            ("arr_0 arr_1 arr_2", ""),
            ("x_test y_test", ""),
        ] {
            assert_eq!(found(names), expected, "{names}");
        }
    }
}
