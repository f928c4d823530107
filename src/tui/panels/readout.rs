//! The numbers below the curves, of the newest step or of the one at the cursor.

use ratatui::text::{Line, Span as Words};

use crate::data::{PointEdit, PointEdits};
use crate::nn::Metrics;
use crate::numbers::{grouped, percent_of, short};
use crate::train::{Bucket, Mark, Note, Series, SettingId, Target};
use crate::tui::charts::Charts;
use crate::tui::theme::Theme;
use crate::tui::widgets::curve;
use crate::tui::widgets::text::truncate;

/// The line below the loss: the training, validation and test loss, and the gap. With a cursor, everything recorded there.
pub fn loss(theme: Theme, charts: &Charts, width: u16) -> Line<'static> {
    if let Some(cursor) = charts.view.cursor.as_ref().filter(|_| !charts.hides_test_set) {
        return at_cursor(theme, charts, cursor, width);
    }
    let Some(point) = charts.subject.and_then(|subject| subject.latest) else {
        return Line::default();
    };
    let train = Words::styled(format!(" train {} ", loss_text(point.train.loss)), theme.train());
    if charts.hides_test_set {
        return Line::from(train);
    }
    let mut words = vec![
        (1, train),
        (2, Words::styled(format!(" test {} ", loss_text(point.test.loss)), theme.test())),
        (3, gap(theme, point.train.loss, point.watched(), gap_name(point.validation.is_some()))),
    ];
    let validation = point.validation.map(|validation| {
        (2, Words::styled(format!(" validation {} ", short(validation.loss)), theme.validation()))
    });
    words.splice(1..1, validation);
    drop_lightest(words, width)
}

/// The line below the accuracy: the training accuracy, and the test accuracy with its 95 % interval.
pub fn accuracy(theme: Theme, charts: &Charts, note: Option<String>, width: u16) -> Line<'static> {
    if let Some(cursor) = charts.view.cursor.as_ref().filter(|_| !charts.hides_test_set) {
        let share = |series: Series| {
            let [train, test] = charts.subject.map_or([0; 2], |subject| subject.examples);
            share_text(cursor.range(series).last, if series == Series::TrainAccuracy { train } else { test })
        };
        let words = vec![
            (1, Words::styled(format!(" {} ", charts.unit().at(cursor.last_step)), theme.cursor())),
            (2, Words::styled(format!(" train {} ", share(Series::TrainAccuracy)), theme.train())),
            (3, Words::styled(format!(" test {} ", share(Series::TestAccuracy)), theme.test())),
        ];
        return drop_lightest(words, width);
    }
    let Some(point) = charts.subject.and_then(|subject| subject.latest) else {
        return Line::default();
    };
    let train = share_text(point.train.accuracy(), point.train.examples);
    let train = Words::styled(format!(" train {train} "), theme.train());
    if charts.hides_test_set {
        return Line::from(train);
    }
    let test = |words: String| Words::styled(words, theme.test());
    let [right, interval] = right(&point.test);
    let with = note.map(|words| (4, Words::styled(format!(" {words}"), theme.strong())));
    let mut words = vec![(1, train), (5, test(right)), (3, test(interval)), (5, Words::raw(" "))];
    words.splice(2..2, with);
    drop_lightest(words, width)
}

/// A loss; a dash where the log of another program has none.
fn loss_text(loss: f64) -> String {
    if loss.is_nan() { "-".to_owned() } else { short(loss) }
}

/// An accuracy on so many examples; with one decimal if nobody counted them, and a dash if it is not known.
pub fn share_text(share: f64, examples: usize) -> String {
    match (share.is_finite(), examples) {
        (false, _) => "-".to_owned(),
        (true, 0) => format!("{:.1} %", 100.0 * share),
        (true, examples) => percent_of(share, examples),
    }
}

/// The number of right predictions, and the 95 % interval of the accuracy.
fn right(test: &Metrics) -> [String; 2] {
    if test.examples == 0 {
        return [format!(" test {}", share_text(test.accuracy(), 0)), String::new()];
    }
    let (low, high) = test.interval();
    let (correct, examples) = (grouped(test.correct as u64), grouped(test.examples as u64));
    [format!(" test {correct} of {examples}"), format!(" (95 %: {:.0}-{:.0})", 100.0 * low, 100.0 * high)]
}

