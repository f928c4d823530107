//! Joins rows to evaluations, by what their columns are.

use super::clock::Content;
use super::course::{Course, Joined};
use super::names::Role;
use super::roles::{Chosen, Roles};
use super::rows::{Cell, Rows};
use super::stream::Stream;

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
    pub course: Course,
    of_columns: Vec<Option<Role>>,
    /// The number of columns when the roles were guessed.
    guessed_from: usize,
    /// Roles whose values are in per cent.
    percent: Vec<Role>,
    /// The values of the row that is joined, kept for its memory.
    values: Vec<(Role, f64)>,
}

/// What rows did to the evaluations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joining {
    /// They go on.
    Onward,
    /// The steps went back.
    Back {
        /// From this one.
        from: u64,
        /// To this one.
        to: u64,
    },
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
            course: Course::default(),
            of_columns: Vec::new(),
            guessed_from: 0,
            percent: Vec::new(),
            values: Vec::new(),
        }
    }

    /// The name of the column that is taken for a role.
    pub fn column(&self, role: Role) -> Option<&str> {
        self.roles.column(role).map(|column| self.rows.names()[column].as_str())
    }

    /// Forgets the evaluations.
    pub fn restart(&mut self) {
        self.course = Course::default();
        self.percent.clear();
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
        Some(name)
    }

    /// Joins the rows that have been read of a file or the pipe.
    pub fn join(&mut self, stream: &mut Stream) -> Joining {
        let rows = self.rows.take();
        if self.rows.used() > self.guessed_from && self.guess() {
            return Joining::OtherColumns;
        }
        let mut joining = Joining::Onward;
        for row in rows.iter() {
            if let Joined::Back { from, to } = self.row(stream, row) {
                // Of several times, the first one has the last step.
                let from = if let Joining::Back { from, .. } = joining { from } else { from };
                joining = Joining::Back { from, to };
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
                Some(role) => values.push((role, self.share(role, cell.value))),
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
        let Some(moment) = stream.clock.moment(step, epoch, content) else { return Joined::Onward };
        stream.step = moment.step;
        self.course.add(stream.group, moment, values)
    }

    /// An accuracy in per cent as a share.
    fn share(&mut self, role: Role, value: f64) -> f64 {
        if !matches!(role, Role::TrainAccuracy | Role::TestAccuracy | Role::ValidationAccuracy) {
            return value;
        }
        if value > 1.0 && value <= 100.0 && !self.percent.contains(&role) {
            self.percent.push(role);
        }
        if self.percent.contains(&role) { value / 100.0 } else { value }
    }

    /// Guesses what the columns are; returns whether what was read before was read by another guess.
    fn guess(&mut self) -> bool {
        let roles = Roles::of(&self.rows, &self.chosen);
        let contradicts = roles.contradicts(&self.roles) && !self.course.is_empty();
        self.guessed_from = self.rows.used();
        self.of_columns = roles.of_columns(self.rows.names().len());
        self.roles = roles;
        contradicts
    }
}
