//! The diagnosis of the run in words, with advice and facts.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Block;

use super::scrolled::foot;
use super::{curves, guess, names, pins, readout};
use crate::data::Shape;
use crate::numbers::{counted, grouped, short};
use crate::train::{Diagnosis, Mark, Ranked, Snapshot, Status, Word};
use crate::tui::action::{ProgramAction, RunAction};
use crate::tui::advice::advice;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::layout::Areas;
use crate::tui::page_layout;
use crate::tui::run::Run;
use crate::tui::seeds::{SEEDS, Spread, spread};
use crate::tui::theme::Theme;
use crate::tui::widgets::bar::{HIGHEST, upright};
use crate::tui::widgets::text::{self, clear, flow, panel, text_width, truncate_lines, wrap};

/// The most notes that are told.
const MOST_NOTES: usize = 20;

const TITLE: &str = " What is happening ";

/// Draws the notice, the diagnosis and the facts, as far as there is room.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    draw_words(app.theme, words(app, run, columns(area)), area, buffer);
}

/// The columns of the text in a panel of this area.
pub fn columns(area: Rect) -> usize {
    usize::from(Block::bordered().inner(area).width.saturating_sub(2))
}

/// Draws as much of what is said as there is room for, and the key for all of it. The lines have the columns of the panel.
pub fn draw_words(theme: Theme, lines: Vec<Line<'static>>, area: Rect, buffer: &mut Buffer) {
    let (width, rows) = (columns(area), usize::from(Block::bordered().inner(area).height));
    let more = format!(" {} all of it ", key_of(ProgramAction::ReadOn));
    let foot = if lines.len() > rows { Line::styled(more, theme.key()) } else { Line::default() };
    let inner = panel(theme, Line::styled(TITLE, theme.strong()), foot, area, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    text::lines(&truncate_lines(lines, rows, width), inner, buffer);
}

/// Draws all that is said above the other panels, from line `first` on.
pub fn draw_all(app: &App, lines: &[Line<'static>], first: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let rows = lines.len().min(page_layout::text_rows(area));
    let first = first.min(lines.len() - rows);
    let above_footer = Rect { height: area.height.saturating_sub(1), ..area };
    let place = above_footer.centered_vertically(Constraint::Length(rows as u16 + 2));
    clear(theme, place, buffer);
    let foot = foot(app, first, rows, lines.len());
    let inner = panel(theme, Line::styled(TITLE, theme.strong()), foot, place, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    text::lines(&lines[first..first + rows], inner, buffer);
}

/// All that is said of the run, in lines of at most `width` columns.
pub fn words(app: &App, run: &Run, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let mut lines = Vec::new();
    if let Some(notice) = &run.notice {
        lines.extend(told(notice, theme, width));
    }
    match (&run.failure, &run.snapshot) {
        (Some(failure), _) => {
            lines.extend(wrap(failure, width, theme.bad()));
            let words = format!("{} starts again.", key_of(RunAction::Again));
            lines.extend(wrap(&words, width, theme.text()));
        }
        (None, Some(snapshot)) if run.hides_test_set() => {
            lines.extend(guess::question(app, run, snapshot, width));
        }
        (None, None) => lines.extend(wrap("Getting the data ready …", width, theme.text())),
        (None, Some(snapshot)) => lines.extend(whole_text(app, run, snapshot, width)),
    }
    lines
}

/// What the last key did, told apart from the diagnosis by its mark.
pub fn told(notice: &str, theme: Theme, width: usize) -> Vec<Line<'static>> {
    let lead = Span::styled(format!("{} ", theme.glyph("»", "*")), theme.focus());
    let words = notice.split_whitespace().map(|word| Line::styled(word.to_owned(), theme.focus()));
    flow(lead, words, width)
}

/// All lines, the most important first, because a small terminal shows only the first ones.
fn whole_text(app: &App, run: &Run, snapshot: &Snapshot, width: usize) -> Vec<Line<'static>> {
    let theme = app.theme;
    let mut lines = Vec::new();
    if let Some(ending) = ending(snapshot) {
        lines.extend(wrap(&ending, width, theme.strong()));
    }
    if let Some(both) = knocked_out(app, run) {
        lines.extend(wrap(&both, width, theme.focus()));
    }
    let (word, what_to_try) = diagnosis(app, run, &snapshot.diagnosis, width);
    lines.extend(word);
    // What the user asked for comes before advice, unless the run has diverged.
    let is_over = matches!(snapshot.status, Status::Diverged(_));
    let mut asked = Vec::new();
    if let Some(seeds) = seeds(app, run) {
        asked.extend(wrap(&seeds, width, theme.text()));
    }
    if !curves::has_room_for_pins(&run.charts(), Areas::of(app.area, run).loss) {
        asked.extend(pins::rows(theme, &run.charts(), width));
    }
    let both = if is_over { [what_to_try, asked] } else { [asked, what_to_try] };
    lines.extend(both.concat());
    let facts = [
        guess::result(run),
        snapshot.diagnosis.note.clone(),
        label_noise(run),
        skipped(snapshot),
        Some(wrong(snapshot, width)),
        last_change(snapshot),
        chosen_by(snapshot),
        taken(snapshot),
    ];
    for fact in facts.into_iter().flatten().chain(notes(snapshot)) {
        lines.extend(wrap(&fact, width, theme.faint()));
    }
    if run.ghost.is_some() {
        let which = if run.pins.all().is_empty() { "" } else { " without a letter" };
        let what = if run.time.is_some() { "how the run went on" } else { "the run before" };
        let words = format!("The dotted curves{which} are {what}.");
        lines.extend(wrap(&words, width, theme.faint()));
    }
    lines
}

/// What the columns of the file were taken for.
fn taken(snapshot: &Snapshot) -> Option<String> {
    let dataset = &snapshot.dataset;
    let reading = snapshot.setup.data.reading()?;
    let taken = reading.summary(dataset.classes(), dataset.shape.inputs());
    Some(format!("{}: {taken}.", snapshot.setup.data.title()))
}

/// What the units that are knocked out change, and that nothing else here is about it.
fn knocked_out(app: &App, run: &Run) -> Option<String> {
    let picture = run.picture.as_ref().filter(|_| !run.hides_test_set())?;
    let (units, before) = (names::knocked_out(&picture.knocked_out)?, picture.correct_with_all?);
    let [before, right, all] =
        [before, picture.confusion.correct(), picture.confusion.total()].map(|count| grouped(count as u64));
    let (arrow, with) = (app.theme.glyph("→", "->"), names::whole_network(&picture.knocked_out)?);
    Some(format!("Without {units}: {before} {arrow} {right} of {all} right; curves and all below: {with}."))
}

/// Why a run has ended, and the keys that continue it.
fn ending(snapshot: &Snapshot) -> Option<String> {
    let (space, back) = (key_of(RunAction::TogglePause), key_of(RunAction::GoBack));
    match &snapshot.status {
        Status::Finished => {
            let steps = counted(snapshot.step, "step");
            Some(format!("The end, after {steps}; {space} takes as many again."))
        }
        Status::OutOfPatience => Some(format!(
            "No better loss for {} evaluations. {back} goes back to the best, {space} goes on.",
            grouped(snapshot.setup.patience.unwrap_or_default())
        )),
        // The diagnosis says that a run has diverged.
        Status::Diverged(_) | Status::Running | Status::Paused => None,
    }
}

/// The diagnosis with its evidence, and the advice.
fn diagnosis(
    app: &App,
    run: &Run,
    diagnosis: &Diagnosis,
    width: usize,
) -> (Vec<Line<'static>>, Vec<Line<'static>>) {
    let theme = app.theme;
    let hint = has_cures(diagnosis.word, run).then(|| {
        let key = Span::styled(key_of(ProgramAction::ToggleCures), theme.key());
        Line::from(vec![key, Span::styled(" tries cures", theme.text())])
    });
    let mut what_to_try = advice(&diagnosis.advice, hint, theme, width);
    what_to_try.extend(tried(app, run, width).unwrap_or_default());
    (verdict(theme, diagnosis, width), what_to_try)
}

/// The word of a diagnosis and its evidence.
pub fn verdict(theme: Theme, diagnosis: &Diagnosis, width: usize) -> Vec<Line<'static>> {
    let style = match diagnosis.word {
        Word::Learning | Word::Solved => theme.good(),
        Word::OverFitting | Word::Diverged => theme.bad(),
        Word::Plateau | Word::Bouncing | Word::Saturated | Word::DeadUnits | Word::UnderFitting => {
            theme.focus()
        }
    };
    let name = diagnosis.word.name();
    let mut lines = wrap(&format!("{name} {}", diagnosis.evidence), width, theme.text());
    if let Some(first) = lines.first_mut() {
        let rest = first.to_string().split_off(name.len());
        *first = Line::from(vec![Span::styled(name, style), Span::styled(rest, theme.text())]);
    }
    lines
}

