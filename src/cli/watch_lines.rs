//! The output of `overfit watch` without a screen.

use serde::Serialize;

use crate::error::harmless;
use crate::numbers::{percent, short};
use crate::train::{Point, Unit};
use crate::watch::{DiagnosisLine, EndLine, Log, News, NoticeLine, PointLine, SourceLine, TimedDiagnosis};

/// Formats what comes in logs. Each text is zero or more whole lines.
pub trait WatchLines {
    /// The text for what is new in the log of this number.
    fn news(&mut self, nth: usize, log: &Log, news: &News) -> String;
    /// The text after the last evaluation of a log.
    fn end(&mut self, nth: usize, log: &Log) -> String;
}

/// Writes everything as JSON, one object a line.
pub struct WatchJson {
    /// The line that describes each log.
    sources: Vec<String>,
}

impl WatchJson {
    /// The output for so many logs.
    pub fn new(logs: usize) -> WatchJson {
        WatchJson { sources: vec![String::new(); logs] }
    }
}

impl WatchLines for WatchJson {
    fn news(&mut self, nth: usize, log: &Log, news: &News) -> String {
        let name = (self.sources.len() > 1).then_some(log.name.as_str());
        let mut text = String::new();
        let source = line(&SourceLine::of(log));
        if !log.columns().is_empty() && source != self.sources[nth] {
            text += &source;
            self.sources[nth] = source;
        }
        // What happened to the log comes before the evaluations that follow from it.
        text.extend(news.notices.iter().map(|text| line(&NoticeLine { source: name, text })));
        let mut diagnoses = news.diagnoses.iter().peekable();
        for point in &news.points {
            let is_before = |made: &&TimedDiagnosis| made.step < point.step;
            while let Some(made) = diagnoses.next_if(is_before) {
                text += &line(&DiagnosisLine::of(name, made.step, &made.diagnosis));
            }
            text += &line(&PointLine::of(name, point));
        }
        text.extend(diagnoses.map(|made| line(&DiagnosisLine::of(name, made.step, &made.diagnosis))));
        text
    }

    fn end(&mut self, _: usize, log: &Log) -> String {
        let name = (self.sources.len() > 1).then_some(log.name.as_str());
        line(&EndLine::of(name, log))
    }
}

fn line(value: &impl Serialize) -> String {
    // Serializing these types cannot fail.
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

/// Writes the newest evaluation, and each word of the diagnosis.
pub struct WatchText {
    /// What was said of the columns of each log.
    taken: Vec<String>,
}

impl WatchText {
    /// The output for so many logs.
    pub fn new(logs: usize) -> WatchText {
        WatchText { taken: vec![String::new(); logs] }
    }

    /// What stands before each line of a log.
    fn lead(&self, log: &Log) -> String {
        if self.taken.len() > 1 { format!("{}: ", harmless(&log.name)) } else { String::new() }
    }
}

impl WatchLines for WatchText {
    fn news(&mut self, nth: usize, log: &Log, news: &News) -> String {
        let (lead, taken) = (self.lead(log), taken(log));
        let mut lines = Vec::new();
        if !taken.is_empty() && taken != self.taken[nth] {
            lines.push(format!("{}: {}; {}", log.name, log.format().name(), taken));
            self.taken[nth] = taken;
        }
        lines.extend(news.notices.iter().map(|notice| format!("{lead}{notice}")));
        for made in &news.diagnoses {
            let (at, diagnosis) = (log.unit().at(made.step), &made.diagnosis);
            lines.push(format!("{lead}At {at}: {}. {}", diagnosis.word.name(), diagnosis.evidence));
        }
        if let Some(point) = news.points.last().filter(|_| !news.has_more) {
            lines.push(format!("{lead}{}", values(point, log.unit())));
        }
        lines.iter().map(|line| harmless(line) + "\n").collect()
    }

    fn end(&mut self, _: usize, log: &Log) -> String {
        let (lead, evaluations) = (self.lead(log), log.evaluations());
        let Some(latest) = evaluations.latest() else { return String::new() };
        let best = evaluations.best().map(|best| {
            let at = log.unit().at(best.step);
            format!("{lead}The test loss was lowest at {at}: {}.\n", short(best.watched()))
        });
        let diagnosis = evaluations.diagnosis();
        let words = [diagnosis.evidence, diagnosis.advice.to_string(), diagnosis.note.unwrap_or_default()];
        let words = words.iter().filter(|words| !words.is_empty()).cloned().collect::<Vec<_>>().join(" ");
        let last = format!("{lead}Last: {}\n", values(latest, log.unit()));
        format!("{last}{}{lead}{} {}\n", best.unwrap_or_default(), diagnosis.word.name(), harmless(&words))
    }
}

/// The values of an evaluation, as far as there are any.
fn values(point: &Point, unit: Unit) -> String {
    let loss = |name: &str, loss: f64| (!loss.is_nan()).then(|| format!("{name} loss {}", short(loss)));
    let right =
        |name: &str, share: f64| share.is_finite().then(|| format!("{name} accuracy {}", percent(share)));
    let validation = point.validation.map_or([f64::NAN; 2], |set| [set.loss, set.accuracy()]);
    let words = [
        loss("training", point.train.loss),
        loss("test", point.test.loss),
        loss("validation", validation[0]),
        right("training", point.train.accuracy()),
        right("test", point.test.accuracy()),
        right("validation", validation[1]),
    ];
    let words: Vec<String> = words.into_iter().flatten().collect();
    format!("{}: {}", unit.at(point.step), words.join(", "))
}

/// The roles and their columns in a sentence.
fn taken(log: &Log) -> String {
    let columns = log.shown_columns().map(|(role, column)| format!("{} from `{column}`", role.words()));
    columns.collect::<Vec<_>>().join(", ")
}
