//! The one table of keys: what they do, the footer, the `?` page and the table in the README come from it.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::action::{Action, ChartAction, Jump};
use crate::data::Shape;
use crate::train::Direction::{Down, Up};
use crate::train::Preset;

/// Where a key has its meaning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// On every screen.
    Everywhere,
    /// Choosing a data set.
    Picker,
    /// Watching a run, of any data.
    Run,
    /// Watching a run on points of the plane.
    Plane,
    /// Watching a run on images.
    Images,
    /// In the table of all settings.
    Setup,
    /// While a cursor is on the curves.
    Cursor,
    /// While a question is asked.
    Question,
}

impl Place {
    /// All of them, in the order of the `?` page.
    pub const ALL: [Place; 8] = [
        Place::Run,
        Place::Cursor,
        Place::Plane,
        Place::Images,
        Place::Setup,
        Place::Picker,
        Place::Everywhere,
        Place::Question,
    ];

    /// Where keys belong to what is shown of the data.
    pub fn of_picture(shape: Shape) -> Option<Place> {
        match shape {
            Shape::Plane => Some(Place::Plane),
            Shape::Image { .. } => Some(Place::Images),
            Shape::Numbers { .. } => None,
        }
    }

    /// The heading on the `?` page and in the README.
    pub fn title(self) -> &'static str {
        match self {
            Place::Everywhere => "everywhere",
            Place::Picker => "choosing a data set",
            Place::Run => "while it trains",
            Place::Plane => "points of the plane",
            Place::Images => "images",
            Place::Setup => "in the set-up",
            Place::Cursor => "cursor on the curves",
            Place::Question => "when a run would be lost",
        }
    }
}

/// What is held down while a key is pressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Held {
    Nothing,
    Control,
    /// Only with keys that are no letters: those are other letters then.
    Shift,
}

/// A key, and what is held down with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    code: KeyCode,
    held: Held,
}

impl Key {
    /// The event of pressing it.
    pub fn event(self) -> KeyEvent {
        let modifiers = match self.held {
            Held::Nothing => KeyModifiers::NONE,
            Held::Control => KeyModifiers::CONTROL,
            Held::Shift => KeyModifiers::SHIFT,
        };
        KeyEvent::new(self.code, modifiers)
    }
}

const fn key(code: KeyCode) -> Key {
    Key { code, held: Held::Nothing }
}

const fn shift(code: KeyCode) -> Key {
    Key { code, held: Held::Shift }
}

const fn letter(letter: char) -> Key {
    key(KeyCode::Char(letter))
}

const fn control(letter: char) -> Key {
    Key { code: KeyCode::Char(letter), held: Held::Control }
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where it holds.
    pub place: Place,
    /// The keys that do it; the first one is shown.
    pub keys: &'static [Key],
    /// What it does.
    pub action: Action,
    /// The keys in the footer; neighbours with the same hint share it.
    pub hint: &'static str,
    /// What it does, for the `?` page; if empty, the row before says it for both.
    pub help: &'static str,
    /// Whether the footer shows it at any price: the ways out, and to everything else.
    pub always: bool,
}

impl Binding {
    const fn always(self) -> Binding {
        Binding { always: true, ..self }
    }
}

const fn bind(
    place: Place,
    keys: &'static [Key],
    action: Action,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding { place, keys, action, hint, help, always: false }
}

