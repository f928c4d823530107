//! The one table of keys: what they do, the footer, the `?` page and the table in the README come from it.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::action::Action;
use crate::train::{Direction, Preset};

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
    /// While a question is asked.
    Question,
}

impl Place {
    /// All of them, in the order of the `?` page.
    pub const ALL: [Place; 7] = [
        Place::Run,
        Place::Plane,
        Place::Images,
        Place::Setup,
        Place::Picker,
        Place::Everywhere,
        Place::Question,
    ];

    /// The heading on the `?` page and in the README.
    pub fn title(self) -> &'static str {
        match self {
            Place::Everywhere => "everywhere",
            Place::Picker => "choosing a data set",
            Place::Run => "while it trains",
            Place::Plane => "points of the plane",
            Place::Images => "images",
            Place::Setup => "in the set-up",
            Place::Question => "when a run would be lost",
        }
    }
}

/// A key, with Ctrl or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    code: KeyCode,
    control: bool,
}

const fn key(code: KeyCode) -> Key {
    Key { code, control: false }
}

const fn letter(letter: char) -> Key {
    key(KeyCode::Char(letter))
}

const fn control(letter: char) -> Key {
    Key { code: KeyCode::Char(letter), control: true }
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
    /// What it does, for the `?` page.
    pub help: &'static str,
}

const fn bind(
    place: Place,
    keys: &'static [Key],
    action: Action,
    hint: &'static str,
    help: &'static str,
) -> Binding {
    Binding { place, keys, action, hint, help }
}

