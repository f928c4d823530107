//! Random runs watched frame by frame: labels keep their place, texts do not touch, and nothing is cut off for good.

use std::collections::{BTreeMap, VecDeque};

use overfit::data::{self, Sizes};
use overfit::nn::Activation;
use overfit::train::{Preset, Setup};
use overfit::tui::layout::Areas;
use overfit::tui::run::Run;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

use crate::support::{COLOR, Stage, all_data, text};

/// The frames, and the reports, of a second.
const SECOND: usize = 30;
/// The seconds of a run.
const SECONDS: usize = 10;
/// The most changes of a label in any second.
const MOST: usize = 2;
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];
/// The names at the ends of lines.
const NAMES: [&str; 8] = ["train", "test", "validation", "seeds", "A", "B", "C", "D"];
/// Keys that a person may press, none of which ends or pauses a run.
const KEYS: [&str; 11] = ["]", "[", "y", "x", "z", "Z", "p", "}", ")", "+", "-"];

/// The number of runs. Ten minutes of frames: `RUNS=60 cargo test --test screen steady`.
fn runs() -> u64 {
    std::env::var("RUNS").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

fn random_setup(rng: &mut ChaCha8Rng, seed: u64) -> Setup {
    let all = all_data();
    let choice = data::resolve(&all[rng.random_range(0..all.len())]).expect("sound data");
    let preset = Preset::ALL[rng.random_range(0..Preset::ALL.len())];
    let setup = preset.of(choice);
    let Sizes { train, test } = setup.data.max_sizes();
    Setup {
        seed,
        train_size: train.min(60),
        test_size: test.min(40),
        activation: Activation::ALL[rng.random_range(0..Activation::ALL.len())],
        eta: setup.eta * [0.3, 1.0, 3.0, 10.0][rng.random_range(0..4)],
        validation: [0.0, 0.0, 0.3][rng.random_range(0..3)],
        steps: 1_000_000,
        ..setup
    }
}

/// What a frame shows at the places that must be calm: for each name the place, for the best step and the diagnosis the words.
fn labels(stage: &Stage, buffer: &Buffer) -> BTreeMap<String, String> {
    let run = stage.app.run.as_ref().expect("a run");
    let areas = Areas::of(stage.app.area, run);
    let mut labels = BTreeMap::new();
    for (chart, area) in [("loss", areas.loss), ("accuracy", areas.accuracy)] {
        let pins = if chart == "loss" { run.pins.all().len() as u16 } else { 0 };
        // Without the frame, the labels of the axes, and the list of pins.
        let plot = Rect {
            x: area.x + 8,
            y: area.y + 1,
            width: area.width - 9,
            height: area.height.saturating_sub(3 + pins),
        };
        for name in NAMES {
            if let Some(place) = find(buffer, plot, name) {
                labels.insert(format!("{name} in {chart}"), format!("{place}"));
            }
        }
    }
    let title = row(buffer, Rect { height: 1, ..areas.loss });
    if let Some((_, best)) = title.split_once("┊ ") {
        labels.insert("best".to_owned(), best.to_owned());
    }
    if let Some(snapshot) = &run.snapshot {
        labels.insert("diagnosis".to_owned(), format!("{:?}", snapshot.diagnosis.word));
    }
    labels
}

fn row(buffer: &Buffer, area: Rect) -> String {
    (area.x..area.right()).map(|x| buffer[(x, area.y)].symbol()).collect()
}

/// The first place of a whole word.
fn find(buffer: &Buffer, area: Rect, word: &str) -> Option<Position> {
    let letters: Vec<String> = word.chars().map(String::from).collect();
    let at = |x: u16, y: u16| buffer.cell((x, y)).map_or(" ", Cell::symbol);
    let is_letter = |symbol: &str| symbol.chars().all(char::is_alphanumeric);
    area.positions().find(|place| {
        let is_here = (0..).zip(&letters).all(|(i, letter)| at(place.x + i, place.y) == letter);
        is_here
            && !is_letter(at(place.x.saturating_sub(1), place.y))
            && !is_letter(at(place.x + letters.len() as u16, place.y))
    })
}

/// Fails if two letters or digits beside each other belong to texts of different styles. The pictures are left out: their
/// points are letters and digits.
fn texts_are_apart(stage: &Stage, buffer: &Buffer) {
    let areas = Areas::of(stage.app.area, stage.app.run.as_ref().expect("a run"));
    let parts = [areas.status, areas.loss, areas.accuracy, areas.diagnosis, areas.footer];
    for area in parts {
        let inner = Rect { width: area.width.saturating_sub(1), ..area };
        for Position { x, y } in inner.positions() {
            let (left, right) = (&buffer[(x, y)], &buffer[(x + 1, y)]);
            let is_text = |cell: &Cell| cell.symbol().chars().all(char::is_alphanumeric);
            let is_same = left.fg == right.fg && left.modifier == right.modifier;
            let touch = is_text(left) && is_text(right) && !is_same;
            assert!(!touch, "two texts touch at {x}, {y}:\n{}", text(buffer));
        }
    }
}

/// Where text may be cut off, and where to read on.
fn may_be_cut(run: &Run, areas: &Areas, place: Position) -> bool {
    let pins = run.pins.all().len() as u16;
    let foot = Rect { y: areas.loss.bottom().saturating_sub(3 + pins), height: 2, ..areas.loss };
    let rows = Rect { y: areas.loss.bottom().saturating_sub(1 + pins), height: pins, ..areas.loss };
    // Changes on the axis: the cursor says them. Pins: all settings are in the set-up. Diagnosis: its panel has a page of its
    // own. Status: the set-up says everything. Names of classes in pictures: the set-up.
    [foot, rows, areas.diagnosis, areas.status, areas.picture, areas.gallery]
        .iter()
        .any(|area| area.contains(place))
}

fn nothing_is_cut(stage: &Stage, buffer: &Buffer) {
    let run = stage.app.run.as_ref().expect("a run");
    let areas = Areas::of(stage.app.area, run);
    let cut = buffer
        .area
        .positions()
        .find(|&place| buffer[place].symbol() == "…" && !may_be_cut(run, &areas, place));
    assert_eq!(cut, None, "cut off:\n{}", text(buffer));
}

/// The frames at which each label changed, within the last second.
#[derive(Default)]
struct Watch {
    shown: BTreeMap<String, String>,
    changes: BTreeMap<String, VecDeque<usize>>,
}

impl Watch {
    fn look(&mut self, frame: usize, now: BTreeMap<String, String>, picture: impl Fn() -> String) {
        for (label, words) in &now {
            let changes = self.changes.entry(label.clone()).or_default();
            if self.shown.get(label).is_some_and(|before| before != words) {
                changes.push_back(frame);
            }
            while changes.front().is_some_and(|&first| first + SECOND <= frame) {
                changes.pop_front();
            }
            assert!(
                changes.len() <= MOST,
                "{label} is restless: {changes:?} in frame {frame}\n{}",
                picture()
            );
        }
        self.shown = now;
    }
}

fn watch_run(seed: u64) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let setup = random_setup(&mut rng, seed);
    let size = SIZES[seed as usize % SIZES.len()];
    let line = setup.command_line("");
    let mut stage = Stage::new(COLOR, size, Some(setup));
    let (mut watch, pace) = (Watch::default(), [1, 3, 10][rng.random_range(0..3)]);
    for frame in 0..SECOND * SECONDS {
        if rng.random_range(0..2 * SECOND) == 0 {
            stage.press(KEYS[rng.random_range(0..KEYS.len())]);
            watch = Watch::default(); // what follows from a key is seen at once
        }
        if frame == SECOND * SECONDS / 2 {
            stage.press("pR");
            watch = Watch::default();
        }
        stage.train(pace);
        let buffer = stage.buffer();
        let picture = || format!("{line} at {size:?}\n{}", text(&buffer));
        watch.look(frame, labels(&stage, &buffer), picture);
        texts_are_apart(&stage, &buffer);
        nothing_is_cut(&stage, &buffer);
    }
}

#[test]
fn labels_keep_their_place_and_texts_stay_apart() {
    (0..runs()).for_each(watch_run);
}
