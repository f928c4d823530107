//! Thousands of random keys, resizes and reports into the real screen, drawn after each: it never panics, settings
//! stay in their ranges, and what is wanted and what is in force agree in the end.

mod support;

use overfit::data::{self, SOURCES};
use overfit::train::{SETTINGS, Setup};
use overfit::tui::app::Message;
use overfit::tui::keymap::BINDINGS;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use support::{ASCII, COLOR, NO_COLOR, Stage};

/// Events of a person who does not know what they want.
#[derive(Clone, Debug)]
enum Event {
    Key(KeyEvent),
    Resize(u16, u16),
    Steps(u64),
}

/// What ends the program or takes very long is left to others: large networks, all images.
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
        12 => key().prop_map(Event::Key),
        1 => size.prop_map(|(width, height)| Event::Resize(width, height)),
        3 => (0_u64..4).prop_map(Event::Steps),
    ]
}

/// Small enough to be quick: keys may double it a few times.
fn start(name: &str) -> Setup {
    let setup = Setup::lecture(data::resolve(name).expect("built in"));
    Setup { train_size: 40, test_size: 20, steps: 300, ..setup }
}

fn play(stage: &mut Stage, event: &Event) {
    match event {
        Event::Key(key) => stage.tell(Message::Key(*key)),
        Event::Resize(width, height) => drop(stage.resize(*width, *height)),
        Event::Steps(steps) => drop(stage.train(*steps)),
    }
    let _ = stage.buffer();
}

fn settings_are_in_range(setup: &Setup) {
    for setting in SETTINGS.iter().filter(|setting| (setting.applies)(&setup.data)) {
        let value = (setting.get)(setup);
        let mut again = setup.clone();
        assert!(setting.set(&mut again, &value).is_ok(), "--{} {value}", setting.name);
    }
}

/// How many runs of a hundred events; more by hand: `PEOPLE=1000 cargo test --test random_people`.
fn people() -> u32 {
    std::env::var("PEOPLE").ok().and_then(|text| text.parse().ok()).unwrap_or(12)
}

#[test]
fn random_people_break_nothing() {
    let events = proptest::collection::vec(event(), 100);
    let who = (events, 0..SOURCES.len() + 1, 0..3_usize);
    let config = Config { failure_persistence: None, ..Config::with_cases(people()) };
    let mut runner = TestRunner::new_with_rng(
        config,
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let outcome = runner.run(&who, |(events, source, theme)| {
        let theme = [COLOR, NO_COLOR, ASCII][theme];
        let setup = SOURCES.get(source).map(|source| start(source.name));
        let mut stage = Stage::new(theme, (120, 36), setup);
        for event in &events {
            play(&mut stage, event);
        }
        if let Some(session) = &stage.session {
            settings_are_in_range(session.setup());
        }
        if let Some(run) = &stage.app.run {
            settings_are_in_range(&run.wanted);
            let session = stage.session.as_ref().expect("a run");
            prop_assert_eq!(&run.wanted, session.setup(), "what is wanted is in force");
        }
        Ok(())
    });
    outcome.unwrap_or_else(|fault| panic!("{fault}"));
}
