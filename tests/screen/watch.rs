//! The page of logs: the charts, the diagnosis and the keys of a run, for the log of another program.

use std::fs;
use std::path::PathBuf;

use overfit::tui::app::App;
use overfit::tui::keymap::Place;
use overfit::tui::message::{Effect, Message};
use overfit::tui::screen;
use overfit::tui::theme::Theme;
use overfit::tui::watcher::{NextColumn, Watcher};
use overfit::watch::{Chosen, Log};
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::support::{ASCII, COLOR, NO_COLOR, SIZES, text};

/// The screen of some logs, which are looked at when a test says so.
struct Watched {
    app: App,
    watcher: Watcher,
    folder: tempfile::TempDir,
}

impl Watched {
    fn new(theme: Theme, size: (u16, u16), names: &[&str]) -> Watched {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &&str| folder.path().join(name);
        let logs = names.iter().map(path).map(|path: PathBuf| Log::new(&path, Chosen::default())).collect();
        let (app, effects) = App::watching(theme, size, logs);
        let mut watched = Watched { app, watcher: Watcher::new(Vec::new()), folder };
        watched.carry_out(effects);
        watched
    }

    fn write(&mut self, name: &str, text: &str) -> &mut Watched {
        fs::write(self.folder.path().join(name), text).expect("written");
        let (news, is_busy) = self.watcher.look();
        assert!(!is_busy);
        for message in news {
            assert!(self.app.update(message).is_empty());
        }
        self
    }

    fn press(&mut self, keys: &str) -> &mut Watched {
        for key in keys.chars() {
            let code = match key {
                '<' => KeyCode::Left,
                '\u{1b}' => KeyCode::Esc,
                '\t' => KeyCode::Tab,
                '\n' => KeyCode::Enter,
                letter => KeyCode::Char(letter),
            };
            let effects = self.app.update(Message::Key(KeyEvent::new(code, KeyModifiers::NONE)));
            self.carry_out(effects);
        }
        self
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Watch(logs) => self.watcher = Watcher::new(logs),
                Effect::NextColumn { log, role } => {
                    let answer = self.watcher.choose_next(NextColumn { log, role });
                    self.app.update(answer.expect("the log that is shown"));
                }
                _ => {}
            }
        }
    }

    fn text(&self) -> String {
        let mut buffer = Buffer::empty(self.app.area);
        screen::draw(&self.app, self.app.area, &mut buffer);
        text(&buffer)
    }
}

/// A run that over-fits from epoch 10 on, up to an epoch.
fn keras(epochs: u32) -> String {
    let row = |epoch: u32| {
        let x = f64::from(epoch);
        let (train, test) = (1.0 / (1.0 + 0.3 * x), 0.5 + 0.002 * (x - 10.0).powi(2));
        format!("{epoch},{:.3},{train:.4},0.7,{test:.4}\n", 1.0 - train / 2.0)
    };
    "epoch,accuracy,loss,val_accuracy,val_loss\n".to_owned()
        + &(0..epochs).map(row).collect::<Vec<_>>().concat()
}

#[test]
fn a_log_has_the_charts_and_the_diagnosis_of_a_run() {
    for size in SIZES {
        for theme in [COLOR, NO_COLOR, ASCII] {
            let mut watched = Watched::new(theme, size, &["log.csv"]);
            assert!(watched.text().contains("Waiting for the first evaluation"), "{}", watched.text());
            let text = watched.write("log.csv", &keras(5)).text();
            assert!(text.contains("LEARNING") && text.contains("test loss: val_loss"), "{text}");
            let text = watched.write("log.csv", &keras(40)).text();
            for words in
                ["OVER-FITTING", "Test loss rose from", "the weights of epoch 10", "gap +", "best 0.500 @ 10"]
            {
                assert!(text.contains(words), "{words}: {text}");
            }
            assert!(!text.contains("step"), "it counts epochs: {text}");
            assert!(!text.contains("eta"), "nothing of this program's runs: {text}");
            assert!(size.1 < 30 || text.contains("Accuracy"), "{text}");
        }
    }
}

#[test]
fn a_long_name_leaves_room_for_what_is_known_of_the_log() {
    for (theme, cut) in [(COLOR, "…"), (ASCII, "..")] {
        let name = format!("{}-日本-end.csv", "long".repeat(30));
        let text = Watched::new(theme, (80, 24), &[&name]).write(&name, &keras(40)).text();
        let status = text.lines().next().expect("a first line").trim_end();
        assert!(status.ends_with("-end.csv  a table, 40 evaluations, epoch 39"), "{text}");
        assert!(status.trim_start().starts_with(cut), "{text}");
    }
}

