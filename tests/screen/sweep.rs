//! The picture of a sweep: its map, the chosen cell, and opening a run.

use std::sync::Arc;
use std::time::Duration;

use overfit::data;
use overfit::launch::{PendingSweep, SweepReport, SweepRuns};
use overfit::train::{Axis, Grid, Score, SettingId, Setup, Word};
use overfit::tui::app::Page;
use overfit::tui::message::Message;
use overfit::tui::sweep::Measure;
use ratatui::crossterm::event::MouseButton;

use crate::looks::{has_color, has_glyph};
use crate::support::crosshair::click;
use crate::support::{ASCII, COLOR, LOOKS, NO_COLOR, SIZES, Stage, run};

fn axis(setting: SettingId, values: &[&str]) -> Axis {
    Axis { setting, values: values.iter().map(|&value| value.to_owned()).collect() }
}

/// A sweep over these settings, from two seeds.
fn pending(axes: Vec<Axis>, sample: Option<usize>) -> PendingSweep {
    let grid = Grid::new(axes, 3, 2, sample).expect("a grid");
    let (runs, count) = (grid.clone(), grid.runs());
    let setup = move |index: usize| {
        let values = runs.values(runs.combination_of(index));
        let mut setup = Setup::lecture(data::resolve("circles").expect("built in"));
        for (setting, value) in values {
            setting.row().set(&mut setup, value)?;
        }
        Ok(setup.with_seed(runs.seed_of(index)))
    };
    PendingSweep {
        dataset: "circles".to_owned(),
        grid,
        setup: Arc::new(setup),
        runs: SweepRuns { count, are_kept: false, carry_out: Box::new(|_| {}) },
    }
}

fn two_axes() -> Vec<Axis> {
    vec![axis(SettingId::Hidden, &["5", "20,10", "100"]), axis(SettingId::L2, &["off", "0.01"])]
}

fn tell_progress(stage: &mut Stage, share: f64) {
    let left = Some(Duration::from_secs(20));
    stage.tell(Message::Sweep(SweepReport::Progress { share, left }));
}

/// Lets a run end with this test accuracy in per cent.
fn end(stage: &mut Stage, index: usize, percent: u8, word: Word) {
    let accuracy = f64::from(percent) / 100.0;
    let score = Score {
        accuracy,
        loss: 1.0 - accuracy,
        last_accuracy: accuracy - 0.05,
        word: Some(word),
        is_diverged: word == Word::Diverged,
    };
    stage.tell(Message::Sweep(SweepReport::Ended { index, score }));
}

/// A sweep of which the first nine of twelve runs have ended.
pub fn begun(size: (u16, u16)) -> Stage {
    let mut stage = Stage::sweeping(COLOR, size, pending(two_axes(), None));
    for index in 1..=9 {
        let word = if index % 3 == 0 { Word::OverFitting } else { Word::Solved };
        end(&mut stage, index, 48 + 5 * index as u8, word);
    }
    tell_progress(&mut stage, 0.75);
    stage
}

fn compare(name: &str, picture: &str) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, picture);
    });
}

#[test]
fn the_map_shows_each_cell_at_every_size_and_in_every_look() {
    for size in SIZES {
        let mut stage = begun(size);
        compare(&format!("sweep_{}x{}", size.0, size.1), &stage.text());
        for look in LOOKS {
            stage.app.theme = look;
            for cell in &stage.buffer().content {
                assert!(has_glyph(look.glyphs, cell.symbol()), "{cell:?} in {look:?}");
                assert!(
                    [cell.fg, cell.bg].iter().all(|&color| has_color(look.colors, color)),
                    "{cell:?} in {look:?}"
                );
            }
        }
    }
    let mut stage = begun((80, 24));
    for (name, look) in [("sweep_no_color", NO_COLOR), ("sweep_ascii", ASCII)] {
        stage.app.theme = look;
        compare(name, &stage.text());
    }
}