/// Whether trying cures is advised: where the picture could be better, unless they have been tried.
fn has_cures(word: Word, run: &Run) -> bool {
    let is_ill = matches!(word, Word::OverFitting | Word::Plateau | Word::UnderFitting | Word::Bouncing);
    is_ill && run.cures.is_none() && run.failure.is_none()
}

/// What the cures that were tried give: the best one, or that none is better than going on.
fn tried(app: &App, run: &Run, width: usize) -> Option<Vec<Line<'static>>> {
    let tries = run.tries().filter(|tries| tries.table.is_complete())?;
    let (without, step) = (tries.table.no_cure()?, grouped(tries.fork.step()));
    let has_validation = tries.fork.session().dataset().validation.is_some();
    let loss = if has_validation { "validation loss" } else { "test loss" };
    let of = |row: &Ranked| row.last().map_or_else(|| "DIVERGED".to_owned(), |last| short(last.watched()));
    let words = match tries.table.best() {
        Some(best) => {
            format!(
                "from step {step}: {} gives {loss} {}; no cure: {}.",
                best.cure.name,
                of(best),
                of(without)
            )
        }
        None => format!("from step {step}: no cure is better than none, with {loss} {}.", of(without)),
    };
    let theme = app.theme;
    let words = words.split_whitespace().map(|word| Line::styled(word.to_owned(), theme.text()));
    Some(flow(Span::styled("Tried ", theme.strong()), words.collect::<Vec<_>>(), width))
}

