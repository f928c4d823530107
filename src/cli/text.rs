//! Training output in the words of the lecture.

use super::reporter::Reporter;
use crate::error::harmless;
use crate::run_file::Times;
use crate::spelling::capitalized;
use crate::train::{Best, CureTable, Event, Fork, Point, Ranked, Session, State, TrialState};

/// Columns of the name of a cure.
const CURE: usize = 28;

/// Writes the best accuracy about every tenth of the run.
#[derive(Default)]
pub struct Text {
    /// The number of steps between two lines.
    every: u64,
    next: u64,
    best_accuracy: f64,
}

impl Reporter for Text {
    fn start(&mut self, session: &Session) -> String {
        let (setup, dataset) = (session.setup(), session.dataset());
        self.every = 10_u64.pow((setup.steps / 10).max(1).ilog10());
        let sizes = session.network().sizes();
        let reading = setup.data.reading().map(|reading| {
            let taken = reading.summary(dataset.classes(), dataset.shape.inputs());
            format!("{}.\n", capitalized(&harmless(&taken)))
        });
        format!(
            "{}: {} training and {} test examples, network {}, {} weights, seed {}\n{}",
            harmless(&dataset.name),
            dataset.train.len(),
            dataset.test.len(),
            sizes.iter().map(usize::to_string).collect::<Vec<_>>().join("-"),
            session.network().parameters(),
            setup.seed,
            reading.unwrap_or_default(),
        )
    }

    fn event(&mut self, event: &Event) -> Option<String> {
        match event {
            Event::Point(point) => self.point(point),
            Event::Change(mark) => Some(format!(
                "At step {}: {} {} -> {}\n",
                mark.step,
                mark.target.name(),
                mark.before,
                mark.value
            )),
            Event::Skipped(skipped) => {
                Some(format!("Not carried out: {}, because {}\n", skipped.planned.text(), skipped.reason))
            }
        }
    }

    fn diagnosis(&mut self, session: &Session) -> String {
        let diagnosis = session.diagnosis();
        match session.step() {
            // There is nothing to say yet, except of the data.
            0 => diagnosis.note.map_or_else(String::new, |note| format!("{}\n", harmless(&note))),
            step => format!("At step {step}: {}. {}\n", diagnosis.word.name(), diagnosis.evidence),
        }
    }

    fn cures(&mut self, fork: &Fork, table: &CureTable) -> String {
        let has_validation = fork.session().dataset().validation.is_some();
        let validation = if has_validation { format!("{:>12}", "validation") } else { String::new() };
        let [cure, loss, accuracy, time] = ["cure", "test loss", "accuracy (95 %)", "time"];
        let head = format!(
            "\nCures, each tried for {} steps from step {}; by {} loss, those that cost accuracy last:\n\n\
             {:4}{cure:<CURE$}{validation}{loss:>10}{accuracy:>20}{time:>9}\n",
            fork.end() - fork.step(),
            fork.step(),
            if has_validation { "validation" } else { "test" },
            "",
        );
        head + &table.ranked().enumerate().map(|(place, row)| cure_line(place + 1, row)).collect::<String>()
    }

    fn end(&mut self, session: &Session, times: Times, not_saved: Option<String>) -> String {
        let not_saved = not_saved.map(|problem| format!("Not saved: {}.\n", harmless(&problem)));
        let ending = match session.state() {
            State::Diverged(divergence) => format!(
                "Diverged at step {}: {}. A smaller eta may help.\n",
                divergence.step,
                divergence.reason()
            ),
            State::Learning => format!("Stopped at step {}.\n", session.step()),
            State::OutOfPatience => {
                format!("Out of patience at step {}: the loss has not improved.\n", session.step())
            }
            State::Finished => String::new(),
        };
        let history = session.history();
        let best = history.best().map(best_lines).unwrap_or_default();
        let diagnosis = session.diagnosis();
        let advice = diagnosis.advice.to_string();
        let advice = if advice.is_empty() { advice } else { format!(" {advice}") };
        format!(
            "{ending}{best}{} {}{advice}\n{} steps in {:.1} s, fingerprint {:016x}\n{}",
            diagnosis.word.name(),
            diagnosis.evidence,
            session.step(),
            times.training,
            history.fingerprint(),
            not_saved.unwrap_or_default()
        )
    }
}

fn cure_line(rank: usize, row: &Ranked) -> String {
    let result = match (&row.stage, row.last()) {
        (TrialState::Done { seconds, .. }, Some(last)) => {
            let validation = last.validation.map_or_else(String::new, |set| format!("{:>12.4}", set.loss));
            let (low, high) = last.test.interval();
            let shares = [last.test.accuracy(), low, high].map(|share| 100.0 * share);
            let accuracy = format!("{:.1} % ({:.0}-{:.0})", shares[0], shares[1], shares[2]);
            format!("{validation}{:>10.4}{accuracy:>20}{:>9}", last.test.loss, format!("{seconds:.1} s"))
        }
        (TrialState::Failed(reason), _) => format!("  failed: {}", harmless(reason)),
        (TrialState::Done { .. }, None) => format!("{:>10}", "DIVERGED"),
        (TrialState::Waits | TrialState::Runs { .. }, _) => format!("{:>10}", "stopped"),
    };
    format!("{rank:>3} {:<CURE$}{result}\n", row.cure.name)
}

fn best_lines(best: &Best) -> String {
    let percent = |accuracy: f64| 100.0 * accuracy;
    format!(
        "Our best model gets {:.1} percent correct! (of the training examples, at step {})\n\
         On the test examples that model gets {:.1} percent.\n\
         The test loss was lowest at step {}: {:.4}, {:.1} percent correct.\n",
        percent(best.train.train.accuracy()),
        best.train.step,
        percent(best.train.test.accuracy()),
        best.test.step,
        best.test.test.loss,
        percent(best.test.test.accuracy()),
    )
}

impl Text {
    /// The best training accuracy so far, about every tenth of the run, as in the lecture.
    fn point(&mut self, point: &Point) -> Option<String> {
        self.best_accuracy = self.best_accuracy.max(point.train.accuracy());
        if point.step < self.next {
            return None;
        }
        self.next = (point.step / self.every + 1) * self.every;
        Some(format!(
            "Best by step {}: {:.1} % of the training examples\n",
            point.step,
            100.0 * self.best_accuracy
        ))
    }
}