#[test]
fn cells_fill_as_runs_end() {
    let mut stage = Stage::sweeping(COLOR, (120, 36), pending(two_axes(), None));
    assert!(stage.text().contains("begins"));
    end(&mut stage, 1, 80, Word::Solved);
    assert!(stage.text().contains("80.0 %…"), "one of two seeds: {}", stage.text());
    end(&mut stage, 2, 90, Word::OverFitting);
    let text = stage.text();
    assert!(text.contains("test accuracy 85.0 % ± 63.5") && text.contains("highest       90.0 %"), "{text}");
    assert!(text.contains("2 of 2 runs") && text.contains("over-fitted   1 of 2"), "{text}");
    // The same run told twice counts once.
    end(&mut stage, 2, 90, Word::OverFitting);
    assert_eq!(stage.app.sweep.as_ref().expect("a sweep").ended, 2);
    stage.tell(Message::Sweep(SweepReport::Failed("the disk is full".to_owned())));
    stage.press("<right>");
    assert!(stage.text().contains("Stopped after 2 of 12 runs: the disk is full"), "{}", stage.text());
}

#[test]
fn enter_opens_the_chosen_run_and_esc_comes_back() {
    let mut stage = begun((120, 36));
    stage.press("<down><right>s<enter>");
    assert_eq!(stage.app.page, Page::Run);
    let opened = &run(&stage).wanted;
    assert_eq!((opened.hidden.as_slice(), opened.penalty.l2, opened.seed), (&[20, 10][..], 0.01, 4));
    stage.train(40);
    stage.press("<esc>");
    assert_eq!(stage.app.page, Page::Sweep);
    stage.press("<enter>");
    assert_eq!(run(&stage).snapshot.as_ref().expect("a report").step, 40, "as it was left");
    stage.press("<esc>S<enter>");
    assert_eq!((run(&stage).wanted.seed, stage.app.page), (3, Page::Run));
    stage.press("<esc><esc>");
    assert_eq!(stage.app.page, Page::Sweep, "the outermost page");
    assert!(stage.text().contains("q quits"), "{}", stage.text());
}

#[test]
fn the_arrows_stay_on_the_map() {
    let mut stage = begun((80, 24));
    stage.press("<up><left>");
    let chosen = |stage: &Stage| stage.app.sweep.as_ref().expect("a sweep").chosen;
    assert_eq!((chosen(&stage).row, chosen(&stage).column), (0, 0));
    stage.press("<down><down><down><right><right>");
    assert_eq!((chosen(&stage).row, chosen(&stage).column), (2, 1));
}

#[test]
fn other_axes_keep_the_chosen_run() {
    let axes = [two_axes(), vec![axis(SettingId::Eta, &["0.1", "0.2"])]].concat();
    let mut stage = Stage::sweeping(COLOR, (120, 36), pending(axes, None));
    let sweep = |stage: &Stage| {
        let sweep = stage.app.sweep.as_ref().expect("a sweep");
        let names = [sweep.down(), sweep.across()].map(|axis| axis.expect("an axis").setting);
        (names, sweep.run(), sweep.runs(sweep.chosen).len())
    };
    stage.press("<down><right>ss");
    let ([down, across], run, count) = sweep(&stage);
    assert_eq!(
        (down, across, count),
        (SettingId::Hidden, SettingId::L2, 4),
        "both values of eta, both seeds"
    );
    assert!(stage.text().contains("eta 0.2, seed 3"), "{}", stage.text());
    let mut pairs = vec![[down, across]];
    for _ in 0..6 {
        stage.press("<tab>");
        pairs.push(sweep(&stage).0);
        assert_eq!(sweep(&stage).1, run);
    }
    assert_eq!(pairs[6], pairs[0]);
    pairs.truncate(6);
    pairs.sort();
    pairs.dedup();
    assert_eq!(pairs.len(), 6);
}

#[test]
fn a_shard_counts_its_own_runs() {
    let mut pending = pending(two_axes(), None);
    pending.runs.count = 3;
    let mut stage = Stage::sweeping(COLOR, (80, 24), pending);
    end(&mut stage, 4, 70, Word::Solved);
    tell_progress(&mut stage, 0.4);
    assert!(stage.text().contains("1 of 3 runs"), "{}", stage.text());
}

#[test]
fn a_sweep_is_over_when_all_its_runs_have_ended() {
    let mut stage = begun((80, 24));
    tell_progress(&mut stage, 1.0);
    assert!(stage.text().contains("100 %, 9 of 12 runs"), "a run may get more steps: {}", stage.text());
    let mut pending = pending(two_axes(), None);
    pending.runs.count = 0;
    let stage = Stage::sweeping(COLOR, (80, 24), pending);
    assert!(stage.text().contains("0 runs have ended"), "a shard may have none: {}", stage.text());
}

