//! The plane with its crosshair, for the tests of edited points.

use overfit::cli::setup_of_words;
use overfit::data::PointId;
use overfit::nn::ThreadPool;
use overfit::train::{Session, State};
use overfit::tui::message::Message;
use overfit::tui::run::Run;
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::{COLOR, Stage};

/// A run of this set-up.
pub fn stage_of(words: &str, size: (u16, u16)) -> Stage {
    Stage::new(COLOR, size, Some(setup_of_words(words).expect("a set-up")))
}

/// A short run of circles, with the crosshair on.
pub fn stage() -> Stage {
    let mut stage = stage_of("circles --train-size 60 --test-size 20 --steps 400", (120, 36));
    stage.train(20).press("i");
    stage
}

pub fn run(stage: &Stage) -> &Run {
    stage.app.run.as_ref().expect("a run")
}

pub fn notice(stage: &Stage) -> &str {
    run(stage).notice.as_deref().unwrap_or_default()
}

/// The training points of the run: their places and labels.
pub fn points(stage: &Stage) -> Vec<(f32, f32, u8)> {
    let train = &stage.session().expect("a run").dataset().train;
    (0..train.len()).map(|n| (train.inputs.point(n).0, train.inputs.point(n).1, train.labels[n])).collect()
}

pub fn names(stage: &Stage) -> Vec<PointId> {
    stage.session().expect("a run").dataset().points.clone()
}

pub fn mouse(stage: &mut Stage, kind: MouseEventKind, (column, row): (u16, u16)) {
    stage.tell(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
}

pub fn click(stage: &mut Stage, button: MouseButton, place: (u16, u16)) {
    mouse(stage, MouseEventKind::Down(button), place);
    mouse(stage, MouseEventKind::Up(button), place);
}

/// The cell of the terminal in which a training point is drawn.
pub fn cell(stage: &Stage, point: PointId) -> (u16, u16) {
    let picture = run(stage).picture.as_ref().expect("a picture");
    let n = picture.dataset.points.iter().position(|&other| other == point).expect("it is there");
    let (x, y) = picture.dataset.train.inputs.point(n);
    let view = run(stage).crosshair_view(stage.app.area).expect("a crosshair");
    let (column, row) = picture.window.cell(x, y, view.area).expect("in the window");
    (view.area.x + column, view.area.y + row)
}

/// A cell of the map without a point for at least three columns around.
pub fn free_cell(stage: &Stage) -> (u16, u16) {
    let picture = run(stage).picture.as_ref().expect("a picture");
    let view = run(stage).crosshair_view(stage.app.area).expect("a crosshair");
    let taken: Vec<(u16, u16)> = [&picture.dataset.train, &picture.dataset.test]
        .into_iter()
        .flat_map(|examples| (0..examples.len()).map(|n| examples.inputs.point(n)))
        .filter_map(|(x, y)| picture.window.cell(x, y, view.area))
        .collect();
    let is_free = |&(column, row): &(u16, u16)| {
        taken.iter().all(|&(x, y)| x.abs_diff(column) > 3 || y.abs_diff(row) > 1)
    };
    let cells =
        (5..view.area.height - 5).flat_map(|row| (8..view.area.width - 8).map(move |column| (column, row)));
    let (column, row) = cells.clone().find(is_free).expect("room");
    (view.area.x + column, view.area.y + row)
}

/// The run, repeated from its line without a screen, has the same curves.
pub fn is_repeated(stage: &Stage) {
    let line = stage.app.command_line().expect("a line");
    let setup = setup_of_words(line.strip_prefix("overfit ").expect("a line")).expect("a set-up");
    let here = stage.session().expect("a run");
    let mut there = Session::new(setup, ThreadPool::default()).expect("built in");
    while there.step() < here.step() && *there.state() == State::Learning {
        there.advance();
    }
    there.catch_up();
    assert_eq!(there.history().fingerprint(), here.history().fingerprint(), "{line}");
    assert_eq!(there.dataset(), here.dataset(), "{line}");
}