/// How many flipped labels are learned. For points, the frame of the plane says so.
fn label_noise(run: &Run) -> Option<String> {
    let (learned, flipped) = run.picture.as_ref()?.label_noise;
    (flipped > 0 && run.shape() != Shape::Plane).then(|| {
        format!(
            "Of {} flipped training labels {} are learned as flipped.",
            grouped(flipped as u64),
            grouped(learned as u64)
        )
    })
}

/// The results of the runs from many seeds, with a bar for each.
fn seeds(app: &App, run: &Run) -> Option<String> {
    let seeds = run.seeds.as_ref()?;
    let accuracies = seeds.accuracies();
    let Some(Spread { low, median, high }) = spread(accuracies.clone()) else {
        return Some("Training from ten seeds beside this run …".to_owned());
    };
    let column = |accuracy: &f64| {
        upright(app.theme, ((accuracy - low) / (high - low).max(1e-9) * HIGHEST as f64).round() as usize)
    };
    let columns = if app.theme.unicode() { accuracies.iter().map(column).collect() } else { String::new() };
    Some(format!(
        "{} of {SEEDS} seeds {columns} test {:.0}-{:.0} %, median {:.0} %; {} solved. {} ends it.",
        accuracies.len(),
        100.0 * low,
        100.0 * high,
        100.0 * median,
        seeds.solved(),
        key_of(RunAction::ManySeeds),
    ))
}

/// How many examples are predicted wrong.
fn wrong(snapshot: &Snapshot, width: usize) -> String {
    let Some(latest) = snapshot.history.latest() else { return String::new() };
    let [test, train] = [latest.test, latest.train]
        .map(|set| [set.examples - set.correct, set.examples].map(|count| grouped(count as u64)));
    let words = [
        format!("Wrong: {} test, {} training examples.", test.join(" of "), train.join(" of ")),
        format!("Wrong: {} test, {} train.", test.join("/"), train.join("/")),
    ];
    let shortest = format!("Wrong: {}, train {}.", test.join("/"), train.join("/"));
    words.into_iter().find(|words| text_width(words) <= width).unwrap_or(shortest)
}

/// The last planned change that could not be carried out.
fn skipped(snapshot: &Snapshot) -> Option<String> {
    let skipped = snapshot.history.skipped().last()?;
    Some(format!("Not carried out: {}, because {}.", skipped.planned.text(), skipped.reason))
}

/// That the best step is chosen by the validation set, if there is one.
fn chosen_by(snapshot: &Snapshot) -> Option<String> {
    let validation = snapshot.dataset.validation.as_ref()?;
    Some(format!(
        "The best step is chosen by {} validation examples; the test stays honest.",
        grouped(validation.len() as u64)
    ))
}

/// The last notes of a person, the newest first.
fn notes(snapshot: &Snapshot) -> impl Iterator<Item = String> {
    let notes = snapshot.history.notes().iter().rev().take(MOST_NOTES);
    notes.map(|note| format!("Note on step {}: {}", grouped(note.step), note.text))
}

/// The changes at the last step at which anything changed.
fn last_change(snapshot: &Snapshot) -> Option<String> {
    let marks = snapshot.history.marks();
    let step = marks.last()?.step;
    let changes: Vec<&Mark> = marks.iter().filter(|mark| mark.step == step).collect();
    Some(format!("At step {}: {}.", grouped(step), readout::changes(&changes).join(", ")))
}