#[test]
fn the_keys_of_the_curves_work_on_a_log() {
    let mut watched = Watched::new(COLOR, (120, 36), &["log.csv"]);
    watched.write("log.csv", &keras(40));
    assert!(watched.press("y").text().contains("log y"));
    assert!(watched.press("x").text().contains("log y, log x"));
    let text = watched.press("yxc").text();
    assert!(text.contains(" epoch 39 ") && text.contains("acc 0.961/0.700"), "{text}");
    let text = watched.press("<<<<").text();
    assert!(!text.contains(" epoch 39 ") && text.contains("Esc close"), "{text}");
    assert!(watched.press("\u{1b}z").text().contains(" epochs 20-39 "));
    assert!(!watched.press("Z").text().contains(" epochs 20-39 "));
    let text = watched.press("p").write("log.csv", &keras(45)).text();
    assert!(text.contains("up to epoch 39"), "{text}");
    assert!(!watched.press("P").text().contains("up to epoch 39"));
    assert!(watched.press("q").app.question.is_none());
}

#[test]
fn parts_of_epochs_are_shown_as_epochs() {
    let mut watched = Watched::new(COLOR, (120, 36), &["console.txt"]);
    let line =
        |half: u32| format!("{{'loss': {}, 'epoch': {}}}\n", 1.0 / f64::from(half), f64::from(half) / 2.0);
    watched.write("console.txt", &(1..40).map(line).collect::<String>());
    let text = watched.text();
    assert!(text.lines().next().expect("a line").contains("39 evaluations, epoch 19.5"), "{text}");
    let labels = text.lines().find(|line| line.contains(" 10 ") && line.contains(" 18 "));
    assert!(labels.is_some_and(|line| !line.contains('k')), "{text}");
    assert!(watched.press("c<").text().contains(" epoch 19 "));
    let text = watched.press("\u{1b}z").text();
    assert!(text.contains(" epochs 9.75-19.5 "), "{text}");
}

#[test]
fn several_logs_are_several_runs_on_one_picture() {
    let mut watched = Watched::new(COLOR, (120, 36), &["one.csv", "two.csv"]);
    watched.write("one.csv", &keras(40)).write("two.csv", &keras(20));
    let text = watched.text();
    assert!(text.contains(" A ") && text.contains("one.csv") && text.contains(" B "), "{text}");
    let text = watched.press("]").text();
    let status = text.lines().next().expect("a line");
    assert!(status.contains("two.csv") && status.contains("20 evaluations"), "{text}");
    assert!(watched.press("[").text().lines().next().expect("a line").contains("one.csv"));
}

