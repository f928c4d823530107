//! A sweep that is shown while it is carried out.

use std::collections::BTreeMap;
use std::env;
use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::arguments::NewSweep;
use super::lines::{Head, RunLine};
use super::plan::Plan;
use super::print::print;
use super::summary::table;
use super::work::{Told, carry_out};
use crate::cli::train::Format;
use crate::error::Error;
use crate::launch::{Listener, PendingSweep, SweepRuns};
use crate::train::News;

/// Shows a sweep until a key ends it, trains the run that is opened on so many threads, and returns the exit code.
pub type Show<'a> = &'a dyn Fn(PendingSweep, usize) -> Result<u8, Error>;

/// The runs that have ended, by their index.
type Ended = Arc<Mutex<BTreeMap<usize, RunLine>>>;

/// Whether a sweep is to be shown, and there is a terminal to show it on.
pub fn is_wanted(sweep: &NewSweep) -> bool {
    let is_screen = io::stdin().is_terminal() && io::stdout().is_terminal();
    let is_dumb = env::var_os("TERM").is_some_and(|term| term == "dumb");
    sweep.format == Format::Text && sweep.output.is_none() && is_screen && !is_dumb
}

/// Shows a sweep while it is carried out, and leaves its table on the terminal.
///
/// # Errors
/// When the data cannot be read, a set-up does not work, or the terminal fails.
pub fn run(sweep: &NewSweep, show: Show, out: &mut dyn Write) -> Result<u8, Error> {
    let plan = Arc::new(Plan::new(sweep)?);
    let (ended, is_left) = (Ended::default(), Arc::new(AtomicBool::new(false)));
    let code = show(pending(sweep, &plan, &ended, &is_left)?, sweep.threads)?;
    is_left.store(true, Ordering::Relaxed);
    let ended = ended.lock().unwrap_or_else(PoisonError::into_inner);
    if code == 0 && !ended.is_empty() {
        print(out, &table(&Head::of(&plan), ended.values()))?;
    }
    Ok(code)
}

/// The sweep for the screen. Its runs are put into `ended` as they end, until `is_left`.
fn pending(
    sweep: &NewSweep,
    plan: &Arc<Plan>,
    ended: &Ended,
    is_left: &Arc<AtomicBool>,
) -> Result<PendingSweep, Error> {
    let wanted = plan.runs_of(sweep.shard);
    let (count, steps) = (wanted.len(), plan.steps(&wanted)?);
    let (ended, is_left, threads) = (Arc::clone(ended), Arc::clone(is_left), sweep.threads);
    let (carried_out, opened) = (Arc::clone(plan), Arc::clone(plan));
    let carry_out = move |listener: Listener| {
        let tell = |told| {
            let news = match told {
                Told::Steps(steps) => News::Steps(steps),
                Told::Done(line) => {
                    let (index, score) = (line.run.index, line.run.score());
                    ended.lock().unwrap_or_else(PoisonError::into_inner).insert(index, *line);
                    News::Ended { index, score }
                }
            };
            if !listener(news) {
                is_left.store(true, Ordering::Relaxed);
            }
            Ok(())
        };
        let is_stopped = || is_left.load(Ordering::Relaxed);
        if let Err(error) = carry_out(&carried_out, &wanted, threads, is_stopped, tell) {
            listener(News::Failed(error.to_string()));
        }
    };
    Ok(PendingSweep {
        dataset: plan.base().data.short_name(),
        grid: plan.grid().clone(),
        setup: Arc::new(move |index| opened.setup(index)),
        runs: SweepRuns { count, steps, carry_out: Box::new(carry_out) },
    })
}