/// All keys. A row with an empty hint is not in the footer.
#[rustfmt::skip]
pub const BINDINGS: &[Binding] = &[
    bind(Place::Run, &[letter(' ')], Action::TogglePause, "run/pause", "run or pause"),
    bind(Place::Run, &[letter('[')], Action::Change("eta", Direction::Down), "eta", "smaller eta: shorter steps"),
    bind(Place::Run, &[letter(']')], Action::Change("eta", Direction::Up), "eta", "larger eta: longer steps"),
    bind(Place::Run, &[letter('-'), letter('_')], Action::Change("hidden", Direction::Down), "units", "drop the least useful unit"),
    bind(Place::Run, &[letter('+'), letter('=')], Action::Change("hidden", Direction::Up), "units", "add a hidden unit"),
    bind(Place::Run, &[letter('<')], Action::Slower, "pace", "slower, down to 1 step/s"),
    bind(Place::Run, &[letter('>')], Action::Faster, "pace", "faster, up to no limit"),
    bind(Place::Run, &[letter('r')], Action::Again, "again", "again, from the same start"),
    bind(Place::Run, &[letter('R')], Action::NewSeed, "new seed", "a new run, from the next seed"),
    bind(Place::Run, &[letter('b')], Action::Change("batch", Direction::Down), "batch", "smaller mini-batches"),
    bind(Place::Run, &[letter('B')], Action::Change("batch", Direction::Up), "batch", "larger mini-batches, to full"),
    bind(Place::Run, &[letter('(')], Action::Change("train-size", Direction::Down), "examples", "fewer training examples"),
    bind(Place::Run, &[letter(')')], Action::Change("train-size", Direction::Up), "examples", "more training examples"),
    bind(Place::Run, &[letter('{')], Action::Change("l2", Direction::Down), "L2", "less weight decay, L2"),
    bind(Place::Run, &[letter('}')], Action::Change("l2", Direction::Up), "L2", "more weight decay, L2"),
    bind(Place::Run, &[letter('u')], Action::GoBack, "best", "back to the best step"),
    bind(Place::Run, &[letter(',')], Action::ToggleSetup, "set-up", "all settings: the set-up"),
    bind(Place::Run, &[letter('a')], Action::Change("activation", Direction::Up), "", "next activation; starts again"),
    bind(Place::Run, &[letter('f')], Action::Change("loss", Direction::Up), "", "next loss; starts again"),
    bind(Place::Run, &[letter('l')], Action::Change("flip", Direction::Down), "", "fewer flipped labels"),
    bind(Place::Run, &[letter('L')], Action::Change("flip", Direction::Up), "", "more flipped labels"),
    bind(Place::Run, &[letter('s')], Action::Epoch, "epoch", "finish the epoch, then pause"),
    bind(Place::Run, &[letter('.')], Action::Step, "step", "one step, then pause"),
    bind(Place::Plane, &[letter('o')], Action::ToggleTrainPoints, "points", "all points, or test points"),
    bind(Place::Plane, &[letter('d')], Action::ToggleHardEdge, "edge", "how sure, or which side"),
    bind(Place::Plane, &[letter('n')], Action::Change("noise", Direction::Down), "", "less noise"),
    bind(Place::Plane, &[letter('N')], Action::Change("noise", Direction::Up), "", "more noise"),
    bind(Place::Images, &[key(KeyCode::Left)], Action::Left, "image", "the image before"),
    bind(Place::Images, &[key(KeyCode::Right)], Action::Right, "image", "the image after"),
    bind(Place::Images, &[letter('e')], Action::ToggleWrongOnly, "wrong only", "all images, or wrong ones"),
    bind(Place::Picker, &[key(KeyCode::Enter)], Action::Start, "start", "start the run"),
    bind(Place::Picker, &[key(KeyCode::Left)], Action::Left, "choose", "card before, lower value"),
    bind(Place::Picker, &[key(KeyCode::Right)], Action::Right, "choose", "card after, higher value"),
    bind(Place::Picker, &[key(KeyCode::Up)], Action::Up, "settings", "the setting above"),
    bind(Place::Picker, &[key(KeyCode::Down)], Action::Down, "settings", "the setting below"),
    bind(Place::Picker, DIGITS, Action::ChooseCard(0), "", "the card of that number"),
    bind(Place::Picker, &[letter('d')], Action::Preset(Preset::Lecture), "lecture", "the lecture's settings"),
    bind(Place::Picker, &[letter('m')], Action::Preset(Preset::Modern), "modern", "modern settings"),
    bind(Place::Setup, &[key(KeyCode::Up)], Action::Up, "choose", "the setting above"),
    bind(Place::Setup, &[key(KeyCode::Down)], Action::Down, "choose", "the setting below"),
    bind(Place::Setup, &[key(KeyCode::Left)], Action::Left, "change", "lower value"),
    bind(Place::Setup, &[key(KeyCode::Right)], Action::Right, "change", "higher value"),
    bind(Place::Setup, &[letter('d')], Action::Preset(Preset::Lecture), "lecture", "the lecture's settings"),
    bind(Place::Setup, &[letter('m')], Action::Preset(Preset::Modern), "modern", "modern settings"),
    bind(Place::Everywhere, &[key(KeyCode::Esc)], Action::Back, "back", "one level out; a run is kept"),
    bind(Place::Everywhere, &[letter('?')], Action::ToggleHelp, "keys", "this page"),
    bind(Place::Everywhere, &[letter('q')], Action::Quit, "quit", "quit; asks if a run is lost"),
    bind(Place::Everywhere, &[control('c')], Action::QuitNow, "", "quit at once"),
    bind(Place::Everywhere, &[control('z')], Action::Suspend, "", "to the background"),
    bind(Place::Question, &[letter('y'), key(KeyCode::Enter)], Action::Confirm, "yes", "yes, lose it"),
    bind(Place::Question, &[letter('n')], Action::Back, "no", "no, keep it"),
];

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
    let pressed = Key { code: event.code, control: event.modifiers.contains(KeyModifiers::CONTROL) };
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
    if key.control { format!("Ctrl-{}", name.to_uppercase()) } else { name }
}

/// The table of the README.
pub fn markdown() -> String {
    let row = |binding: &Binding| format!("| `{}` | {} |\n", names(binding, true), binding.help);
    let section = |place: Place| {
        let here = BINDINGS.iter().filter(move |binding| binding.place == place);
        format!("| | **{}** |\n", place.title()) + &here.map(row).collect::<String>()
    };
    "| key | what it does |\n| --- | --- |\n".to_owned() + &Place::ALL.map(section).concat()
}
