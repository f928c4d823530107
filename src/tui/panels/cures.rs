//! The table of cures that are tried on copies of the run, and their curves in the chart of the loss.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::curves::curve;
use crate::numbers::{grouped, short};
use crate::train::{Cost, History, Ranked, Series, Start};
use crate::tui::app::App;
use crate::tui::cures::{Cures, Tries};
use crate::tui::layout::Areas;
use crate::tui::run::Run;
use crate::tui::widgets::curve::{Curve, Pattern};
use crate::tui::widgets::text::{clear, line, pad, panel};

/// Columns of the panel, frame included, if the terminal is as wide.
const WIDTH: u16 = 92;
/// Columns of the name of a cure.
const NAME: usize = 27;
/// The rows that are not cures: the frame, the head and the line below.
const OTHER_ROWS: u16 = 4;

/// Draws the table below the chart of the loss, which shows the curves of the trials.
pub fn cures(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    let Some(cures) = &run.cures else { return };
    let theme = app.theme;
    let top = Areas::of(area, run).loss.bottom();
    let rows = cures.tried.as_ref().map_or(0, |tries| tries.table.rows().len()) as u16;
    let room = area.bottom().saturating_sub(1 + top);
    let (width, height) = (WIDTH.min(area.width), (rows + OTHER_ROWS).min(room));
    let place = Rect { x: area.right() - width, y: top, width, height };
    clear(theme, place, buffer);
    let inner = panel(theme, title(app, cures), Line::default(), place, buffer);
    let Some(tries) = &cures.tried else {
        return line(&Line::styled(" Copying the run …", theme.text()), 0, inner, buffer);
    };
    let has_validation = tries.fork.session().dataset().validation.is_some();
    line(&Line::styled(head(has_validation), theme.faint()), 0, inner, buffer);
    let shown = usize::from(inner.height.saturating_sub(2));
    let ranking = tries.table.ranking();
    let chosen = tries.chosen();
    let chosen_row = ranking.iter().position(|&nth| nth == chosen).unwrap_or(0);
    let first = (chosen_row + 2).saturating_sub(shown).min(ranking.len().saturating_sub(shown));
    for (row, (rank, &nth)) in ranking.iter().enumerate().skip(first).take(shown).enumerate() {
        let words = table_row(app, &tries.table.rows()[nth], rank + 1, nth == chosen, has_validation);
        line(&words, 1 + row as u16, inner, buffer);
    }
    let below = Line::styled(format!(" {}", promise(tries)), theme.text());
    line(&below, inner.height.saturating_sub(1), inner, buffer);
}

/// What is tried, and how far it is.
fn title(app: &App, cures: &Cures) -> Line<'static> {
    let theme = app.theme;
    let mut words = vec![Span::styled(" Cures ", theme.strong())];
    if let Some(tries) = &cures.tried {
        let from = format!(
            " from step {}, tried for {} steps ",
            grouped(tries.fork.step()),
            grouped(tries.fork.end() - tries.fork.step())
        );
        words.push(Span::styled(from, theme.faint()));
        let (done, all) = (tries.table.done(), tries.table.rows().len());
        let how = if tries.is_stopped { "stopped, " } else { "" };
        words.push(Span::styled(format!(" {how}{done} of {all} done "), theme.focus()));
    }
    Line::from(words)
}

fn head(has_validation: bool) -> String {
    let validation = if has_validation { format!("{:>11}", "validation") } else { String::new() };
    let [name, loss, accuracy, time] = ["cure", "test loss", "accuracy (95 %)", "time"];
    format!("    {name:<NAME$}{validation}{loss:>10}{accuracy:>19}{time:>8}  cost")
}

