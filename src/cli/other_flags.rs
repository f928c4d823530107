//! Flags as other programs call them, for the sentence that refuses them.

use crate::train::{quoted, setting};

/// A flag of other programs, and how to answer it.
struct OtherFlag {
    /// Its names, without dashes.
    names: &'static [&'static str],
    answer: Answer,
}

enum Answer {
    /// The flag of this name here takes the same values.
    Renamed(&'static str),
    /// There is no such flag; the sentence says what to do.
    Explained(&'static str),
}

use Answer::{Explained, Renamed};

const fn renamed(names: &'static [&'static str], name: &'static str) -> OtherFlag {
    OtherFlag { names, answer: Renamed(name) }
}

const fn explained(names: &'static [&'static str], words: &'static str) -> OtherFlag {
    OtherFlag { names, answer: Explained(words) }
}

const OTHER_FLAGS: &[OtherFlag] = &[
    renamed(&["lr", "learning-rate", "learningrate", "alpha", "step-size", "rate"], "eta"),
    renamed(&["units", "neurons", "nodes", "num-nodes", "hidden-units", "hidden-size", "width"], "hidden"),
    renamed(&["batch-size", "batchsize", "bs", "mini-batch", "minibatch", "mini-batch-size"], "batch"),
    renamed(&["optim", "opt", "solver", "algorithm"], "optimizer"),
    renamed(&["act", "activation-function", "nonlinearity", "transfer"], "activation"),
    renamed(&["cost", "criterion", "objective", "loss-function", "loss-fn"], "loss"),
    renamed(&["weight-decay", "wd", "ridge", "l2-penalty"], "l2"),
    renamed(&["lasso", "l1-penalty"], "l1"),
    renamed(&["drop", "dropout-rate", "drop-rate"], "dropout"),
    renamed(&["augmentation", "aug", "distort"], "augment"),
    renamed(&["random-state", "random-seed", "rng"], "seed"),
    renamed(&["train", "training-size", "n-train", "training-examples"], "train-size"),
    renamed(&["test", "n-test", "test-examples"], "test-size"),
    renamed(&["label-noise", "flipped", "flips"], "flip"),
    renamed(&["val", "validation-split", "val-split", "validation-fraction", "holdout"], "validation"),
    renamed(&["early-stopping", "early-stop", "n-iter-no-change"], "patience"),
    renamed(&["iterations", "iters", "iter", "num-steps", "max-steps", "max-iter", "updates"], "steps"),
    renamed(&["initialization", "weights", "weight-init", "kernel-initializer"], "init"),
    renamed(&["workers", "jobs", "n-jobs", "num-workers", "cores"], "threads"),
    renamed(&["colour", "colors", "colours"], "color"),
    explained(
        &["epochs", "epoch", "num-epochs", "max-epochs", "n-epochs"],
        "the length of a run is given in steps, as in --steps 2000; with full batches a step is an epoch",
    ),
    explained(
        &["layers", "num-layers", "n-layers", "depth", "hidden-layers"],
        "--hidden lists the units of each layer: --hidden 64,32 has two hidden layers",
    ),
    explained(
        &["data", "dataset", "file", "input", "path"],
        "the data set or the path of a file stands without a flag: overfit circles",
    ),
    explained(&["verbose", "quiet", "silent"], "there is one output, and --json for other programs"),
];

/// The answer to an unknown flag, as typed with its dashes. `arguments` is the whole command line.
pub fn answer(flag: &str, arguments: &[String]) -> Option<String> {
    let other = find(flag)?;
    match other.answer {
        Explained(words) => Some(format!("there is no {flag} here: {words}")),
        Renamed(name) => Some(format!("{flag} is called --{name} here: {}", corrected(arguments))),
    }
}

fn find(flag: &str) -> Option<&'static OtherFlag> {
    let name = plain(flag);
    OTHER_FLAGS.iter().find(|other| other.names.contains(&name.as_str()))
}

/// The name of a flag without dashes in front, in lower case, with a dash for each underscore.
fn plain(flag: &str) -> String {
    flag.trim_start_matches('-').to_lowercase().replace('_', "-")
}

/// The command line with the names that flags have here.
fn corrected(arguments: &[String]) -> String {
    let word = |(nth, word): (usize, &String)| {
        let (flag, value) = match word.split_once('=') {
            Some((flag, value)) => (flag, format!("={value}")),
            None => (word.as_str(), String::new()),
        };
        let renamed = find(flag).filter(|_| flag.starts_with("--") && setting(&plain(flag)).is_none());
        match renamed.map(|other| &other.answer) {
            _ if nth == 0 => "overfit".to_owned(),
            Some(Renamed(name)) => quoted(&format!("--{name}{value}")),
            _ => quoted(word),
        }
    };
    arguments.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str, flag: &str) -> Option<String> {
        answer(flag, &line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_renamed_flag_is_answered_with_the_whole_line() {
        assert_eq!(
            told("overfit circles --lr 0.1 --batch_size=20", "--lr").unwrap(),
            "--lr is called --eta here: overfit circles --eta 0.1 --batch=20"
        );
        assert_eq!(told("overfit circles --frobnicate", "--frobnicate"), None);
    }

    #[test]
    fn no_flag_of_ours_is_taken_for_one_of_others() {
        for other in OTHER_FLAGS {
            for name in other.names {
                assert!(setting(name).is_none(), "--{name}");
            }
            if let Renamed(name) = other.answer {
                assert!(setting(name).is_some() || ["threads", "color"].contains(&name), "--{name}");
            }
        }
    }
}
