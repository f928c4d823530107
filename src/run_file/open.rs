//! Opens run files: the run as it was, ready to go on.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::read::RunFile;
use super::start::setup_of;
use crate::data::{self, STANDARD_INPUT};
use crate::error::Error;
use crate::nn::ThreadPool;
use crate::train::{History, Mark, Planned, Session, SettingId, Setup, State, Target};

impl RunFile {
    /// The set-up of the line that repeats the run with all its changes. `progress` is told the share of its data that is
    /// read, from 0 to 1.
    ///
    /// # Errors
    /// When its data cannot be read, or a value does not work with them.
    pub fn setup(&self, progress: &mut dyn FnMut(f64)) -> Result<Setup, Error> {
        let values = &self.start.setup;
        if values.data == STANDARD_INPUT {
            let problem = "its data came through standard input, and are not in it".to_owned();
            return Err(Error::BadData { path: self.path.display().to_string(), problem });
        }
        let name = self.data_path();
        let data = data::resolve_with(name.as_os_str(), &values.read_options(), &mut |share| {
            progress(share);
            true
        })?;
        let mut setup = setup_of(data, &values.settings)?;
        setup
            .plan(self.planned().iter().map(Planned::text).collect::<Vec<_>>().iter().map(String::as_str))?;
        Ok(setup)
    }

    /// The data as named when the run began; if they are not there, beside the run file.
    fn data_path(&self) -> PathBuf {
        let named = Path::new(self.start.setup.data.as_ref());
        let beside = self.path.parent().map(|folder| folder.join(named));
        match beside {
            Some(beside)
                if data::find(&self.start.setup.data).is_none() && !named.exists() && beside.exists() =>
            {
                beside
            }
            _ => named.to_owned(),
        }
    }

    /// All changes of the run, and those planned for later.
    fn planned(&self) -> Vec<Planned> {
        let made = folded(&self.changes);
        let is_to_come = |planned: &&Planned| {
            let is_made =
                made.iter().any(|mark| mark.planned() == **planned) || self.skipped.contains(planned);
            planned.step > self.step || (planned.step == self.step && !is_made)
        };
        let at: Vec<Planned> =
            self.start.setup.at.iter().filter_map(|text| Planned::parse(text).ok()).collect();
        let to_come = at.iter().filter(is_to_come).cloned();
        made.iter().map(Mark::planned).chain(to_come).collect()
    }

    /// The run after the last step that the file tells of: from its last checkpoint, and computed from there on. With more
    /// `steps` it is the run that had them from the start. `go_on` is told the step from time to time; `None` if it answers
    /// no.
    ///
    /// # Errors
    /// When the data cannot be read, are others than those of the run, or a checkpoint is damaged.
    pub fn session(
        &self,
        setup: Setup,
        steps: Option<u64>,
        pool: ThreadPool,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Option<Session>, Error> {
        let lengthened = steps.filter(|_| !self.has_another_length());
        let end = lengthened.map_or(self.step, |_| self.last_regular_step(&setup));
        let setup = Setup { steps: lengthened.unwrap_or(setup.steps), ..setup };
        let Some(mut session) = self.computed(setup, end, self.step, pool, go_on)? else { return Ok(None) };
        session.catch_up();
        if let Some(steps) = steps.filter(|_| lengthened.is_none()) {
            let wanted = Setup { steps, ..session.setup().clone() };
            session.change(&wanted)?;
        }
        Ok(Some(session))
    }

    /// The run as it was after so many steps, before the changes that were made then; `None` if `go_on` answers no.
    ///
    /// # Errors
    /// As [`RunFile::session`].
    pub fn session_at(
        &self,
        step: u64,
        setup: Setup,
        pool: ThreadPool,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Option<Session>, Error> {
        self.computed(setup, step, step, pool, go_on)
    }

    /// The run after `step` steps, computed from its last checkpoint up to the step `from`.
    fn computed(
        &self,
        setup: Setup,
        from: u64,
        step: u64,
        pool: ThreadPool,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Result<Option<Session>, Error> {
        let first = Session::new(setup, pool.clone())?;
        self.check_data(&first)?;
        let mut session = self.resumed(first, from, pool)?;
        while session.step() < step && *session.state() == State::Learning {
            if !go_on(session.step()) {
                return Ok(None);
            }
            session.advance();
        }
        for note in &self.notes {
            session.note(note.clone());
        }
        Ok(Some(session))
    }

    /// The last step whose checkpoint is one of a longer run, too: a run is evaluated at its end, where a longer one may not
    /// be.
    fn last_regular_step(&self, setup: &Setup) -> u64 {
        let is_regular = self.step < setup.steps || setup.steps.is_multiple_of(setup.eval_every());
        if is_regular { self.step } else { setup.steps - 1 }
    }

    /// Whether the number of steps was changed while it ran.
    fn has_another_length(&self) -> bool {
        self.changes.iter().any(|mark| mark.target == Target::Setting(SettingId::Steps))
    }

    /// The same file, of a run that has so many steps from the start. A run whose length was changed while it ran keeps what
    /// it says.
    #[must_use]
    pub fn with_steps(mut self, steps: u64) -> RunFile {
        if !self.has_another_length() {
            let steps = steps.to_string();
            self.start.setup.settings.insert(SettingId::Steps.name().to_owned(), steps);
        }
        self
    }

    /// Compares the first evaluation with that of the file, which is another one on other data.
    fn check_data(&self, session: &Session) -> Result<(), Error> {
        let then = self.points[0];
        if session.history().latest().is_some_and(|now| now.has_losses_of(&then)) {
            return Ok(());
        }
        let problem = format!(
            "the data are no longer those of its run: with {} as it is now, the run begins with another loss than {}",
            self.start.setup.data, then.train.loss
        );
        Err(Error::BadData { path: self.path.display().to_string(), problem })
    }

    /// The run at its last checkpoint up to the step `end`, or at its start.
    fn resumed(&self, first: Session, end: u64, pool: ThreadPool) -> Result<Session, Error> {
        let all = folded(&self.changes);
        // Later changes at the same step replace earlier ones, and the plan has only the last of them.
        let fits = |changes: &[Mark]| all.starts_with(&folded(changes));
        let Some(saved) = self.checkpoint(end, fits)? else { return Ok(first) };
        let initial = Arc::clone(first.initial());
        let at = initial.at.clone();
        let mut then = Setup { at, ..setup_of(initial.data.clone(), &saved.settings)? };
        if !self.has_another_length() {
            then.steps = initial.steps;
        }
        let dataset = if then.request() == initial.request() {
            Arc::clone(first.dataset())
        } else {
            Arc::new(then.data.load(&then.request(), pool.threads())?)
        };
        let mut history = History::default();
        self.points[..saved.points].iter().for_each(|&point| history.push(point));
        let marks = folded(&self.changes[..saved.changes]);
        let played = marks.len();
        for mark in marks {
            history.mark(mark);
        }
        let mut session = Session::with_dataset(then, dataset, pool);
        session
            .resume(initial, saved.state, history, played)
            .map_err(|part| self.damaged(&format!("the {part} of a checkpoint")))?;
        Ok(session)
    }
}

/// The changes as a history keeps them.
fn folded(changes: &[Mark]) -> Vec<Mark> {
    let mut history = History::default();
    for mark in changes {
        history.mark(mark.clone());
    }
    history.marks().to_vec()
}
