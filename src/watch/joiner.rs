//! Joins rows to evaluations, by what their columns are.

use super::evaluations::{Evaluations, Joined, Resumed};
use super::model::{is_keras_epoch, model, unit_of};
use super::names::Role;
use super::reader::Format;
use super::roles::{Chosen, Roles};
use super::rows::{Cell, Rows};
use super::step_counter::{Content, is_part_of_epochs};
use super::stream::Stream;
use crate::train::{Elsewhere, Unit};

/// Rows that have been read, what their columns are, and the evaluations in them.
#[derive(Debug)]
pub struct Joiner {
    /// The rows.
    pub rows: Rows,
    /// The columns that a person has named.
    pub chosen: Chosen,
    /// What the columns are.
    pub roles: Roles,
    /// The evaluations.
    pub evaluations: Evaluations,
    of_columns: Vec<Option<Role>>,
    /// The number of columns when the roles were guessed.
    guessed_from: usize,
    /// What is trained, and what the steps are.
    elsewhere: Elsewhere,
    /// What the steps are by the names of the columns, where a row has a step.
    named_unit: Unit,
    /// Whether the tags are those of Keras.
    is_keras: bool,
    /// Whether the log has been found to count in parts of epochs.
    has_parts: bool,
    /// Whether the accuracies are in per cent, those on all sets alike.
    is_percent: bool,
    /// The values of the row that is joined, kept for its memory.
    values: Vec<(Role, f64)>,
}

/// What rows did to the evaluations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    /// They go on.
    Onward,
    /// The steps went back.
    Back(Resumed),
    /// The columns are others than was thought, so everything has to be read again.
    OtherColumns,
}

impl Joiner {
    /// No rows, of which some columns are named.
    pub fn new(chosen: Chosen) -> Joiner {
        Joiner {
            rows: Rows::default(),
            chosen,
            roles: Roles::default(),
            evaluations: Evaluations::default(),
            of_columns: Vec::new(),
            guessed_from: 0,
            elsewhere: Elsewhere::default(),
            named_unit: Unit::default(),
            is_keras: false,
            has_parts: false,
            is_percent: false,
            values: Vec::new(),
        }
    }

    /// The name of the column that is taken for a role.
    pub fn column(&self, role: Role) -> Option<&str> {
        self.roles.column(role).map(|column| self.rows.names()[column].as_str())
    }

    /// Forgets the evaluations, because they are read again by what is known of the columns now.
    pub fn restart(&mut self) {
        self.evaluations = Evaluations::default();
        self.elsewhere.unit = Unit::default();
    }

    /// Forgets everything but the columns that a person has named, because another log begins.
    pub fn forget(&mut self) {
        *self = Joiner::new(std::mem::take(&mut self.chosen));
    }

    /// Takes the next free column for a role. Returns its name; `None` if there is no other.
    pub fn choose_next(&mut self, role: Role) -> Option<String> {
        let now = self.roles.column(role);
        let is_free = |column: &usize| {
            let other = self.of_columns.get(*column).copied().flatten();
            self.rows.is_used(*column) && other.is_none_or(|other| other == role)
        };
        let count = self.rows.names().len();
        let after = now.map_or(0, |now| now + 1);
        let next = (after..after + count).map(|column| column % count.max(1)).find(is_free)?;
        if Some(next) == now {
            return None;
        }
        let name = self.rows.names()[next].clone();
        self.chosen.set(role, name.clone());
        self.guess();
        self.is_percent = false;
        Some(name)
    }

    /// Joins the rows that have been read of a file or the pipe. If they say that those before were misread, they are left for
    /// another time.
    pub fn join(&mut self, stream: &mut Stream) -> Joining {
        if self.rows.used() > self.guessed_from && self.guess() {
            return Joining::OtherColumns;
        }
        let known = (self.is_percent, self.has_parts);
        self.is_percent = self.is_percent || self.rows.iter().flatten().any(|cell| self.is_in_percent(cell));
        self.has_parts = self.has_parts || self.rows.iter().any(|row| self.is_in_parts(row));
        if known != (self.is_percent, self.has_parts) && !self.evaluations.is_empty() {
            return Joining::OtherColumns; // the rows before were read as shares, or as whole epochs
        }
        if self.has_parts {
            stream.counter.unit = Unit::PartsOfEpochs;
        }
        let (rows, mut joining) = (self.rows.take(), Joining::Onward);
        for row in rows.iter() {
            if let Joined::Back(resumed) = self.row(stream, row) {
                // Of several times, the first one has the last step.
                let from = if let Joining::Back(before) = joining { before.from } else { resumed.from };
                joining = Joining::Back(Resumed { from, ..resumed });
            }
        }
        joining
    }

