//! Random keys, pastes, sizes and reports for the real screen, which is drawn after each. It never panics, settings stay in
//! their ranges, and the requested settings are in force at the end.

use crate::support::{LOOKS, Stage, all_data};
use overfit::data::{self, Sizes};
use overfit::train::{SETTINGS, Setup};
use overfit::tui::keymap::BINDINGS;
use overfit::tui::message::Message;
use overfit::tui::screen;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use ratatui::buffer::{Buffer, Cell};
use ratatui::crossterm::event::{
    KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind,
};
use ratatui::layout::Rect;

/// A random event.
#[derive(Clone, Debug)]
enum Event {
    Key(KeyEvent),
    Mouse(MouseEvent),
    Paste(String),
    Burst(String),
    Resize(u16, u16),
    Steps(u64),
    /// An old report, delivered again.
    Late,
    /// A panic of another thread.
    Fault,
}

/// Whether a key neither ends the program nor takes very long.
fn is_harmless(event: &KeyEvent) -> bool {
    !matches!(event.code, KeyCode::Char('q' | 'M')) && !event.modifiers.contains(KeyModifiers::CONTROL)
}

fn key() -> impl Strategy<Value = KeyEvent> {
    let codes: Vec<KeyEvent> = BINDINGS
        .iter()
        .flat_map(|binding| binding.keys.iter().map(|key| key.event()))
        .filter(is_harmless)
        .collect();
    let known = proptest::sample::select(codes);
    let letter = any::<char>().prop_map(|letter| KeyEvent::new(KeyCode::Char(letter), KeyModifiers::NONE));
    let other =
        proptest::sample::select(vec![KeyCode::F(5), KeyCode::Delete, KeyCode::PageUp, KeyCode::BackTab])
            .prop_map(|code| KeyEvent::new(code, KeyModifiers::ALT));
    let released = known.clone().prop_map(|key| KeyEvent { kind: KeyEventKind::Release, ..key });
    prop_oneof![20 => known, 1 => letter, 1 => other, 1 => released].prop_filter("ends it", is_harmless)
}

fn mouse() -> impl Strategy<Value = MouseEvent> {
    let kinds = vec![
        MouseEventKind::Down(MouseButton::Left),
        MouseEventKind::Drag(MouseButton::Left),
        MouseEventKind::Up(MouseButton::Left),
        MouseEventKind::Down(MouseButton::Right),
        MouseEventKind::Up(MouseButton::Right),
        MouseEventKind::Drag(MouseButton::Right),
        MouseEventKind::Down(MouseButton::Middle),
        MouseEventKind::ScrollUp,
        MouseEventKind::ScrollDown,
        MouseEventKind::Moved,
    ];
    // Often in the picture, which is on the left.
    let place = prop_oneof![3 => (0_u16..60, 2_u16..34), 1 => (0_u16..500, 0_u16..200)];
    (proptest::sample::select(kinds), place).prop_map(|(kind, (column, row))| MouseEvent {
        kind,
        column,
        row,
        modifiers: KeyModifiers::NONE,
    })
}

/// Random text, and paths of files that exist or not.
fn paste() -> impl Strategy<Value = String> {
    let paths = [
        "tests/data/points.csv",
        "'tests/data/bars.csv' ",
        "tests/data/rows.csv\n",
        "no/such/file.csv",
        "src",
    ];
    prop_oneof![
        2 => any::<String>(),
        1 => "[ -~\r\n]{0,3000}",
        2 => proptest::sample::select(paths.to_vec()).prop_map(str::to_owned),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    let size = prop_oneof![
        Just((0, 0)),
        Just((1, 1)),
        Just((80, 24)),
        Just((120, 36)),
        (0_u16..200, 0_u16..70),
        (0_u16..500, 0_u16..200)
    ];
    prop_oneof![
        15 => key().prop_map(Event::Key),
        3 => mouse().prop_map(Event::Mouse),
        1 => size.prop_map(|(width, height)| Event::Resize(width, height)),
        3 => (0_u64..4).prop_map(Event::Steps),
        1 => paste().prop_map(Event::Paste),
        1 => paste().prop_map(Event::Burst),
        1 => Just(Event::Late),
        1 => Just(Event::Fault),
    ]
}

/// A small set-up. Keys may double its sizes a few times.
fn start(name: &str) -> Setup {
    let setup = Setup::lecture(data::resolve(name).expect("sound data"));
    let Sizes { train, test } = setup.data.max_sizes();
    Setup { train_size: train.min(40), test_size: test.min(20), steps: 300, ..setup }
}

fn play(stage: &mut Stage, event: &Event) {
    match event {
        Event::Key(key) => stage.tell(Message::Key(*key)),
        Event::Mouse(mouse) => stage.tell(Message::Mouse(*mouse)),
        Event::Paste(text) => stage.tell(Message::Paste(text.clone())),
        Event::Burst(text) => stage.tell(Message::Burst(text.clone())),
        Event::Resize(width, height) => drop(stage.resize(*width, *height)),
        Event::Steps(steps) => drop(stage.train(*steps)),
        Event::Late => stage.tell_late(),
        Event::Fault => stage.tell(Message::Fault("lost the thread (here:1)".to_owned())),
    }
    draws_inside(stage);
}

/// Draws into a buffer larger than the terminal, and checks that nothing outside the terminal changes.
fn draws_inside(stage: &Stage) {
    let area = stage.app.area;
    let larger = Rect { width: area.width + 3, height: area.height + 2, ..area };
    let mut buffer = Buffer::empty(larger);
    screen::draw(&stage.app, area, &mut buffer);
    for (x, y) in (0..larger.width).flat_map(|x| (0..larger.height).map(move |y| (x, y))) {
        let outside = x >= area.width || y >= area.height;
        assert!(!outside || buffer[(x, y)] == Cell::default(), "drawn at {x}, {y} of {area}");
    }
}

fn settings_are_in_range(setup: &Setup) {
    for setting in SETTINGS.iter().filter(|setting| (setting.applies)(&setup.data)) {
        let value = (setting.get)(setup);
        let mut again = setup.clone();
        assert!(setting.set(&mut again, &value).is_ok(), "--{} {value}", setting.name);
    }
}

/// The number of runs of a hundred events each. To run more: `PEOPLE=1000 cargo test --test screen random_input`.
fn people() -> u32 {
    std::env::var("PEOPLE").ok().and_then(|text| text.parse().ok()).unwrap_or(40)
}

#[test]
fn random_input_breaks_nothing() {
    let events = proptest::collection::vec(event(), 100);
    let data = all_data();
    let who = (events, 0..data.len() + 1, 0..LOOKS.len());
    let config = Config { failure_persistence: None, ..Config::with_cases(people()) };
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let outcome = runner.run(&who, |(events, source, theme)| {
        let theme = LOOKS[theme];
        let setup = data.get(source).map(|name| start(name));
        let mut stage = Stage::new(theme, (120, 36), setup);
        for event in &events {
            play(&mut stage, event);
        }
        if let Some(session) = &stage.session() {
            settings_are_in_range(session.setup());
        }
        if let Some(run) = &mut stage.app.run {
            drop(run.return_to_present());
        }
        if let Some(run) = &stage.app.run {
            settings_are_in_range(&run.wanted);
            let session = stage.session().expect("a run");
            prop_assert_eq!(&run.wanted, session.setup(), "what is wanted is in force");
        }
        Ok(())
    });
    outcome.unwrap_or_else(|fault| panic!("{fault}"));
}