/// How far the validation or test loss is above the training loss. Two arrows if the gap exceeds the training loss.
fn gap(theme: Theme, train: f64, watched: f64, name: &str) -> Words<'static> {
    let arrow = match watched - train {
        gap if !gap.is_finite() => return Words::raw(""),
        gap if gap.abs() < SMALLEST_GAP => return Words::styled(format!(" {name} 0.000 "), theme.strong()),
        gap if gap > train && gap > SMALL_GAP => theme.glyph("▲▲", "^^"),
        gap if gap > 0.0 => theme.glyph("▲", "^"),
        _ => theme.glyph("▼", "v"),
    };
    Words::styled(format!(" {name} {:+.3} {arrow} ", watched - train), theme.strong())
}

/// The name of the gap that is shaded: with a validation set, that to its loss.
fn gap_name(has_validation: bool) -> &'static str {
    if has_validation { "validation gap" } else { "gap" }
}

/// Smaller gaps are no reason for alarm, however small the training loss is.
const SMALL_GAP: f64 = 0.01;
/// Smaller gaps would be rounded to 0.000 and have no arrow.
const SMALLEST_GAP: f64 = 5e-4;

/// Everything recorded at the cursor, as much as fits.
fn at_cursor(theme: Theme, charts: &Charts, cursor: &Bucket, width: u16) -> Line<'static> {
    let value = |series| cursor.range(series).last;
    let (train, test) = (value(Series::TrainLoss), value(Series::TestLoss));
    let validation = value(Series::ValidationLoss);
    let mut words = vec![
        (9, Words::styled(format!(" {} ", charts.unit().at(cursor.last_step)), theme.cursor())),
        (8, Words::styled(format!(" train {} ", loss_text(train)), theme.train())),
        (8, Words::styled(format!(" test {} ", loss_text(test)), theme.test())),
        (
            3,
            gap(
                theme,
                train,
                if validation.is_finite() { validation } else { test },
                gap_name(validation.is_finite()),
            ),
        ),
    ];
    // With full batches an epoch is a step, and some logs count nothing but epochs or do not tell of them.
    let is_told = !charts.unit().is_epochs() && cursor.last_epoch.is_finite();
    if is_told && (cursor.last_epoch - cursor.last_step as f64).abs() > 1e-9 {
        words.insert(1, (4, Words::styled(format!(" epoch {:.2} ", cursor.last_epoch), theme.text())));
    }
    let right = [value(Series::TrainAccuracy), value(Series::TestAccuracy)];
    if right.iter().any(|share| !share.is_nan()) {
        let right = format!(" acc {:.3}/{:.3} ", right[0], right[1]);
        words.push((2, Words::styled(right, theme.text())));
    }
    let changes = changes_at(charts, cursor, curve::columns(width.saturating_sub(2), charts.name_columns()));
    if !changes.is_empty() {
        words.push((5, Words::styled(format!(" {} ", changes.join(", ")), theme.strong())));
    }
    drop_lightest(words, width)
}

/// The changes and the notes at the steps in the column of the cursor.
fn changes_at(charts: &Charts, cursor: &Bucket, columns: usize) -> Vec<String> {
    let axis = charts.steps_axis();
    let column = |step: u64| axis.cell(step as f64, columns);
    let here = |mark: &&Mark| column(mark.step) == column(cursor.last_step);
    let marks: Vec<&Mark> = charts.marks().iter().filter(here).collect();
    let notes = charts.notes().iter().filter(|note| column(note.step) == column(cursor.last_step));
    changes(&marks).into_iter().chain(notes.map(quoted)).collect()
}

/// Columns of a note beside the curves, without its quotes. The diagnosis has all of it.
const NOTE: usize = 24;

/// The beginning of a note in quotes.
fn quoted(note: &Note) -> String {
    format!("\"{}\"", truncate(&note.text, NOTE))
}