    fn row(&mut self, stream: &mut Stream, row: &[Cell]) -> Joined {
        let mut values = std::mem::take(&mut self.values);
        values.clear();
        let (mut step, mut epoch) = (None, None);
        for cell in row {
            match self.of_columns.get(cell.column).copied().flatten() {
                Some(Role::Step) => step = Some(cell.value),
                Some(Role::Epoch) => epoch = Some(cell.value),
                Some(role) => {
                    let scale = if self.is_percent && is_accuracy(role) { 100.0 } else { 1.0 };
                    values.push((role, cell.value / scale));
                }
                None => {}
            }
        }
        let joined = self.values(stream, [step, epoch], &values);
        self.values = values;
        joined
    }

    /// Joins the values of a row with this step and epoch.
    fn values(
        &mut self,
        stream: &mut Stream,
        [step, epoch]: [Option<f64>; 2],
        values: &[(Role, f64)],
    ) -> Joined {
        let content = match (values.is_empty(), step.or(epoch)) {
            (true, None) => return Joined::Onward,
            (true, Some(_)) => Content::Header,
            (false, _) => Content::Values,
        };
        let Some(moment) = stream.counter.moment(step, epoch, content) else { return Joined::Onward };
        stream.step = moment.step;
        self.learn_of_steps(stream);
        self.evaluations.add(stream.group, moment, values)
    }

    /// Takes in what the steps of a file are. The files of a log should count the same.
    fn learn_of_steps(&mut self, stream: &Stream) {
        let unit = match stream.counter.unit {
            Unit::Steps if self.is_keras && stream.reader.format() == Format::Events => Unit::Epochs,
            Unit::Steps => self.named_unit,
            unit => unit,
        };
        self.elsewhere.unit = self.elsewhere.unit.max(unit);
        self.evaluations.learn_of(self.elsewhere);
    }

    /// Whether a row says no step, but an epoch that is no whole one.
    fn is_in_parts(&self, row: &[Cell]) -> bool {
        let of = |role: Role| {
            let column = self.roles.column(role);
            row.iter().find(|cell| Some(cell.column) == column).map(|cell| cell.value)
        };
        of(Role::Step).is_none() && of(Role::Epoch).is_some_and(is_part_of_epochs)
    }

    /// Whether a number is an accuracy that can only be one in per cent. Sums of rounded numbers may be a little above 1.
    fn is_in_percent(&self, cell: &Cell) -> bool {
        let role = self.of_columns.get(cell.column).copied().flatten();
        role.is_some_and(is_accuracy) && cell.value > 1.001 && cell.value <= 100.0
    }

    /// Guesses what the columns are; returns whether what was read before was read by another guess.
    fn guess(&mut self) -> bool {
        let roles = Roles::of(&self.rows, &self.chosen);
        let contradicts = roles.contradicts(&self.roles) && !self.evaluations.is_empty();
        self.guessed_from = self.rows.used();
        self.of_columns = roles.of_columns(self.rows.names().len());
        let names = self.rows.names().iter().map(String::as_str);
        self.elsewhere.model = model(names, roles.column(Role::Epoch).is_some());
        self.roles = roles;
        self.named_unit = self.column(Role::Step).map_or(Unit::Steps, unit_of);
        let tag = self.column(Role::TrainLoss).or_else(|| self.column(Role::TestLoss));
        self.is_keras = tag.is_some_and(is_keras_epoch);
        contradicts
    }
}

fn is_accuracy(role: Role) -> bool {
    matches!(role, Role::TrainAccuracy | Role::TestAccuracy | Role::ValidationAccuracy)
}
