//! The lines that are left on the terminal after the screen: the results of the run, and how to repeat it.

use super::app::App;
use crate::error::harmless;
use crate::nn::Metrics;
use crate::numbers::{grouped, short};
use crate::train::{Point, Status};

impl App {
    /// The best and the last result of the run and the command line that repeats it. `None` if nothing was learned.
    pub fn farewell(&self) -> Option<String> {
        let snapshot = self.run.as_ref()?.snapshot.as_ref().filter(|snapshot| snapshot.step > 0)?;
        let mut lines = vec![format!(
            "{}, seed {}: {} of {} steps{}",
            harmless(&snapshot.dataset.name),
            snapshot.setup.seed,
            grouped(snapshot.step),
            grouped(snapshot.setup.steps),
            ending(&snapshot.status),
        )];
        lines.extend(snapshot.history.best().map(|best| result("best", &best.test)));
        lines.extend(snapshot.history.latest().map(|last| result("last", last)));
        match self.command_line() {
            Some(line) => lines.extend(["The same run again:".to_owned(), line]),
            None => lines.push("Too much was changed for a line that repeats the run.".to_owned()),
        }
        Some(lines.join("\n") + "\n")
    }
}

fn ending(status: &Status) -> &'static str {
    match status {
        Status::Diverged(_) => ", diverged",
        Status::OutOfPatience => ", out of patience",
        Status::Running | Status::Paused | Status::Finished => "",
    }
}

/// The losses and counts of one evaluation, in a row of 80 columns if the numbers are of the usual size.
fn result(name: &str, point: &Point) -> String {
    let count = |metrics: &Metrics| {
        [metrics.correct, metrics.examples].map(|count| grouped(count as u64)).join(" of ")
    };
    let part =
        |part: &str, metrics: &Metrics| format!(", {part} {} ({})", short(metrics.loss), count(metrics));
    let validation = point.validation.as_ref().map(|metrics| part("validation", metrics)).unwrap_or_default();
    format!(
        "{name} step {}: test loss {} ({} right){validation}{}",
        grouped(point.step),
        short(point.test.loss),
        count(&point.test),
        part("training", &point.train),
    )
}
