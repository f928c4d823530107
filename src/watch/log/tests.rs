//! Logs that change while they are watched: the evaluations that are handed out, and what is told.

use std::fs;
use std::path::Path;
use std::time::Duration;

use super::*;
use crate::export::event_file;
use crate::nn::Metrics;
use crate::train::{Remedy, Word};

/// A folder, and a log in it that is watched.
struct Watched {
    folder: tempfile::TempDir,
    log: Log,
}

impl Watched {
    /// Watches a file of this name, or the folder if the name is empty.
    fn new(name: &str) -> Watched {
        let folder = tempfile::tempdir().expect("a folder");
        let log = Log::new(&folder.path().join(name), Chosen::default());
        Watched { folder, log }
    }

    /// Writes a file and looks at the log.
    fn write(&mut self, name: &str, bytes: impl AsRef<[u8]>) -> News {
        let path = self.folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, bytes).expect("written");
        self.look()
    }

    fn look(&mut self) -> News {
        self.log.look(Duration::ZERO).expect("it can be read")
    }

    fn steps(news: &News) -> Vec<u64> {
        news.points.iter().map(|point| point.step).collect()
    }
}

/// The state of a trainer after so many evaluations of so many steps each.
fn state(evaluations: u64, most: u64) -> String {
    let entry = |n: u64| {
        let (train, test) = (1.0 / n as f64, 0.5 + 0.002 * (n as f64 - 10.0).powi(2));
        format!("{{\"loss\": {train}, \"step\": {}}}, {{\"eval_loss\": {test}, \"step\": {}}}", 5 * n, 5 * n)
    };
    let entries: Vec<String> = (1..=evaluations).map(entry).collect();
    format!(
        "{{\n\"global_step\": {},\n\"log_history\": [{}],\n\"max_steps\": {most}\n}}",
        5 * evaluations,
        entries.join(", ")
    )
}

#[test]
fn the_validation_loss_is_watched_also_where_a_row_has_a_test_loss_alone() {
    let mut watched = Watched::new("metrics.csv");
    let row = |n: u32| format!("{n},{},{},\n", 1.0 / f64::from(n), 0.4 + 0.01 * f64::from(n));
    let rows = (1..=80).map(row).collect::<Vec<_>>().concat();
    let table = format!("step,train_loss,val_loss,test_loss\n{rows}81,,,0.3\n");
    watched.write("metrics.csv", table);
    let best = watched.log.evaluations().best().expect("an evaluation");
    assert_eq!((best.step, watched.log.evaluations().since_best()), (1, 79));
    assert_eq!(watched.log.column(Role::ValidationLoss), Some("val_loss"));
}

#[test]
fn accuracies_in_per_cent_are_known_by_any_of_them() {
    let mut watched = Watched::new("log.csv");
    let news = watched.write("log.csv", "epoch,loss,accuracy,val_accuracy\n1,2,0.97,0.5\n");
    assert_eq!(news.points[0].train.accuracy(), 0.97);
    let news = watched.write("log.csv", "epoch,loss,accuracy,val_accuracy\n1,2,0.97,0.5\n2,1,5.2,0.9\n");
    let accuracies: Vec<[f64; 2]> =
        news.points.iter().map(|point| [point.train.accuracy(), point.test.accuracy()]).collect();
    assert_eq!(accuracies, [[0.97 / 100.0, 0.5 / 100.0], [5.2 / 100.0, 0.9 / 100.0]]);
}

#[test]
fn nothing_of_a_log_is_left_after_it_was_written_anew() {
    let mut watched = Watched::new("log.csv");
    watched.write("log.csv", "epoch,accuracy,my_loss\n0.5,50,1\n1.5,60,0.9\n2.5,70,0.8\n");
    assert_eq!(watched.log.unit(), Unit::PartsOfEpochs);
    let news = watched.write("log.csv", "step,train_loss,accuracy\n10,1,0.25\n");
    assert!(news.notices[0].contains("is read from its beginning"), "{:?}", news.notices);
    assert_eq!(watched.log.columns(), ["step", "train_loss", "accuracy"]);
    assert_eq!((watched.log.unit(), news.points[0].step), (Unit::Steps, 10));
    assert_eq!(watched.log.evaluations().latest().expect("a point").test.accuracy(), 0.25);
    assert!(watched.log.doubts().is_empty());
}

