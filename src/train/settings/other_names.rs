//! Names of values in other programs and textbooks, and slips of the fingers, for the sentence that refuses them.

use crate::spelling::nearest;
use crate::train::setting_id::SettingId;

/// How a name of another program relates to a value of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Relation {
    /// Another name of the same thing.
    Same,
    /// The most similar thing there is.
    Similar,
}

use Relation::{Same, Similar};

/// A setting, a name from elsewhere, the value here, and how they relate.
type Row = (SettingId, &'static str, &'static str, Relation);

#[rustfmt::skip]
const OTHER_NAMES: &[Row] = &[
    (SettingId::Optimizer, "sgd", "gd", Same),
    (SettingId::Optimizer, "gradient-descent", "gd", Same),
    (SettingId::Optimizer, "bgd", "gd", Same),
    (SettingId::Optimizer, "nesterov", "momentum", Similar),
    (SettingId::Optimizer, "nag", "momentum", Similar),
    (SettingId::Optimizer, "adamw", "adam", Similar),
    (SettingId::Optimizer, "nadam", "adam", Similar),
    (SettingId::Optimizer, "rmsprop", "adam", Similar),
    (SettingId::Optimizer, "adagrad", "adam", Similar),
    (SettingId::Activation, "logistic", "sigmoid", Same),
    (SettingId::Activation, "rectifier", "relu", Same),
    (SettingId::Activation, "relu6", "relu", Similar),
    (SettingId::Activation, "leaky-relu", "relu", Similar),
    (SettingId::Activation, "leakyrelu", "relu", Similar),
    (SettingId::Activation, "prelu", "relu", Similar),
    (SettingId::Activation, "elu", "relu", Similar),
    (SettingId::Activation, "selu", "relu", Similar),
    (SettingId::Activation, "gelu", "relu", Similar),
    (SettingId::Activation, "silu", "relu", Similar),
    (SettingId::Activation, "swish", "relu", Similar),
    (SettingId::Activation, "softplus", "relu", Similar),
    (SettingId::Loss, "mse", "quadratic", Same),
    (SettingId::Loss, "squared", "quadratic", Same),
    (SettingId::Loss, "squared-error", "quadratic", Same),
    (SettingId::Loss, "mean-squared-error", "quadratic", Same),
    (SettingId::Loss, "l2", "quadratic", Same),
    (SettingId::Loss, "xent", "cross-entropy", Same),
    (SettingId::Loss, "ce", "cross-entropy", Same),
    (SettingId::Loss, "bce", "cross-entropy", Same),
    (SettingId::Loss, "nll", "cross-entropy", Same),
    (SettingId::Loss, "log-loss", "cross-entropy", Same),
    (SettingId::Loss, "categorical-crossentropy", "cross-entropy", Same),
    (SettingId::Loss, "softmax", "cross-entropy", Same),
    (SettingId::Init, "gaussian", "normal", Same),
    (SettingId::Init, "randn", "normal", Same),
    (SettingId::Init, "xavier", "scaled", Same),
    (SettingId::Init, "glorot", "scaled", Same),
    (SettingId::Init, "he", "scaled", Same),
    (SettingId::Init, "kaiming", "scaled", Same),
    (SettingId::Init, "lecun", "scaled", Same),
    (SettingId::Reduction, "average", "mean", Same),
    (SettingId::Reduction, "avg", "mean", Same),
    (SettingId::Reduction, "total", "sum", Same),
    (SettingId::Batch, "all", "full", Same),
    (SettingId::Augment, "none", "off", Same),
    (SettingId::Augment, "translate", "shift", Same),
    (SettingId::Augment, "rotate", "affine", Similar),
    (SettingId::L1, "none", "off", Same),
    (SettingId::L2, "none", "off", Same),
    (SettingId::Dropout, "none", "off", Same),
    (SettingId::Patience, "none", "off", Same),
    (SettingId::Hidden, "none", "0", Same),
];

/// What to say of a value of a setting that is a name from elsewhere, or a slip of the fingers. `allowed` lists the values
/// in words.
pub fn advice(setting: SettingId, allowed: &str, value: &str) -> Option<String> {
    let typed = value.to_lowercase().replace(['_', ' '], "-");
    let row = OTHER_NAMES.iter().find(|(id, other, ..)| *id == setting && *other == typed);
    if let Some((_, _, name, relation)) = row {
        return Some(match relation {
            Same => format!("it is called `{name}` here"),
            Similar => format!("it is not here; the most similar is `{name}`"),
        });
    }
    // The words among the allowed values, as in "sigmoid, tanh or relu".
    let letters = |letter: char| letter.is_ascii_alphabetic() || letter == '-';
    let is_word = |word: &&str| !word.is_empty() && !["or", "a"].contains(word);
    let words = allowed.split(|letter| !letters(letter)).filter(is_word);
    let is_choice = !allowed.contains("number");
    let name = nearest(&typed, words).filter(|_| is_choice)?;
    Some(format!("did you mean `{name}`? Give {allowed}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;
    use crate::train::Setup;

    #[test]
    fn every_name_from_elsewhere_leads_to_a_value() {
        for (id, other, name, _) in OTHER_NAMES {
            let mut setup = Setup::lecture(data::resolve("mnist").unwrap());
            assert!(id.row().set(&mut setup, name).is_ok(), "--{} {name}", id.name());
            assert!(id.row().set(&mut setup, other).is_err(), "--{} {other} is a value itself", id.name());
        }
    }

    #[test]
    fn slips_of_the_fingers_are_understood() {
        let advice = |id: SettingId, value| advice(id, &(id.row().values)(), value);
        let said = advice(SettingId::Activation, "thanh").unwrap();
        assert!(said.starts_with("did you mean `tanh`?"), "{said}");
        let said = advice(SettingId::Loss, "Cross_Entropie").unwrap();
        assert!(said.starts_with("did you mean `cross-entropy`?"), "{said}");
        assert_eq!(advice(SettingId::Loss, "hinge"), None);
        assert_eq!(advice(SettingId::Eta, "nul"), None, "an eta is no word");
    }
}