/// All keys. A row with an empty hint is not in the footer.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    bind(Place::Run, &[letter(' ')], Action::TogglePause, "run/pause", "run or pause"),
    bind(Place::Run, &[letter('[')], Action::Change("eta", Down), "eta", "smaller or larger eta"),
    bind(Place::Run, &[letter(']')], Action::Change("eta", Up), "eta", ""),
    bind(Place::Run, &[letter('-'), letter('_')], Action::Change("hidden", Down), "units", "fewer or more hidden units"),
    bind(Place::Run, &[letter('+'), letter('=')], Action::Change("hidden", Up), "units", ""),
    bind(Place::Run, &[letter('(')], Action::Change("train-size", Down), "examples", "fewer or more examples"),
    bind(Place::Run, &[letter(')')], Action::Change("train-size", Up), "examples", ""),
    bind(Place::Run, &[letter('{')], Action::Change("l2", Down), "L2", "less or more L2, weight decay"),
    bind(Place::Run, &[letter('}')], Action::Change("l2", Up), "L2", ""),
    bind(Place::Run, &[letter(',')], Action::ToggleSetup, "set-up", "all settings").always(),
    bind(Place::Run, &[letter('<')], Action::Slower, "pace", "slower or faster"),
    bind(Place::Run, &[letter('>')], Action::Faster, "pace", ""),
    bind(Place::Run, &[letter('r')], Action::Again, "again", "again, from the same start"),
    bind(Place::Run, &[letter('R')], Action::NewSeed, "new seed", "a new run, from the next seed"),
    bind(Place::Run, &[letter('u')], Action::GoBack, "best", "back to the best step"),
    bind(Place::Run, &[letter('M')], Action::ManySeeds, "many seeds", "the same from ten seeds"),
    bind(Place::Run, &[letter('c')], LOOK_CURSOR, "cursor", "the values at one step"),
    bind(Place::Run, &[letter('p')], Action::ChartAction(ChartAction::Pin), "pin", "pin this run; unpin all"),
    bind(Place::Run, &[letter('P')], Action::ChartAction(ChartAction::UnpinAll), "pin", ""),
    bind(Place::Run, &[letter('z')], Action::ChartAction(ChartAction::ZoomIn), "zoom", "fewer steps; more again"),
    bind(Place::Run, &[letter('Z')], Action::ChartAction(ChartAction::ZoomOut), "zoom", ""),
    bind(Place::Run, &[letter('y')], Action::ChartAction(ChartAction::ToggleLogValues), "log", "log loss; log steps"),
    bind(Place::Run, &[letter('x')], Action::ChartAction(ChartAction::ToggleLogSteps), "log", ""),
    bind(Place::Run, &[letter('b')], Action::Change("batch", Down), "batch", "smaller or larger batches"),
    bind(Place::Run, &[letter('B')], Action::Change("batch", Up), "batch", ""),
    bind(Place::Run, &[letter('l')], Action::Change("flip", Down), "", "fewer or more flipped labels"),
    bind(Place::Run, &[letter('L')], Action::Change("flip", Up), "", ""),
    bind(Place::Run, &[letter('a')], Action::Change("activation", Up), "", "next activation; starts again"),
    bind(Place::Run, &[letter('f')], Action::Change("loss", Up), "", "next loss; starts again"),
    bind(Place::Run, &[letter('s')], Action::Epoch, "epoch", "finish the epoch, then pause"),
    bind(Place::Run, &[letter('.')], Action::Step, "step", "one step, then pause"),
    bind(Place::Cursor, &[key(KeyCode::Left)], go(Jump::Left(1)), "move", "by a column"),
    bind(Place::Cursor, &[key(KeyCode::Right)], go(Jump::Right(1)), "move", ""),
    bind(Place::Cursor, &[shift(KeyCode::Left)], go(Jump::Left(10)), "by ten", "by ten columns"),
    bind(Place::Cursor, &[shift(KeyCode::Right)], go(Jump::Right(10)), "by ten", ""),
    bind(Place::Cursor, &[key(KeyCode::Home)], go(Jump::First), "ends", "to the first or last step"),
    bind(Place::Cursor, &[key(KeyCode::End)], go(Jump::Last), "ends", ""),
    bind(Place::Cursor, &[key(KeyCode::Esc)], LOOK_CURSOR, "close", "take the cursor away, like c").always(),
    bind(Place::Plane, &[letter('o')], Action::ToggleTrainPoints, "points", "all points, or test points"),
    bind(Place::Plane, &[letter('d')], Action::ToggleHardEdge, "edge", "how sure, or which side"),
    bind(Place::Plane, &[letter('n')], Action::Change("noise", Down), "", "less or more noise"),
    bind(Place::Plane, &[letter('N')], Action::Change("noise", Up), "", ""),
    bind(Place::Images, &[key(KeyCode::Left)], Action::Left, "image", "the image before or after"),
    bind(Place::Images, &[key(KeyCode::Right)], Action::Right, "image", ""),
    bind(Place::Images, &[letter('e')], Action::ToggleWrongOnly, "wrong only", "all images, or wrong ones"),
    bind(Place::Setup, &[key(KeyCode::Up)], Action::Up, "choose", "choose a setting"),
    bind(Place::Setup, &[key(KeyCode::Down)], Action::Down, "choose", ""),
    bind(Place::Setup, &[key(KeyCode::Left)], Action::Left, "change", "lower or higher value"),
    bind(Place::Setup, &[key(KeyCode::Right)], Action::Right, "change", ""),
    bind(Place::Setup, &[letter('d')], Action::Preset(Preset::Lecture), "lecture", "lecture's or modern settings"),
    bind(Place::Setup, &[letter('m')], Action::Preset(Preset::Modern), "modern", ""),
    bind(Place::Picker, &[key(KeyCode::Enter)], Action::Start, "start", "start the run"),
    bind(Place::Picker, &[key(KeyCode::Left)], Action::Left, "choose", "choose a card, change a value"),
    bind(Place::Picker, &[key(KeyCode::Right)], Action::Right, "choose", ""),
    bind(Place::Picker, &[key(KeyCode::Up)], Action::Up, "settings", "choose a setting"),
    bind(Place::Picker, &[key(KeyCode::Down)], Action::Down, "settings", ""),
    bind(Place::Picker, DIGITS, Action::ChooseCard(0), "", "the card of that number"),
    bind(Place::Picker, &[letter('d')], Action::Preset(Preset::Lecture), "lecture", "lecture's or modern settings"),
    bind(Place::Picker, &[letter('m')], Action::Preset(Preset::Modern), "modern", ""),
    bind(Place::Everywhere, &[key(KeyCode::Esc)], Action::Back, "back", "one level out; a run is kept").always(),
    bind(Place::Everywhere, &[letter('?')], Action::ToggleHelp, "keys", "this page").always(),
    bind(Place::Everywhere, &[letter('g')], Action::TestCard, "", "test card; dark or light"),
    bind(Place::Everywhere, &[letter('T')], Action::ToggleBackground, "", ""),
    bind(Place::Everywhere, &[letter('q')], Action::Quit, "quit", "quit; asks if a run is lost").always(),
    bind(Place::Everywhere, &[control('c')], Action::QuitNow, "", "quit at once"),
    bind(Place::Everywhere, &[control('z')], Action::Suspend, "", "to the background"),
    bind(Place::Question, &[letter('y'), key(KeyCode::Enter)], Action::Confirm, "yes", "yes, lose it"),
    bind(Place::Question, &[letter('n')], Action::Back, "no", "no, keep it").always(),
];

