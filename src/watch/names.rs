//! What the columns of a log are, told from the names that training programs give them.
//!
//! One table: the words by which a set of examples, a quantity, a step and an epoch are called. A name is taken apart into words,
//! `val_loss`, `Loss/validation` and `valid_0's binary_logloss` alike, and gets a penalty: the lowest is the guess.

/// What a column may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Steps taken.
    Step,
    /// Epochs completed.
    Epoch,
    /// The loss on the training examples.
    TrainLoss,
    /// The loss on the test examples, or on whatever was held out.
    TestLoss,
    /// The accuracy on the training examples.
    TrainAccuracy,
    /// The accuracy on the test examples.
    TestAccuracy,
    /// The loss on the validation set, where there are test examples as well.
    ValidationLoss,
    /// The accuracy on the validation set.
    ValidationAccuracy,
    /// The number of training examples.
    TrainExamples,
    /// The number of test examples.
    TestExamples,
    /// The number of validation examples.
    ValidationExamples,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 11] = [
        Role::Step,
        Role::Epoch,
        Role::TrainLoss,
        Role::TestLoss,
        Role::TrainAccuracy,
        Role::TestAccuracy,
        Role::ValidationLoss,
        Role::ValidationAccuracy,
        Role::TrainExamples,
        Role::TestExamples,
        Role::ValidationExamples,
    ];

    /// The roles that a person can give a column, by a flag and by a key.
    pub const CHOSEN: [Role; 5] =
        [Role::Step, Role::TrainLoss, Role::TestLoss, Role::TrainAccuracy, Role::TestAccuracy];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Role::Step => "step",
            Role::Epoch => "epoch",
            Role::TrainLoss => "train_loss",
            Role::TestLoss => "test_loss",
            Role::TrainAccuracy => "train_accuracy",
            Role::TestAccuracy => "test_accuracy",
            Role::ValidationLoss => "validation_loss",
            Role::ValidationAccuracy => "validation_accuracy",
            Role::TrainExamples => "train_examples",
            Role::TestExamples => "test_examples",
            Role::ValidationExamples => "validation_examples",
        }
    }

    /// What it is called in sentences.
    pub fn words(self) -> &'static str {
        match self {
            Role::Step => "step",
            Role::Epoch => "epoch",
            Role::TrainLoss => "training loss",
            Role::TestLoss => "test loss",
            Role::TrainAccuracy => "training accuracy",
            Role::TestAccuracy => "test accuracy",
            Role::ValidationLoss => "validation loss",
            Role::ValidationAccuracy => "validation accuracy",
            Role::TrainExamples => "training examples",
            Role::TestExamples => "test examples",
            Role::ValidationExamples => "validation examples",
        }
    }

    /// Whether it is a number of examples.
    pub fn is_count(self) -> bool {
        matches!(self, Role::TrainExamples | Role::TestExamples | Role::ValidationExamples)
    }

    /// The flag that names its column, without dashes; `None` if there is none.
    pub fn flag(self) -> Option<&'static str> {
        match self {
            Role::Step => Some("step"),
            Role::TrainLoss => Some("train"),
            Role::TestLoss => Some("test"),
            Role::TrainAccuracy => Some("accuracy"),
            Role::TestAccuracy => Some("test-accuracy"),
            _ => None,
        }
    }
}

/// The set of examples that a name speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Set {
    Train,
    Validation,
    Test,
    /// The name does not say.
    Unnamed,
}

/// What a name speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quantity {
    Loss,
    Accuracy,
    Examples,
}

const TRAIN: &[&str] = &["train", "training", "trn", "tr", "fit"];
const VALIDATION: &[&str] =
    &["val", "valid", "validation", "eval", "evaluation", "dev", "holdout", "valid's"];
const TEST: &[&str] = &["test", "testing", "tst"];

/// Words for losses, and how much rather another word is taken for the loss.
const LOSSES: &[(&str, u32)] = &[
    ("loss", 0),
    ("logloss", 20),
    ("mlogloss", 20),
    ("nll", 20),
    ("crossentropy", 20),
    ("xent", 20),
    ("ce", 20),
    ("cost", 20),
    ("objective", 20),
    ("deviance", 20),
    ("perplexity", 30),
    ("ppl", 30),
    ("rmse", 40),
    ("mse", 40),
    ("l2", 40),
    ("mae", 50),
    ("l1", 50),
    ("rmsle", 50),
    ("mape", 50),
    ("error", 60),
    ("merror", 60),
    ("err", 60),
];

/// Words for accuracies.
const ACCURACIES: &[(&str, u32)] = &[("accuracy", 0), ("acc", 0), ("top1", 20)];

/// Words that say nothing of what is measured, and their penalty: the mean over an epoch is the loss that compares, and that of one
/// mini-batch is not.
const NEUTRAL: &[(&str, u32)] = &[
    ("epoch", 1),
    ("mean", 1),
    ("avg", 1),
    ("average", 1),
    ("total", 1),
    ("running", 1),
    ("metrics", 1),
    ("set", 1),
    ("s", 0),
    ("binary", 1),
    ("multi", 1),
    ("epochs", 1),
    ("categorical", 1),
    ("sparse", 1),
    ("multiclass", 1),
    ("cross", 1),
    ("entropy", 1),
    ("0", 0),
    ("1", 2),
    ("step", 5),
    ("batch", 5),
    ("iter", 5),
    ("top", 3),
];

/// The penalty of any other word: another part of the loss.
const OTHER_WORD: u32 = 8;
/// The penalty of a training loss that is only called loss.
const UNNAMED: u32 = 10;