#[test]
fn a_document_that_is_written_anew_goes_on() {
    let mut watched = Watched::new("trainer_state.json");
    let news = watched.write("trainer_state.json", state(20, 200));
    let first: Vec<Word> = news.diagnoses.iter().map(|made| made.diagnosis.word).collect();
    assert_eq!((news.points.len(), first[0]), (20, Word::Learning));
    let half = state(22, 200);
    let news = watched.write("trainer_state.json", &half[..half.len() / 2]);
    assert_eq!(watched.log.evaluations().count(), 20, "half a document waits");
    assert!(news.points.is_empty() && news.notices.is_empty(), "{news:?}");
    let news = watched.write("trainer_state.json", &half);
    assert_eq!(Watched::steps(&news), [105, 110]);
    assert!(news.diagnoses.iter().all(|made| made.step > 100) && news.notices.is_empty(), "{news:?}");
    assert!(watched.look().points.is_empty());
}

#[test]
fn checkpoints_hand_out_what_is_new_and_replace_other_logs_with_a_notice() {
    let mut watched = Watched::new("");
    let mut words = Vec::new();
    let set = Metrics::counted(0.5, 1, 2);
    let point = Point { step: 5, epoch: 0.0, train: set, test: set, validation: None };
    let events = event_file(&[point], |point| point.step as f64);
    let news = watched.write("runs/events.out.tfevents.1.host", events);
    assert_eq!(news.points.len(), 1);
    let mut handed_out = 0;
    for n in 1..=4 {
        let news = watched.write(&format!("checkpoint-{}/trainer_state.json", 25 * n), state(5 * n, 200));
        handed_out += news.points.len();
        words.extend(news.diagnoses.iter().map(|made| (made.step, made.diagnosis.word)));
        assert_eq!(news.notices.len(), usize::from(n == 1), "{:?}", news.notices);
    }
    assert_eq!((handed_out, watched.log.evaluations().count()), (20, 20));
    let mut once = words.clone();
    once.dedup();
    assert_eq!(words, once);
    assert!(watched.log.columns().iter().all(|name| !name.contains("runs/")), "{:?}", watched.log.columns());
}

#[test]
fn a_training_that_has_come_to_its_end_has_the_advice_for_it() {
    let mut watched = Watched::new("trainer_state.json");
    watched.write("trainer_state.json", state(8, 200));
    assert!(!watched.log.is_finished());
    assert_eq!(watched.log.evaluations().diagnosis().advice.reason, "Let it go on.");
    watched.write("trainer_state.json", state(9, 45));
    let advice = watched.log.evaluations().diagnosis().advice;
    assert!(watched.log.is_finished());
    assert!(advice.remedies.contains(&Remedy::Extend), "{advice:?}");
}

#[test]
fn a_document_that_is_too_large_is_told_of_and_left_alone() {
    let mut watched = Watched::new("log.json");
    fs::write(watched.folder.path().join("log.json"), [b"[\n".to_vec(), vec![b' '; 66 << 20]].concat())
        .expect("written");
    let mut notices = Vec::new();
    loop {
        let news = watched.look();
        notices.extend(news.notices);
        if !news.has_more {
            break;
        }
    }
    assert!(notices.len() == 1 && notices[0].contains("more than 64 MiB"), "{notices:?}");
    let news = watched.look();
    assert!(news.notices.is_empty() && !news.has_more);
}

/// Each folder has a second file: that of the run after it was resumed at its beginning.
#[test]
fn a_run_of_several_files_is_resumed_in_all_of_them() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/logs/tensorboard_folders");
    let mut watched = Watched::new("");
    for set in ["train", "validation"] {
        let name = "events.out.tfevents.1700000000.machine.1.0";
        let bytes = fs::read(kept.join(set).join(name)).expect("a file");
        for file in [name, "events.out.tfevents.1700000001.machine.1.0"] {
            let path = watched.folder.path().join(set).join(file);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, &bytes).expect("written");
        }
    }
    let news = watched.look();
    assert_eq!(news.points.len(), 80);
    assert!(news.points.iter().all(|point| point.train.loss.is_finite() && point.test.loss.is_finite()));
    assert_eq!(news.notices.len(), 1, "{:?}", news.notices);
    assert_eq!(
        watched.log.evaluations().since_best(),
        80 - 1 - watched.log.evaluations().best().expect("one").step
    );
}

#[test]
fn the_files_of_a_folder_are_read_one_after_the_other() {
    let mut watched = Watched::new("");
    let name = |epoch: u32| format!("train/epoch-{epoch}/Loss.log");
    for epoch in 1..=100 {
        let path = watched.folder.path().join(name(epoch));
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, format!("{},1\n", 1.0 / f64::from(epoch))).expect("written");
    }
    assert_eq!(Watched::steps(&watched.look()), (1..=100).collect::<Vec<_>>());
    let news = watched.write(&name(101), "0.5,1\n");
    assert_eq!(Watched::steps(&news), [101]);
}