#[test]
fn m_shows_another_number() {
    let mut stage = begun((120, 36));
    for measure in [Measure::Last, Measure::OverFitted, Measure::Best] {
        stage.press("m");
        assert!(stage.text().contains(measure.name()));
    }
    stage.press("mm");
    assert!(stage.text().contains("50.0 %"), "one of two over-fits: {}", stage.text());
}

#[test]
fn a_sweep_of_one_setting_of_none_and_of_many_values_is_drawn() {
    let values: Vec<String> = (1..=200).map(|units| units.to_string()).collect();
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let sweeps = [
        vec![],
        vec![axis(SettingId::Eta, &["0.1"])],
        vec![axis(SettingId::Hidden, &values)],
        vec![axis(SettingId::Eta, &["0.1", "0.2"]), axis(SettingId::Hidden, &values)],
    ];
    for axes in sweeps {
        for size in [(1, 1), (40, 12), (80, 24), (200, 60)] {
            let mut stage = Stage::sweeping(COLOR, size, pending(axes.clone(), Some(50)));
            stage.press("<right><right><down>sSm<tab><right>");
            end(&mut stage, 1, 70, Word::Solved);
            stage.press("?<esc>g<esc><left><enter><esc>");
            assert_eq!(stage.app.page, Page::Sweep);
            let text = stage.text();
            assert_eq!(text.contains("Test accuracy at the end"), size.0 >= 80, "{size:?}: {text}");
        }
    }
    let mut stage =
        Stage::sweeping(COLOR, (80, 24), pending(vec![axis(SettingId::Hidden, &values)], Some(50)));
    for _ in 0..250 {
        stage.press("<right>");
    }
    assert!(stage.text().contains(" 200 "), "{}", stage.text());
    assert!(stage.text().contains("196 more columns"), "{}", stage.text());
}

#[test]
fn a_click_chooses_a_cell_or_a_run_and_another_one_opens_it() {
    let mut stage = begun((120, 36));
    let at = |stage: &Stage, words: &str| {
        let text = stage.text();
        let (row, line) = text.lines().enumerate().find(|(_, line)| line.contains(words)).expect("in view");
        let column = line[..line.find(words).expect("in it")].chars().count();
        (column as u16, row as u16)
    };
    let chosen = |stage: &Stage| {
        let sweep = stage.app.sweep.as_ref().expect("a sweep");
        (sweep.chosen.row, sweep.chosen.column, sweep.chosen_run)
    };
    // The third row, second column: no run of it has ended.
    let (x, y) = (at(&stage, " 0.01").0 + 2, at(&stage, " 100 ").1);
    click(&mut stage, MouseButton::Left, (x, y));
    assert_eq!(chosen(&stage), (2, 1, 0));
    let (x, y) = at(&stage, "seed 4");
    click(&mut stage, MouseButton::Left, (x, y));
    assert_eq!((chosen(&stage), stage.app.page), ((2, 1, 1), Page::Sweep));
    click(&mut stage, MouseButton::Left, (x, y));
    assert_eq!((stage.app.page, run(&stage).wanted.seed), (Page::Run, 4));
    stage.press("<esc>");
    let frame = at(&stage, "Test accuracy at the best step");
    click(&mut stage, MouseButton::Left, frame);
    assert_eq!((chosen(&stage), stage.app.page), ((2, 1, 1), Page::Sweep), "the frame is no cell");
}

#[test]
fn quitting_asks_while_results_would_be_lost() {
    let mut stage = Stage::sweeping(COLOR, (80, 24), pending(two_axes(), None));
    stage.press("q");
    assert!(stage.app.question.is_none(), "nothing to lose yet");
    let mut stage = begun((80, 24));
    stage.press("q");
    let text = stage.text();
    assert!(text.contains("Quit the sweep?") && text.contains("9 of 12 runs have ended"), "{text}");
    assert!(text.contains("-o FILE"), "how to go on: {text}");
    stage.press("n");
    for index in 10..=12 {
        end(&mut stage, index, 60, Word::Solved);
    }
    stage.press("q");
    assert!(stage.app.question.is_none(), "all runs have ended");
    let mut pending = pending(two_axes(), None);
    pending.runs.are_kept = true;
    let mut stage = Stage::sweeping(COLOR, (80, 24), pending);
    end(&mut stage, 1, 60, Word::Solved);
    stage.press("q");
    assert!(stage.app.question.is_none(), "a file keeps the results");
}
