//! What a saved run leaves for other programs and for people.

use std::time::UNIX_EPOCH;

use super::event::json_lines;
use super::read::RunFile;
use crate::export::{CurveFormat, EVENT_FILE, Moment, Report, ReportedDiagnosis, csv, event_file, report};
use crate::train::{Point, Session, Stamp};

impl RunFile {
    /// The evaluations up to a step, in a format.
    pub fn curves(&self, format: CurveFormat, step: u64) -> Vec<u8> {
        let points = self.points_until(step);
        match format {
            CurveFormat::Csv => csv(points).into_bytes(),
            CurveFormat::JsonLines => {
                let changes = &self.changes[..self.changes.partition_point(|mark| mark.step <= step)];
                json_lines(points, changes).into_bytes()
            }
            CurveFormat::TensorBoard => {
                let second = self.second() as f64;
                event_file(points, move |_: &Point| second)
            }
        }
    }

    /// The evaluations up to a step.
    fn points_until(&self, step: u64) -> &[Point] {
        &self.points[..self.points.partition_point(|point| point.step <= step)]
    }

    /// A name for an event file by which TensorBoard finds it in a folder.
    pub fn event_file_name(&self) -> String {
        format!("{EVENT_FILE}{}.overfit", self.second())
    }

    /// When it was written, in seconds since 1970. This stands for the time of every evaluation, which the file does not have.
    fn second(&self) -> u64 {
        let written = self.path.metadata().and_then(|file| file.modified()).ok();
        written.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map_or(0, |time| time.as_secs())
    }

    /// The report of the run, which has come as far as `session`.
    pub fn report(&self, session: &Session) -> String {
        let step = session.step();
        let now = session.diagnosis();
        let advice = now.advice.to_string();
        let now = ReportedDiagnosis { step, word: now.word.name(), evidence: &now.evidence, advice: &advice };
        let before = self.diagnoses.iter().filter(|diagnosis| diagnosis.step < step);
        let diagnoses = before.map(|diagnosis| ReportedDiagnosis {
            step: diagnosis.step,
            word: &diagnosis.word,
            evidence: &diagnosis.reason,
            advice: &diagnosis.advice,
        });
        let history = session.history();
        let stamp = Stamp::of(history).map_or_else(String::new, |stamp| format!(" --fingerprint {stamp}"));
        let best = history.best().map_or(0, |best| best.test.step);
        report(&Report {
            version: &self.start.version,
            command: &(session.command_line("train ") + &stamp),
            fingerprint: history.fingerprint(),
            setup: session.initial(),
            dataset: session.dataset(),
            points: self.points_until(step),
            marks: history.marks(),
            diagnoses: &diagnoses.chain([now]).collect::<Vec<_>>(),
            notes: history.notes(),
            best: Moment { step: best, network: session.best() },
            last: Moment { step: session.network_step(), network: session.network() },
        })
    }
}
