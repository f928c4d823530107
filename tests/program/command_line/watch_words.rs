//! What `overfit watch` calls the steps of a log, and what it advises.

use std::path::Path;

use super::watch::{EPOCHS, Logs, assert_over_fits, losses, once};
use super::{Run, overfit, text};

#[test]
fn text_of_boosters_and_loops() {
    let logs = Logs::new();
    let lines = |line: fn(u64, f64, f64) -> String| -> String {
        (0..EPOCHS).map(|epoch| line(epoch, losses(epoch).0, losses(epoch).1)).collect()
    };
    let xgboost = lines(|n, train, test| {
        format!("[{n}]\ttrain-logloss:{train:.6}\ttrain-auc:0.9\teval-logloss:{test:.6}\teval-auc:0.7\n")
    });
    let lightgbm = lines(|n, train, test| {
        format!("[{n}]\ttraining's binary_logloss: {train:.6}\tvalid_1's binary_logloss: {test:.6}\n")
    });
    let lightgbm = format!(
        "[LightGBM] [Info] Number of positive: 33, number of negative: 27\n{lightgbm}Early stopping, best iteration is:\n[10]\ttraining's binary_logloss: 0.1\tvalid_1's binary_logloss: 0.2\n"
    );
    let pairs =
        lines(|n, train, test| format!("INFO epoch {n}/40 - train loss {train:.6} | val loss: {test:.6}\n"));
    let dictionaries = lines(|n, train, test| {
        format!("{{'loss': {train:.6}, 'epoch': {n}.0}}\n{{'eval_loss': {test:.6}, 'epoch': {n}.0}}\n")
    });
    let (trees, network) = ("early stopping: iteration 10 was the best", "the weights of epoch 10");
    for (name, text, back) in [
        ("xgb", xgboost, trees),
        ("lgb", lightgbm, trees),
        ("pairs", pairs, network),
        ("hf", dictionaries, network),
    ] {
        let run = once(&logs.write(name, text), &[]);
        assert_over_fits(&run, "text", &(0..EPOCHS).collect::<Vec<_>>(), back);
        let advice = run.events.iter().filter_map(|event| event["advice"].as_str()).collect::<String>();
        assert!(back == network || advice.contains("shallower trees, a smaller learning rate"), "{advice}");
        assert_eq!(advice.contains("weight"), back == network, "boosters have no weights: {advice}");
    }
}

/// Tags and folders of Keras' callback for TensorBoard, whose steps are epochs.
#[test]
fn epochs_of_keras_in_event_files() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/logs/keras_tensorboard");
    let run = once(&folder, &[]);
    assert_eq!(run.start()["unit"], "epoch");
    let reason = run.events.iter().rev().find_map(|event| event["reason"].as_str()).expect("a diagnosis");
    assert!(reason.contains(" at epoch ") && !reason.contains("step"), "{reason}");
}

/// Hugging Face on a terminal has no steps, and the first evaluations may be at whole epochs.
#[test]
fn parts_of_epochs_are_epochs_with_decimals() {
    let logs = Logs::new();
    let line = |half: u64| {
        let ((train, test), epoch) = (losses(half), 1.0 + half as f64 / 2.0);
        format!("{{'loss': '{train}', 'epoch': '{epoch}'}}\n{{'eval_loss': '{test}', 'epoch': '{epoch}'}}\n")
    };
    let path = logs.write("console.txt", (0..EPOCHS).map(line).collect::<String>());
    let run = once(&path, &[]);
    assert_eq!(run.start()["unit"], "epoch/1000");
    let halves = (0..EPOCHS).map(|half| 1_000 + 500 * half).collect::<Vec<_>>();
    assert_over_fits(&run, "text", &halves, "the weights of epoch 6");
    let output = overfit(&["watch", path.to_str().expect("text"), "--once"]);
    let said = text(&output.stdout);
    assert!(said.contains("epoch 20.5: training loss") && said.contains("lowest at epoch 6: "), "{said}");
    assert!(!said.contains("step"), "{said}");
}

/// Densities have negative losses, which change sign on the way.
#[test]
fn negative_losses_have_the_same_words() {
    let logs = Logs::new();
    let table = |name: &str, epochs: u64, test: fn(f64) -> f64| {
        let row = |epoch: u64| {
            let x = epoch as f64;
            format!("{epoch},{},{}\n", 4.0 / (1.0 + 0.2 * x) - 3.0, test(x))
        };
        let rows: String = (0..epochs).map(row).collect();
        once(&logs.write(name, format!("epoch,train_nll,val_nll\n{rows}")), &[])
    };
    let falls = table("falls.csv", 30, |x| 4.0 / (1.0 + 0.2 * x) - 2.9);
    let turns = table("turns.csv", 60, |x| 0.002 * (x - 20.0).powi(2) - 1.0);
    for (run, word) in [(&falls, "LEARNING"), (&turns, "OVER-FITTING")] {
        assert_eq!(run.end()["diagnosis"], word);
        assert_reasons_are_short(run);
    }
}

#[test]
fn no_share_of_a_loss_near_nothing_is_told() {
    let logs = Logs::new();
    let row = |epoch: u64| {
        let loss = if epoch == 17 { -10.0556 } else { 1.0 / (epoch as f64 + 1.0) };
        format!("epoch {epoch}/20 loss={loss:.4} - val_loss: {:.4}\n", losses(epoch).1)
    };
    let run = once(&logs.write("console.txt", (0..20).map(row).collect::<String>()), &[]);
    assert_reasons_are_short(&run);
}

fn assert_reasons_are_short(run: &Run) {
    let reasons: Vec<&str> = run.events.iter().filter_map(|event| event["reason"].as_str()).collect();
    assert!(!reasons.is_empty() && reasons.iter().all(|reason| reason.len() < 130), "{reasons:?}");
}
