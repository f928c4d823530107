//! The two status lines: the set-up of the run, and its progress.

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

/// Columns from which on the fingerprint of the curves is shown.
const WITH_FINGERPRINT: usize = 110;

/// Draws the status lines.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    line(&setup_line(app, run, area.width), 0, area, buffer);
    line(&progress_line(app, run, area.width), 1, area, buffer);
}

/// The speed is shown if it is below this share of the pace that was asked for.
const KEPT: f64 = 0.95;

/// Longer names of data sets are truncated to this many columns.
const NAME: usize = 24;

/// The data, the network and the settings: first those of every run, then those that differ from the lecture's set-up, then
/// the others, as far as there is room.
fn setup_line(app: &App, run: &Run, width: u16) -> Line<'static> {
    let theme = app.theme;
    let mut spans = common_settings(app, run);
    let (unlike, like) = others(setup_in_force(run));
    let mut room = usize::from(width).saturating_sub(spans.iter().map(Span::width).sum());
    let shown = fitting(&unlike, room);
    for words in &unlike[..shown] {
        room -= text_width(words) + 3;
        spans.extend([separator(app), Span::styled(words.clone(), theme.strong())]);
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
            spans.extend([separator(app), Span::styled(words, theme.faint())]);
        }
    }
    Line::from(spans)
}

/// The data, the network and the settings that the line always shows.
fn common_settings(app: &App, run: &Run) -> Vec<Span<'static>> {
    let theme = app.theme;
    let in_force = setup_in_force(run);
    let classes = run.snapshot.as_ref().map_or(0, |snapshot| snapshot.dataset.classes());
    let sizes = [in_force.train_size, in_force.test_size].map(|size| grouped(size as u64)).join("/");
    let mut spans = vec![
        Span::styled(format!(" {} ", truncate(&in_force.data.short_name(), NAME)), theme.strong()),
        Span::styled(sizes, theme.text()),
        separator(app),
    ];
    spans.extend(value(app, in_force, &run.wanted, |setup| net(setup, classes)));
    for setting in SETTINGS.iter().filter(|setting| setting.in_status_line == InStatusLine::Always) {
        spans.push(separator(app));
        spans.push(Span::styled(format!("{} ", setting.name), theme.faint()));
        spans.extend(value(app, in_force, &run.wanted, setting.get));
    }
    spans
}

/// How many of the first texts fit, with room for [`MORE`] behind them unless all fit.
fn fitting(texts: &[String], mut room: usize) -> usize {
    let fits = |(nth, text): &(usize, &String)| {
        let rest = if nth + 1 < texts.len() { MORE } else { 0 };
        let is_fitting = text_width(text) + 3 + rest <= room;
        room = room.saturating_sub(text_width(text) + 3);
        is_fitting
    };
    texts.iter().enumerate().take_while(fits).count()
}

fn setup_in_force(run: &Run) -> &Setup {
    run.snapshot.as_ref().map_or(&run.wanted, |snapshot| &snapshot.setup)
}

fn separator(app: &App) -> Span<'static> {
    Span::styled(app.theme.glyph(" │ ", " | "), app.theme.frame())
}

/// Columns of ` +12 more: ,`, which counts the settings that do not fit.
const MORE: usize = 12;

/// The other settings as text: those that differ from the lecture's, and those of the rest that the table of settings ranks.
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

/// The value in force, followed by the requested one until that is in force.
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
    if snapshot.status == Status::Running && snapshot.speed > 0.0 && snapshot.speed < KEPT * run.pace.rate() {
        spans.push(Span::styled(format!("  {} steps/s", count(snapshot.speed)), theme.faint()));
    }
    // While the run goes on it changes too fast to be read.
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

/// The state of the run. A request that is not carried out yet has a state of its own, such as `PAUSING`.
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
