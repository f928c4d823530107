//! The advice of a diagnosis: what is possible in this run, and worth trying.

use std::fmt;

use super::elsewhere::Elsewhere;
use crate::numbers::grouped;
use crate::train::adjustment::Adjustment;
use crate::train::ladder::Direction;
use crate::train::setting_id::SettingId;
use crate::train::settings::number_text;
use crate::train::setup::Setup;

/// The most remedies that one advice names.
const MOST: usize = 4;

/// A reason, and what to try in this order. Without remedies the reason says all.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Advice {
    /// A sentence, or nothing.
    pub reason: &'static str,
    /// At most four.
    pub remedies: Vec<Remedy>,
    /// The program that can do it.
    pub program: Program,
}

/// The program that an advice is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Program {
    /// This one: a key or a flag does it.
    #[default]
    This,
    /// The one that wrote the log.
    Another(Elsewhere),
}

/// Something to try.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Remedy {
    /// The next value of a setting in this direction.
    Adjust(SettingId, Direction),
    /// Another hidden layer, in a new run.
    AddLayer,
    /// Back to the best weights, which are those of this step.
    GoBack {
        /// The step with the lowest watched loss.
        step: u64,
    },
    /// As many steps as before, or no patience.
    Extend,
    /// A new run.
    Again {
        /// Its eta, if it is not that of this run.
        eta: Option<f32>,
    },
}

impl Advice {
    /// An advice with those of the remedies that are possible with this set-up.
    pub(super) fn possible(
        reason: &'static str,
        setup: &Setup,
        remedies: impl IntoIterator<Item = Remedy>,
    ) -> Advice {
        let remedies = remedies.into_iter().filter(|remedy| remedy.is_possible(setup));
        Advice { reason, remedies: remedies.take(MOST).collect(), program: Program::This }
    }

    /// An advice for the person who runs another program.
    pub(super) fn for_another_program(
        reason: &'static str,
        elsewhere: Elsewhere,
        remedies: impl IntoIterator<Item = Remedy>,
    ) -> Advice {
        let remedies = remedies.into_iter().filter(|remedy| remedy.elsewhere(elsewhere).is_some());
        Advice { reason, remedies: remedies.take(MOST).collect(), program: Program::Another(elsewhere) }
    }

    /// One of its remedies in a few words.
    pub fn words(&self, remedy: Remedy) -> String {
        match self.program {
            Program::This => remedy.words(),
            Program::Another(elsewhere) => remedy.elsewhere(elsewhere).unwrap_or_default(),
        }
    }
}

impl Remedy {
    fn is_possible(self, setup: &Setup) -> bool {
        match self {
            Remedy::Adjust(setting, direction) => {
                setup.adjusted(&Adjustment::next(setting, direction)).is_ok()
            }
            Remedy::AddLayer | Remedy::GoBack { .. } | Remedy::Extend | Remedy::Again { .. } => true,
        }
    }

    /// The remedy in a few words: "larger eta", "back to step 900".
    pub fn words(self) -> String {
        match self {
            Remedy::Adjust(setting, direction) => adjusted(setting, direction),
            Remedy::AddLayer => "a hidden layer".to_owned(),
            Remedy::GoBack { step } => format!("back to step {}", grouped(step)),
            Remedy::Extend => "more steps".to_owned(),
            Remedy::Again { eta: Some(eta) } => format!("start again with eta {}", number_text(eta)),
            Remedy::Again { eta: None } => "then start again".to_owned(),
        }
    }

    /// The remedy in words for another program; `None` if it has nothing of the kind.
    fn elsewhere(self, program: Elsewhere) -> Option<String> {
        match self {
            Remedy::Adjust(setting, direction) => program.adjusted(setting, direction).map(str::to_owned),
            Remedy::GoBack { step } => Some(program.best(step)),
            Remedy::Extend => Some(program.longer()),
            Remedy::AddLayer | Remedy::Again { .. } => None,
        }
    }

    /// The flag of the command line that does it, without dashes; `None` if there is none.
    fn flag(self) -> Option<&'static str> {
        match self {
            Remedy::Adjust(setting, _) => Some(setting.name()),
            Remedy::AddLayer => Some(SettingId::Hidden.name()),
            Remedy::Extend => Some(SettingId::Steps.name()),
            Remedy::Again { eta: Some(_) } => Some(SettingId::Eta.name()),
            Remedy::Again { eta: None } | Remedy::GoBack { .. } => None,
        }
    }
}

fn adjusted(setting: SettingId, direction: Direction) -> String {
    let up = direction == Direction::Up;
    let [down_words, up_words] = match setting {
        SettingId::Eta => ["smaller eta", "larger eta"],
        SettingId::Hidden => ["fewer units", "more units"],
        SettingId::TrainSize => ["fewer examples", "more examples"],
        SettingId::Batch => ["smaller batches", "larger batches"],
        SettingId::L1 => ["less L1", "more L1"],
        SettingId::L2 => ["less L2", "more L2"],
        SettingId::Dropout => ["less dropout", "more dropout"],
        SettingId::Augment => ["less artificial data", "artificial data"],
        SettingId::Activation => ["another activation"; 2],
        SettingId::Init => ["other initial weights"; 2],
        SettingId::Seed => ["another seed"; 2],
        other => return format!("{} {}", if up { "more" } else { "less" }, other.row().label),
    };
    if up { up_words } else { down_words }.to_owned()
}

/// The advice in sentences, with the flags of the command line.
impl fmt::Display for Advice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words = |remedy: &Remedy| match remedy.flag().filter(|_| self.program == Program::This) {
            Some(flag) => format!("{} (--{flag})", remedy.words()),
            None => self.words(*remedy),
        };
        let remedies: Vec<String> = self.remedies.iter().map(words).collect();
        match (self.reason, remedies.is_empty()) {
            (reason, true) => f.write_str(reason),
            ("", false) => write!(f, "Try {}.", remedies.join(", ")),
            (reason, false) => write!(f, "{reason} Try {}.", remedies.join(", ")),
        }
    }
}