/// Names of the steps and of the epochs, the best first.
const STEPS: &[&str] = &[
    "step",
    "global_step",
    "trainer/global_step",
    "steps",
    "iteration",
    "iter",
    "iterations",
    "iters",
    "round",
    "boosting_round",
    "update",
    "updates",
    "num_updates",
    "n_iter",
    "it",
    "_step",
    "batch",
];
const EPOCHS: &[&str] = &["epoch", "epochs", "ep", "train/epoch", "current_epoch"];

/// What a name is taken for, and with what penalty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) set: Set,
    pub(super) quantity: Quantity,
    pub(super) penalty: u32,
}

/// The place of a name among those of the steps; `None` if it is no such name.
pub(super) fn step_rank(name: &str) -> Option<u32> {
    rank(name, STEPS)
}

/// The place of a name among those of the epochs.
pub(super) fn epoch_rank(name: &str) -> Option<u32> {
    rank(name, EPOCHS)
}

fn rank(name: &str, names: &[&str]) -> Option<u32> {
    names.iter().position(|known| name.eq_ignore_ascii_case(known)).map(|rank| rank as u32)
}

/// Whether a word names a set of examples.
pub(super) fn is_set(word: &str) -> bool {
    let word = word.to_lowercase();
    [TRAIN, VALIDATION, TEST].iter().any(|list| list.contains(&word.as_str()))
}

/// What a name speaks of; `None` if it names no loss, accuracy or number of examples.
pub(super) fn meaning(name: &str) -> Option<Meaning> {
    let words = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let set = match (has(TRAIN), has(VALIDATION), has(TEST)) {
        (true, false, false) => Set::Train,
        (false, _, true) => Set::Test,
        (false, true, false) => Set::Validation,
        (false, false, false) => Set::Unnamed,
        (true, ..) => return None, // it compares two sets
    };
    let find = |table: &[(&str, u32)], word: &String| {
        table.iter().find(|(known, _)| known == word).map(|(_, penalty)| *penalty)
    };
    let best = |table: &[(&str, u32)]| words.iter().filter_map(|word| find(table, word)).min();
    let is_entropy = words.windows(2).any(|pair| pair == ["cross", "entropy"]);
    let (quantity, penalty) = match (best(LOSSES), best(ACCURACIES)) {
        (Some(penalty), None) => (Quantity::Loss, penalty),
        (None, Some(penalty)) => (Quantity::Accuracy, penalty),
        (None, None) if is_entropy => (Quantity::Loss, 20),
        (None, None) if words.last().is_some_and(|word| word == "examples") => (Quantity::Examples, 0),
        _ => return None,
    };
    let is_known = |word: &&String| {
        let is_of_set = [TRAIN, VALIDATION, TEST].iter().any(|list| list.contains(&word.as_str()));
        let measured = find(LOSSES, word).or(find(ACCURACIES, word)).is_some() || *word == "examples";
        is_of_set || measured
    };
    let others = words.iter().filter(|word| !is_known(word));
    let extra: u32 = others.map(|word| find(NEUTRAL, word).unwrap_or(OTHER_WORD)).sum();
    Some(Meaning { set, quantity, penalty: penalty + extra })
}

/// The penalty of a name as the training loss or accuracy.
pub(super) fn as_training(meaning: Meaning) -> Option<u32> {
    match meaning.set {
        Set::Train => Some(meaning.penalty),
        Set::Unnamed => Some(meaning.penalty + UNNAMED),
        Set::Validation | Set::Test => None,
    }
}

/// The words of a name in lower case: `valLoss` has two. Numbers at the end of `validation_0` are words, too.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in name.chars() {
        let starts = c.is_uppercase() && was_lower;
        if starts || !c.is_alphanumeric() {
            words.push(String::new());
        }
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
        was_lower = c.is_lowercase();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_training_programs_are_known() {
        let known = |name: &str, set, quantity| {
            let found = meaning(name).unwrap_or_else(|| panic!("{name}"));
            assert_eq!((found.set, found.quantity), (set, quantity), "{name}");
        };
        for name in [
            "train_loss",
            "Loss/train",
            "train/loss",
            "training's binary_logloss",
            "train-mlogloss",
            "trainLoss",
        ] {
            known(name, Set::Train, Quantity::Loss);
        }
        for name in [
            "val_loss",
            "eval_loss",
            "validation/epoch_loss",
            "valid_0's l2",
            "validation_1-logloss",
            "valid/Loss",
        ] {
            known(name, Set::Validation, Quantity::Loss);
        }
        known("test_loss", Set::Test, Quantity::Loss);
        known("loss", Set::Unnamed, Quantity::Loss);
        known("val_sparse_categorical_accuracy", Set::Validation, Quantity::Accuracy);
        known("train_acc", Set::Train, Quantity::Accuracy);
        for name in ["learning_rate", "lr", "grad_norm", "valid_0's auc", "train_vs_val_loss", "epoch"] {
            assert_eq!(meaning(name), None, "{name}");
        }
    }

    #[test]
    fn the_mean_of_an_epoch_comes_before_the_loss_of_a_batch() {
        let penalty = |name| meaning(name).expect("a loss").penalty;
        assert!(penalty("train_loss") < penalty("train_loss_epoch"));
        assert!(penalty("train_loss_epoch") < penalty("train_loss_step"));
        assert!(penalty("train_loss_step") < penalty("train_box_loss"));
        assert!(penalty("val_loss") < penalty("val_mse"));
    }
}
