//! The table of cures that are tried on copies of the run.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::numbers::{grouped, short};
use crate::train::{Cost, Ranked, TrialState};
use crate::tui::action::CureAction;
use crate::tui::app::App;
use crate::tui::cures::{Cures, Tries};
use crate::tui::keymap::key_of;
use crate::tui::layout::Areas;
use crate::tui::run::Run;
use crate::tui::widgets::text::{clear, line, pad, panel, text_width};

/// Columns of the panel, frame included, if the terminal is as wide.
const WIDTH: u16 = 92;
/// Columns of the loss of the validation set.
const VALIDATION: usize = 12;
/// Columns of the loss of the test set.
const LOSS: usize = 11;
/// Columns of the accuracy and its interval.
const ACCURACY: usize = 18;
/// Columns of the seconds of a trial.
const TIME: usize = 8;
/// Columns of the cost.
const COST: usize = 17;
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
    let shown = usize::from(height.saturating_sub(OTHER_ROWS));
    let foot = match usize::from(rows).saturating_sub(shown) {
        0 => Line::default(),
        hidden => Line::styled(format!(" {} {hidden} more ", theme.glyph("↕", "^v")), theme.key()),
    };
    let inner = panel(theme, title(app, cures), foot, place, buffer);
    let Some(tries) = &cures.tried else {
        return line(&Line::styled(" Copying the run …", theme.text()), 0, inner, buffer);
    };
    let columns = Columns::new(tries, usize::from(inner.width));
    line(&Line::styled(columns.head(), theme.faint()), 0, inner, buffer);
    let ranking = tries.table.ranking();
    let chosen_row = ranking.iter().position(|&nth| nth == tries.chosen()).unwrap_or(0);
    let first = (chosen_row + 2).saturating_sub(shown).min(ranking.len().saturating_sub(shown));
    for (row, (rank, &nth)) in ranking.iter().enumerate().skip(first).take(shown).enumerate() {
        line(&table_row(app, tries, nth, rank + 1, columns), 1 + row as u16, inner, buffer);
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

/// The columns for which there is room.
#[derive(Clone, Copy)]
struct Columns {
    /// The width of the names.
    name: usize,
    has_validation: bool,
    has_time: bool,
    has_cost: bool,
}

impl Columns {
    fn new(tries: &Tries, width: usize) -> Columns {
        let rows = tries.table.rows();
        let name = rows.iter().map(|row| text_width(&row.cure.name)).max().unwrap_or(0).max(12);
        let has_validation = tries.fork.session().dataset().validation.is_some();
        let most = Columns { name, has_validation, has_time: true, has_cost: true };
        let fewer = [most, Columns { has_time: false, ..most }, Columns { has_cost: false, ..most }];
        let least = Columns { has_time: false, has_cost: false, ..most };
        fewer.into_iter().find(|columns| columns.width() <= width).unwrap_or(least)
    }

    fn width(self) -> usize {
        let optional = [(self.has_validation, VALIDATION), (self.has_time, TIME), (self.has_cost, COST)];
        let optional: usize =
            optional.into_iter().filter(|(is_shown, _)| *is_shown).map(|(_, width)| width).sum();
        4 + self.name + LOSS + ACCURACY + optional
    }

    /// A line of cells, of which those without a column are left out.
    fn line(self, [validation, loss, accuracy, time, cost]: [&str; 5]) -> String {
        let validation =
            if self.has_validation { format!("{validation:>VALIDATION$}") } else { String::new() };
        let time = if self.has_time { format!("{time:>TIME$}") } else { String::new() };
        let cost = if self.has_cost { cost } else { "" };
        format!("{validation}{loss:>LOSS$}{accuracy:>ACCURACY$}{time}  {cost}").trim_end().to_owned()
    }

    fn head(self) -> String {
        let cells = self.line(["validation", "test loss", "accuracy (95 %)", "time", "cost"]);
        format!("    {}{cells}", pad("cure", self.name))
    }
}

fn table_row(app: &App, tries: &Tries, nth: usize, rank: usize, columns: Columns) -> Line<'static> {
    let theme = app.theme;
    let row = &tries.table.rows()[nth];
    let is_chosen = nth == tries.chosen();
    let style = match (is_chosen, row.cure.is_none()) {
        (true, _) => theme.focus(),
        (false, true) => theme.strong(),
        (false, false) => theme.text(),
    };
    let mark = theme.arrow(is_chosen);
    let rank = if row.tried().is_some() { format!("{rank:>2}") } else { "  ".to_owned() };
    let name = Span::styled(format!("{mark}{rank} {}", pad(&row.cure.name, columns.name)), style);
    Line::from(vec![name, Span::styled(result(row, tries.is_stopped, columns), theme.text())])
}

/// What a trial has given, or how far it is.
fn result(row: &Ranked, is_stopped: bool, columns: Columns) -> String {
    let seconds = match &row.stage {
        TrialState::Failed(reason) => return format!("  failed: {reason}"),
        TrialState::Waits | TrialState::Runs { .. } if is_stopped => {
            return columns.line(["", "stopped", "", "", ""]);
        }
        TrialState::Waits => return columns.line(["", "waits", "", "", ""]),
        TrialState::Runs { share, .. } => {
            return columns.line(["", &format!("{:.0} %", 100.0 * share), "", "", ""]);
        }
        TrialState::Done { seconds, .. } => format!("{seconds:.1} s"),
    };
    let cost = cost(row);
    let Some(last) = row.last() else { return columns.line(["", "DIVERGED", "", &seconds, &cost]) };
    let (low, high) = last.test.interval();
    let validation = last.validation.map_or_else(String::new, |set| short(set.loss));
    let accuracy = format!("{:.1} % ({:.0}-{:.0})", 100.0 * last.test.accuracy(), 100.0 * low, 100.0 * high);
    columns.line([&validation, &short(last.test.loss), &accuracy, &seconds, &cost])
}

fn cost(row: &Ranked) -> String {
    match row.cure.cost {
        Cost::Nothing => String::new(),
        Cost::Examples(count) => format!("+{} examples", grouped(count as u64)),
        Cost::Units => "smaller network".to_owned(),
        Cost::LaterSteps => "later steps".to_owned(),
        Cost::Distortion => "slower steps".to_owned(),
    }
}

/// What the chosen cure gives when it is taken over, compared with no cure.
fn promise(tries: &Tries) -> String {
    let without = tries.table.no_cure().and_then(Ranked::watched);
    let without = without.map_or_else(String::new, |loss| format!("; no cure {}", short(loss)));
    let Some(row) = tries.chosen_row() else { return String::new() };
    let Some(last) = row.last() else { return String::new() };
    let take = key_of(CureAction::Take);
    let ranks = if last.validation.is_some() { "validation" } else { "test" };
    let (loss, step) = (short(last.watched()), grouped(last.step));
    if row.cure.goes_on() {
        format!("{take} takes it over: {ranks} loss {loss} at step {step}{without}")
    } else {
        format!("{take} goes back and pauses: {ranks} loss {loss}{without}")
    }
}