const LOOK_CURSOR: Action = Action::ChartAction(ChartAction::ToggleCursor);

const fn go(jump: Jump) -> Action {
    Action::ChartAction(ChartAction::Move(jump))
}

const DIGITS: &[Key] = &[
    letter('1'),
    letter('2'),
    letter('3'),
    letter('4'),
    letter('5'),
    letter('6'),
    letter('7'),
    letter('8'),
    letter('9'),
];

/// What a key means where the places given hold; the first place that knows it decides.
pub fn action(event: &KeyEvent, places: &[Place]) -> Option<Action> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let held = match event.modifiers {
        held if held.contains(KeyModifiers::CONTROL) => Held::Control,
        held if held.contains(KeyModifiers::SHIFT) && !matches!(event.code, KeyCode::Char(_)) => Held::Shift,
        _ => Held::Nothing,
    };
    let pressed = Key { code: event.code, held };
    places.iter().find_map(|&place| {
        let mut here = BINDINGS.iter().filter(|binding| binding.place == place);
        here.find_map(|binding| {
            let number = binding.keys.iter().position(|&key| key == pressed)?;
            Some(match binding.action {
                Action::ChooseCard(_) => Action::ChooseCard(number),
                action => action,
            })
        })
    })
}

/// The keys of a binding as people write them, the first and the last of many; arrows as words in ASCII.
pub fn names(binding: &Binding, unicode: bool) -> String {
    match binding.keys {
        [first, .., last] if binding.keys.len() > 2 => {
            format!("{}-{}", name(*first, unicode), name(*last, unicode))
        }
        [first, ..] => name(*first, unicode),
        [] => String::new(),
    }
}

/// A key as people write it.
fn name(key: Key, unicode: bool) -> String {
    let name = match key.code {
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(letter) => letter.to_string(),
        KeyCode::Left if unicode => "←".to_owned(),
        KeyCode::Right if unicode => "→".to_owned(),
        KeyCode::Up if unicode => "↑".to_owned(),
        KeyCode::Down if unicode => "↓".to_owned(),
        other => format!("{other}"),
    };
    match key.held {
        Held::Nothing => name,
        Held::Control => format!("Ctrl-{}", name.to_uppercase()),
        Held::Shift => format!("Shift-{name}"),
    }
}

/// The key for an action, for sentences; the first one in the table.
pub fn key_of(action: Action) -> String {
    let binding = BINDINGS.iter().find(|binding| binding.action == action);
    binding.map_or_else(String::new, |binding| names(binding, true))
}

/// The rows of a place: the keys with what they do; those that are explained together are in one row.
pub fn rows(place: Place, unicode: bool) -> Vec<(Vec<String>, &'static str)> {
    let mut rows: Vec<(Vec<String>, &'static str)> = Vec::new();
    for binding in BINDINGS.iter().filter(|binding| binding.place == place) {
        let keys = names(binding, unicode);
        match rows.last_mut() {
            Some((before, _)) if binding.help.is_empty() => before.push(keys),
            _ => rows.push((vec![keys], binding.help)),
        }
    }
    rows
}

/// Keys of one row; what is held down with all of them is said once.
pub fn together(keys: &[String]) -> String {
    let mut text = keys.first().cloned().unwrap_or_default();
    for key in keys.iter().skip(1) {
        text.push(' ');
        text.push_str(key.strip_prefix("Shift-").unwrap_or(key));
    }
    text
}

/// The bindings of these places, the nearest place first, without those whose key means something else there.
pub fn within_reach(places: &[Place]) -> Vec<&'static Binding> {
    let mut reached: Vec<&Binding> = Vec::new();
    for binding in places.iter().flat_map(|&place| BINDINGS.iter().filter(move |b| b.place == place)) {
        if !reached
            .iter()
            .any(|nearer| nearer.place != binding.place && nearer.keys.first() == binding.keys.first())
        {
            reached.push(binding);
        }
    }
    reached
}

/// The table of the README.
pub fn markdown() -> String {
    let row = |(keys, help): &(Vec<String>, &str)| {
        let keys: Vec<_> = keys.iter().map(|key| format!("`{key}`")).collect();
        format!("| {} | {help} |\n", keys.join(" "))
    };
    let section = |place: Place| {
        format!("| | **{}** |\n", place.title()) + &rows(place, true).iter().map(row).collect::<String>()
    };
    "| key | what it does |\n| --- | --- |\n".to_owned() + &Place::ALL.map(section).concat()
}
