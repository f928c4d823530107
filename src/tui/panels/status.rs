//! Two lines with everything needed to repeat the run, and how far it is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::numbers::{count, grouped};
use crate::train::{InStatusLine, SETTINGS, Setting, Setup, Snapshot, Status, settings_of};
use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::run::Run;
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::text::{line, text_width, truncate};

/// A screen this wide has room for the fingerprint of the curves.
const WITH_FINGERPRINT: usize = 110;

/// Draws the status lines.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    line(&setup_line(app, run, area.width), 0, area, buffer);
    line(&progress_line(app, run, area.width), 1, area, buffer);
}

/// A pace that is kept but for so little is kept.
const KEPT: f64 = 0.95;

/// Columns of the longest name that is shown whole.
const NAME: usize = 24;

/// What is run: first what every run has, then what is unlike the lecture's set-up, then the rest, as far as there is room.
fn setup_line(app: &App, run: &Run, width: u16) -> Line<'static> {
    let theme = app.theme;
    let in_force = run.snapshot.as_ref().map_or(&run.wanted, |snapshot| &snapshot.setup);
    let bar = || Span::styled(theme.glyph(" │ ", " | ").to_owned(), theme.frame());
    let classes = run.snapshot.as_ref().map_or(0, |snapshot| snapshot.dataset.classes());
    let mut spans = vec![
        Span::styled(format!(" {} ", truncate(&in_force.data.short_name(), NAME)), theme.strong()),
        Span::styled(
            [in_force.train_size, in_force.test_size].map(|size| grouped(size as u64)).join("/"),
            theme.text(),
        ),
        bar(),
    ];
    spans.extend(value(app, in_force, &run.wanted, |setup| net(setup, classes)));
    for setting in SETTINGS.iter().filter(|setting| setting.in_status_line == InStatusLine::Always) {
        spans.push(bar());
        spans.push(Span::styled(format!("{} ", setting.name), theme.faint()));
        spans.extend(value(app, in_force, &run.wanted, setting.get));
    }
    let (unlike, like) = others(in_force);
    let mut room = usize::from(width).saturating_sub(spans.iter().map(Span::width).sum());
    let mut shown = 0;
    for (nth, words) in unlike.iter().enumerate() {
        // Room for a word about those that have none.
        let rest = if nth + 1 < unlike.len() { MORE } else { 0 };
        if text_width(words) + 3 + rest > room {
            break;
        }
        room -= text_width(words) + 3;
        shown += 1;
        spans.extend([bar(), Span::styled(words.clone(), theme.strong())]);
    }
    if shown < unlike.len() {
        let more = format!(" +{} more: {}", unlike.len() - shown, key_of(ProgramAction::ToggleSetup));
        spans.push(Span::styled(more, theme.key()));
        return Line::from(spans);
    }
    let parameters = run.snapshot.as_ref().map(|snapshot| snapshot.network.parameters() as u64);
    let parameters = parameters.map(|parameters| format!("{} par.", grouped(parameters)));
    for words in parameters.into_iter().chain(like) {
        if text_width(&words) + 3 <= room {
            room -= text_width(&words) + 3;
            spans.extend([bar(), Span::styled(words, theme.faint())]);
        }
    }
    Line::from(spans)
}

/// Columns of ` +12 more: ,`.
const MORE: usize = 12;

/// All other settings in words: those that differ from the lecture's, and of the rest those that the table picks.
fn others(setup: &Setup) -> (Vec<String>, Vec<String>) {
    let lecture = Setup::lecture(setup.data.clone());
    let is_other = |setting: &&Setting| {
        matches!(setting.in_status_line, InStatusLine::IfRoom(_) | InStatusLine::IfUnusual)
    };
    let words = |setting: &Setting| match (setting.get)(setup) {
        number if number.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("{} {number}", setting.label)
        }
        name if name == "off" => format!("{} off", setting.label),
        name => name,
    };
    let (like, unlike): (Vec<&'static Setting>, Vec<&'static Setting>) =
        settings_of(&setup.data).filter(is_other).partition(|setting| setting.is_same(setup, &lecture));
    let rank = |setting: &'static Setting| match setting.in_status_line {
        InStatusLine::IfRoom(rank) => Some((rank, setting)),
        InStatusLine::Always | InStatusLine::OwnForm | InStatusLine::IfUnusual => None,
    };
    let mut like: Vec<(u8, &Setting)> = like.into_iter().filter_map(rank).collect();
    like.sort_by_key(|(rank, _)| *rank);
    (unlike.into_iter().map(words).collect(), like.into_iter().map(|(_, setting)| words(setting)).collect())
}