fn table_row(app: &App, row: &Ranked, rank: usize, is_chosen: bool, has_validation: bool) -> Line<'static> {
    let theme = app.theme;
    let style = match (is_chosen, row.cure.is_none()) {
        (true, _) => theme.focus(),
        (false, true) => theme.strong(),
        (false, false) => theme.text(),
    };
    let mark = if is_chosen { theme.glyph("▸", ">") } else { " " };
    let rank = if row.tried.is_some() { format!("{rank:>2}") } else { "  ".to_owned() };
    let name = Span::styled(format!("{mark}{rank} {}", pad(&row.cure.name, NAME)), style);
    Line::from(vec![name, Span::styled(result(row, has_validation), theme.text())])
}

fn result(row: &Ranked, has_validation: bool) -> String {
    let Some(tried) = &row.tried else {
        let share = 100.0 * row.share;
        return if row.history.is_some() { format!("{share:>9.0} %") } else { format!("{:>11}", "waits") };
    };
    let Some(last) = tried.last else { return format!("{:>11}", "DIVERGED") };
    let (low, high) = last.test.interval();
    let validation = last.validation.map_or_else(String::new, |set| format!("{:>11}", short(set.loss)));
    let accuracy = format!("{:.1} % ({:.0}-{:.0})", 100.0 * last.test.accuracy(), 100.0 * low, 100.0 * high);
    let validation = if has_validation { validation } else { String::new() };
    let time = format!("{:.1} s", row.seconds);
    format!("{validation}{:>10}{accuracy:>19}{time:>8}  {}", short(last.test.loss), cost(row))
}

fn cost(row: &Ranked) -> String {
    match row.cure.cost {
        Cost::Nothing => String::new(),
        Cost::Examples(count) => format!("{} more examples", grouped(count as u64)),
        Cost::Units => "a smaller network".to_owned(),
        Cost::LaterSteps => "the later steps".to_owned(),
        Cost::Distortion => "slower steps".to_owned(),
    }
}

/// What the chosen cure does when it is taken over, compared with no cure.
fn promise(tries: &Tries) -> String {
    let loss = |row: &Ranked| Some(row.tried.as_ref()?.last?.test.loss);
    let without = tries.table.no_cure().and_then(loss);
    let without = without.map_or_else(String::new, |loss| format!("; no cure: {}", short(loss)));
    let Some(row) = tries.chosen_row() else { return String::new() };
    match row.tried.as_ref().and_then(|tried| tried.last) {
        Some(last) if row.cure.start == Start::BestAndStop => {
            format!("Enter restores these weights and pauses: test loss {}{without}", short(last.test.loss))
        }
        Some(last) => format!(
            "Enter goes on with it from step {}: test loss {} at step {}{without}",
            grouped(tries.fork.step()),
            short(last.test.loss),
            grouped(last.step)
        ),
        None => String::new(),
    }
}

/// The test losses of the trials after the fork. The one that is chosen has its name. They do not change the scale:
/// losses above all those of the run and of "no cure" are left out.
pub fn ghosts<'a>(app: &App, run: &'a Run) -> Vec<Curve<'a>> {
    let Some(tries) = run.cures.as_ref().and_then(|cures| cures.tried.as_ref()) else { return Vec::new() };
    let theme = app.theme;
    let limit = run.snapshot.iter().map(|snapshot| &*snapshot.history);
    let limit = limit.chain(tries.table.no_cure().and_then(|row| row.history.as_deref()));
    let highest = limit.flat_map(History::buckets).map(|bucket| bucket.range(Series::TestLoss).max);
    let highest = highest.fold(0.0, f64::max);
    let (fork, chosen) = (tries.fork.step() as f64, tries.chosen());
    let rows = tries.table.rows().iter().enumerate().filter_map(|(nth, row)| {
        let name = if nth == chosen { row.cure.name.as_str() } else { "" };
        let style = if nth == chosen { theme.focus() } else { theme.ghost() };
        let mut ghost = curve(name, style, Pattern::Dotted, row.history.as_deref()?, Series::TestLoss);
        ghost.spans.retain(|span| span.steps.1 > fork && span.values.1 <= highest);
        Some(ghost)
    });
    rows.collect()
}