/// The changes in a few words. Several changes of one setting are merged.
pub fn changes(marks: &[&Mark]) -> Vec<String> {
    let mut merged: Vec<Mark> = Vec::new();
    for mark in marks {
        match merged.iter_mut().find(|before| before.target == mark.target) {
            // Edits come on top of each other.
            Some(before) if mark.target == Target::Setting(SettingId::Points) => before.value += &mark.value,
            Some(before) => before.value.clone_from(&mark.value),
            None => merged.push((*mark).clone()),
        }
    }
    merged.iter().filter(|mark| mark.before != mark.value).map(change).collect()
}

fn change(mark: &Mark) -> String {
    if mark.target == Target::Weights {
        return format!("back to {}", mark.before);
    }
    let units =
        |layers: &str| layers.split(',').filter_map(|units| units.trim().parse::<i64>().ok()).sum::<i64>();
    let more = units(&mark.value) - units(&mark.before);
    match (mark.target, more) {
        (Target::Setting(SettingId::Points), _) => edited(&mark.value),
        (Target::Setting(SettingId::Hidden), 1 | -1) => format!("{more:+} unit"),
        (Target::Setting(SettingId::Hidden), more) if more != 0 => format!("{more:+} units"),
        (Target::Setting(setting), _) => format!("{} {}→{}", setting.row().label, mark.before, mark.value),
        (target, _) => format!("{} {}→{}", target.name(), mark.before, mark.value),
    }
}

/// What a change did to training points.
fn edited(value: &str) -> String {
    let Some(edits) = PointEdits::default().parse(value) else { return "points".to_owned() };
    let all: Vec<_> = edits.iter().collect();
    match all.as_slice() {
        [] => "points as they were".to_owned(),
        [(point, PointEdit::Removed)] => format!("point {point} off"),
        [(point, PointEdit::Moved { .. })] => format!("point {point} moved"),
        [(point, PointEdit::Added { .. })] => format!("point {point}"),
        several => format!("{} points", several.len()),
    }
}

/// The marks of a run for the axis of steps, by step. Changes at one step share a mark; if they cancel out, there is none.
pub fn marks(marks: &[Mark], notes: &[Note]) -> Vec<curve::Mark> {
    let marks: Vec<&Mark> = marks.iter().collect();
    let steps = marks.chunk_by(|a, b| a.step == b.step);
    let marks = steps.map(|marks| curve::Mark { step: marks[0].step as f64, words: changes(marks) });
    let notes = notes.iter().map(|note| curve::Mark { step: note.step as f64, words: vec![quoted(note)] });
    let mut marks: Vec<curve::Mark> = marks.filter(|mark| !mark.words.is_empty()).chain(notes).collect();
    marks.sort_by(|a, b| a.step.total_cmp(&b.step));
    marks
}

/// Drops the words of the least weight until the rest fits into the edge of a panel of `width` columns.
fn drop_lightest(mut words: Vec<(u8, Words<'static>)>, width: u16) -> Line<'static> {
    while words.len() > 1
        && words.iter().map(|(_, words)| words.width()).sum::<usize>() + 2 > usize::from(width)
    {
        let lightest = words.iter().enumerate().min_by_key(|(_, (weight, _))| *weight);
        let Some(lightest) = lightest.map(|(place, _)| place) else { break };
        words.remove(lightest);
    }
    Line::from(words.into_iter().map(|(_, words)| words).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(setting: SettingId, before: &str, value: &str) -> Mark {
        Mark { step: 1, target: Target::Setting(setting), before: before.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn changes_are_said_once_and_briefly() {
        let marks = [
            mark(SettingId::Eta, "0.1", "0.2"),
            mark(SettingId::Hidden, "10", "11"),
            mark(SettingId::Eta, "0.2", "0.5"),
            mark(SettingId::Batch, "full", "200"),
            mark(SettingId::Batch, "200", "full"),
        ];
        assert_eq!(changes(&marks.iter().collect::<Vec<_>>()), ["eta 0.1→0.5", "+1 unit"]);
        assert_eq!(change(&mark(SettingId::Hidden, "10,5", "8,5")), "-2 units");
    }

    #[test]
    fn what_weighs_least_goes_first() {
        let words = || vec![(2, Words::raw("12345")), (1, Words::raw("678")), (3, Words::raw("90"))];
        assert_eq!(
            [12, 11, 8, 1].map(|width| drop_lightest(words(), width).to_string()),
            ["1234567890", "1234590", "90", "90"]
        );
    }
}