/// A value in force, and what is wanted instead until that is in force too.
fn value(app: &App, in_force: &Setup, wanted: &Setup, get: impl Fn(&Setup) -> String) -> Vec<Span<'static>> {
    let (now, soon) = (get(in_force), get(wanted));
    let mut spans = vec![Span::styled(now.clone(), app.theme.strong())];
    if soon != now {
        spans.push(Span::styled(format!("{}{soon}", app.theme.glyph("→", ">")), app.theme.pending()));
    }
    spans
}

fn net(setup: &Setup, classes: usize) -> String {
    let mut sizes = setup.sizes(classes);
    if classes == 0 {
        sizes.pop();
    }
    sizes.iter().map(usize::to_string).collect::<Vec<_>>().join("-")
}

fn progress_line(app: &App, run: &Run, width: u16) -> Line<'static> {
    let theme = app.theme;
    let mut spans = vec![Span::styled(" ", theme.text()), state(app, run)];
    let pace = format!("  pace {}", run.pace);
    let Some(snapshot) = &run.snapshot else { return Line::from(spans) };
    spans.push(Span::styled("  step ", theme.faint()));
    spans.push(Span::styled(grouped(snapshot.step), theme.strong()));
    spans.push(Span::styled(format!(" of {}", grouped(run.wanted.steps)), theme.faint()));
    spans.push(Span::styled(format!("  epoch {}", epoch(snapshot)), theme.text()));
    spans.push(Span::styled(pace, theme.text()));
    // Only where it is not the pace that was asked for.
    if snapshot.status == Status::Running && snapshot.speed > 0.0 && snapshot.speed < KEPT * run.pace.rate() {
        spans.push(Span::styled(format!("  {} steps/s", count(snapshot.speed)), theme.faint()));
    }
    // While it changes nobody can read it.
    if usize::from(width) >= WITH_FINGERPRINT && snapshot.status != Status::Running {
        let fingerprint = format!("  fingerprint {:016x}", snapshot.history.fingerprint());
        spans.push(Span::styled(fingerprint, theme.faint()));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(width).saturating_sub(used + 3);
    let bar = usize::from(width / 5).clamp(8, 40);
    if room >= bar {
        spans.push(Span::raw(" ".repeat(room - bar + 2)));
        let share = snapshot.step as f64 / run.wanted.steps.max(1) as f64;
        let progress = Bar { share, stroke: Stroke::Line, style: theme.train() };
        spans.extend(progress.spans(theme, bar));
    }
    Line::from(spans)
}

/// What it is doing, with what it was asked to do until it does.
pub fn state(app: &App, run: &Run) -> Span<'static> {
    let theme = app.theme;
    if run.failure.is_some() {
        return Span::styled("FAILED", theme.bad());
    }
    let status = run.snapshot.as_ref().map(|snapshot| &snapshot.status);
    match (status, run.wants_running) {
        (None, _) => Span::styled("LOADING", theme.pending()),
        (Some(Status::Running), true) => Span::styled(theme.glyph("▶ RUN", "RUN").to_owned(), theme.good()),
        (Some(Status::Running), false) => Span::styled("PAUSING", theme.pending()),
        (Some(Status::Paused), true) => Span::styled("RESUMING", theme.pending()),
        (Some(Status::Paused), false) => Span::styled("PAUSED", theme.focus()),
        (Some(Status::Finished), _) => Span::styled("FINISHED", theme.focus()),
        (Some(Status::OutOfPatience), _) => Span::styled("STOPPED", theme.focus()),
        (Some(Status::Diverged(_)), _) => Span::styled("DIVERGED", theme.bad()),
    }
}

fn epoch(snapshot: &Snapshot) -> String {
    if snapshot.setup.batch.is_none() {
        grouped(snapshot.epoch as u64)
    } else {
        match snapshot.epoch {
            epoch if epoch < 100.0 => format!("{epoch:.1}"),
            epoch => grouped(epoch as u64),
        }
    }
}
