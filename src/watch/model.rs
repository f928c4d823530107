//! What kind of model a log is of, and what its steps are, as far as the names of its columns tell.

use crate::train::{Model, Unit};

/// Metrics that XGBoost prints after the name of a data set and a dash, as in `eval-logloss`.
const OF_XGBOOST: [&str; 14] = [
    "logloss", "mlogloss", "error", "merror", "rmse", "rmsle", "mae", "mape", "mphe", "auc", "aucpr", "ndcg",
    "map", "gamma",
];
/// Losses that only LightGBM calls so.
const OF_LIGHTGBM: [&str; 2] = ["binary_logloss", "multi_logloss"];
/// Quantities that only programs log which train networks.
const OF_NETWORKS: [&str; 6] = ["grad_norm", "learning_rate", "lr", "perplexity", "ppl", "weight_decay"];

/// The kind of model of a log with these columns. What is trained in epochs is taken for a network.
pub fn model<'a>(names: impl Iterator<Item = &'a str> + Clone, has_epochs: bool) -> Model {
    if names.clone().any(is_of_trees) {
        Model::Trees
    } else if has_epochs || names.clone().any(is_of_network) {
        Model::Network
    } else {
        Model::Unknown
    }
}

fn is_of_trees(name: &str) -> bool {
    let is_of_xgboost = name.rsplit_once('-').is_some_and(|(_, metric)| OF_XGBOOST.contains(&metric));
    is_of_xgboost || name.contains("'s ") || OF_LIGHTGBM.iter().any(|metric| name.ends_with(metric))
}

fn is_of_network(name: &str) -> bool {
    let last = name.rsplit(['/', '.']).next().unwrap_or(name).to_lowercase();
    let last = last.strip_prefix("epoch_").unwrap_or(&last);
    OF_NETWORKS.contains(&last) || last.starts_with("lr-")
}

/// What the steps are of a log whose column of steps is called so.
pub fn unit_of(steps: &str) -> Unit {
    let name = steps.to_lowercase();
    match name.rsplit(['/', '_', ' ']).next().unwrap_or(&name) {
        "iteration" | "iterations" | "iter" | "iters" | "it" => Unit::Iterations,
        "round" | "rounds" => Unit::Rounds,
        "epoch" | "epochs" | "ep" => Unit::Epochs,
        _ => Unit::Steps,
    }
}

/// Whether a tag of TensorBoard is one that Keras gives to what it measures once in each epoch, and counts in epochs.
pub fn is_keras_epoch(tag: &str) -> bool {
    tag.rsplit('/').next().is_some_and(|last| last.starts_with("epoch_"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boosters_and_networks_are_told_by_their_columns() {
        let of = |names: &[&str], has_epochs| model(names.iter().copied(), has_epochs);
        for names in [["train-logloss", "eval-logloss"], ["training's l2", "valid_1's l2"]] {
            assert_eq!(of(&names, false), Model::Trees, "{names:?}");
        }
        assert_eq!(of(&["loss", "val_loss"], true), Model::Network);
        assert_eq!(of(&["step", "loss", "optimizer/lr"], false), Model::Network);
        assert_eq!(of(&["Loss/train", "Loss/test", "cls-loss"], false), Model::Unknown);
    }

    #[test]
    fn the_column_of_steps_says_what_they_are() {
        let units = ["iteration", "boosting_round", "n_iter", "Epoch", "global_step", "_step"].map(unit_of);
        let [rest @ .., global, own] = units;
        assert_eq!(rest, [Unit::Iterations, Unit::Rounds, Unit::Iterations, Unit::Epochs]);
        assert_eq!([global, own], [Unit::Steps; 2]);
        assert!(is_keras_epoch("train/epoch_loss") && !is_keras_epoch("Loss/train_epoch"));
    }
}