#[test]
fn every_log_has_a_letter_of_its_own() {
    let names: Vec<String> = (0..28).map(|nth| format!("log-{nth}.csv")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut watched = Watched::new(COLOR, (200, 60), &names);
    for name in &names {
        watched.write(name, &keras(20));
    }
    let text = watched.press("[").text();
    assert!(text.lines().next().expect("a line").starts_with(" AB "), "{text}");
    let text = watched.press("\n").text();
    for (letter, name) in [("H", "log-7.csv"), ("I", "log-8.csv"), ("Z", "log-25.csv"), ("AA", "log-26.csv")]
    {
        let line = text.lines().find(|line| line.contains(name)).expect("a line of it");
        assert!(line.contains(&format!(" {letter} ")), "{line}");
    }
}

#[test]
fn panels_have_the_focus_fill_the_screen_and_are_explained_as_in_a_run() {
    for size in SIZES {
        let mut watched = Watched::new(COLOR, size, &["log.csv"]);
        watched.write("log.csv", &keras(40));
        let has_frame =
            |text: &str, title: &str| text.lines().any(|line| line.contains('┓') && line.contains(title));
        let text = watched.press("\t").text();
        assert!(has_frame(&text, "2 Loss"), "{text}");
        let text = watched.press("?").text();
        assert!(
            text.contains("whatever the log calls") && text.contains("the program that wrote the"),
            "{text}"
        );
        let text = watched.press("\u{1b}\n").text();
        assert!(text.contains("Loss") && !text.contains("What is happening"), "it fills the screen: {text}");
        let text = watched.press("\t").text();
        assert!(text.contains("Accuracy") && !text.contains(" Loss "), "the next one fills it: {text}");
        let text = watched.press("\u{1b}\u{1b}\u{1b}").text();
        assert!(text.contains(" Loss ") && text.contains("What is happening"), "{text}");
        let text = watched.press("4\n").text();
        assert!(text.contains("What is happening") && text.contains("Esc closes"), "{text}");
        watched.press("\u{1b}\u{1b}3?");
        assert!(watched.text().contains("says how many"), "{}", watched.text());
        watched.press("\u{1b}\u{1b}\u{1b}\u{1b}");
        assert!(watched.text().contains("q quits"), "{}", watched.text());
    }
}

#[test]
fn enter_shows_all_that_is_said() {
    let names = ["one.csv", "two.csv", "three.csv", "four.csv", "five.csv", "six.csv"];
    let mut watched = Watched::new(COLOR, (80, 24), &names);
    for name in names {
        watched.write(name, &keras(40));
    }
    let text = watched.text();
    assert!(text.contains("Enter all of it") && !text.contains("five.csv"), "{text}");
    let text = watched.press("\n").text();
    assert!(text.contains("five.csv") && text.contains("Esc closes"), "{text}");
    assert!(watched.press("\u{1b}").text().contains("Enter all of it"));
}

#[test]
fn panels_that_only_runs_have_are_not_among_the_keys() {
    let mut watched = Watched::new(COLOR, (200, 60), &["log.csv"]);
    watched.write("log.csv", "epoch,loss\n1,0.5\n2,0.4\n");
    assert!(watched.press("3").text().contains("The log has no accuracy."));
    let places = watched.app.places();
    assert!(places.contains(&Place::Panels) && !places.contains(&Place::RunPanels), "{places:?}");
    assert!(watched.press("?").text().contains("loss, accuracy, diagnosis"), "{}", watched.text());
}

#[test]
fn a_key_takes_another_column() {
    let mut watched = Watched::new(COLOR, (120, 36), &["log.csv"]);
    let row = |step: u32| format!("{step},{},{},2\n", 1.0 / f64::from(step), 2.0 / f64::from(step));
    let rows = (1..20).map(row).collect::<Vec<_>>().concat();
    watched.write("log.csv", &format!("step,train_a_loss,train_b_loss,val_loss\n{rows}"));
    let text = watched.text();
    assert!(
        text.contains("training loss: train_a_loss") && text.contains("may also be train_b_loss"),
        "{text}"
    );
    watched.press("t").write("other", "");
    let text = watched.text();
    assert!(text.contains("training loss: train_b_loss") && !text.contains("may also be"), "{text}");
}

#[test]
fn a_log_that_is_written_anew_starts_again_and_says_so() {
    let mut watched = Watched::new(COLOR, (120, 36), &["log.csv"]);
    watched.write("log.csv", &keras(40));
    let text = watched.write("log.csv", &keras(3)).text();
    assert!(
        text.contains("was cut short and is read from its beginning") && text.contains("3 evaluations"),
        "{text}"
    );
    let half = keras(4);
    watched.write("log.csv", &half[..half.len() - 3]);
    assert!(watched.text().contains("3 evaluations"), "half a line waits");
    assert!(watched.write("log.csv", &half).text().contains("4 evaluations"));
}

#[test]
fn a_log_without_a_loss_says_what_to_do() {
    let mut watched = Watched::new(COLOR, (120, 36), &["log.csv"]);
    let text = watched.write("log.csv", "n,a,b\n1,0.5,0.6\n2,0.4,0.5\n").text();
    assert!(text.contains("No column name looks like a loss. t takes the next one"), "{text}");
    let text = watched.press("t").text();
    assert!(!text.contains("No column name") && text.contains("training loss: n"), "{text}");
}

#[test]
fn each_log_keeps_its_last_notice_under_its_letter() {
    let mut watched = Watched::new(COLOR, (120, 36), &["one.csv", "two.csv"]);
    watched.write("one.csv", &keras(40)).write("two.csv", &keras(40)).press("y");
    let back = keras(40) + "5,0.7,0.4,0.7,0.5\n";
    watched.write("one.csv", &back).write("two.csv", &(keras(40) + "40,0.9,nan,0.7,0.5\n"));
    let text = watched.text();
    assert!(text.contains("A: The epochs went back from 39 to 5"), "{text}");
    assert!(text.contains("B: 1 value of the training loss is not finite"), "{text}");
    assert!(!watched.press("y").text().contains("went back"));
}

/// One log has an epoch as a whole, the other one in parts.
#[test]
fn epochs_and_parts_of_epochs_share_an_axis() {
    let mut watched = Watched::new(COLOR, (120, 36), &["whole.csv", "parts.csv"]);
    let parts: String = keras(40).lines().map(|line| line.replacen(',', ".5,", 1) + "\n").collect();
    watched.write("whole.csv", &keras(40)).write("parts.csv", &parts.replacen("epoch.5", "epoch", 1));
    let text = watched.text();
    assert!(text.lines().next().expect("a line").contains("40 evaluations, epoch 39"), "{text}");
    let beside = text.lines().find(|line| line.contains("parts.csv")).expect("the other log");
    assert!(beside.contains("best 0.500 @ 10.5") && !beside.contains("(epochs)"), "{text}");
    let text = watched.press("c").text();
    assert!(text.contains(" epoch 39 "), "{text}");
    let text = watched.press("\u{1b}]").text();
    assert!(
        text.lines().find(|line| line.contains("whole.csv")).is_some_and(|line| line.contains("@ 10 ")),
        "{text}"
    );
}
