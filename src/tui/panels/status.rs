//! The two status lines: the set-up of the run, and its progress.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::evaluated::{fingerprint, older_evaluation};
use super::gradient_check::badge;
use super::names::knocked_out;
use crate::numbers::{aligned, count, counted, grouped, waiting_time};
use crate::train::{InStatusLine, SETTINGS, Setting, Setup, Snapshot, Status, settings_of};
use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::picture::Picture;
use crate::tui::run::Run;
use crate::tui::widgets::bar::{Bar, Stroke};
use crate::tui::widgets::text::{line, text_width, truncate};

/// Draws the status lines.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    line(&setup_line(app, run, area.width), 0, area, buffer);
    line(&progress_line(app, run, area.width), 1, area, buffer);
}

/// Longer names of data sets are truncated to this many columns.
const NAME: usize = 24;
/// Names are truncated to no fewer columns than this, even if the line does not fit.
const SHORTEST_NAME: usize = 8;

/// The data, the network and the settings. First those of every run, then the others in the order of the table: the ones that
/// differ from the lecture's set-up, and as many of the rest as there is room for. No item ever changes its place.
fn setup_line(app: &App, run: &Run, width: u16) -> Line<'static> {
    settings_line(app, run, width, WeightCount::Shown)
        .or_else(|| settings_line(app, run, width, WeightCount::LeftOut))
        .unwrap_or_default()
}

/// Whether the number of weights, which follows from the network, has a place in the line. It gives way to a word on
/// settings for which there is no room.
#[derive(Clone, Copy, PartialEq)]
enum WeightCount {
    Shown,
    LeftOut,
}

/// The line, unless there is more to tell and no room to say so.
fn settings_line(app: &App, run: &Run, width: u16, weights: WeightCount) -> Option<Line<'static>> {
    let theme = app.theme;
    let mut spans = common_settings(app, run, width.into(), weights);
    let others = others(setup_in_force(run));
    let room = usize::from(width).saturating_sub(spans.iter().map(Span::width).sum());
    let shown = fitting(&others, room);
    let hidden = others.iter().zip(&shown).filter(|(other, is_shown)| other.is_unlike && !**is_shown).count();
    for (other, _) in others.iter().zip(&shown).filter(|(_, is_shown)| **is_shown) {
        let style = if other.is_unlike { theme.strong() } else { theme.faint() };
        spans.extend([separator(app), Span::styled(other.words.clone(), style)]);
    }
    if hidden > 0 {
        let used: usize = spans.iter().map(Span::width).sum();
        let key = key_of(ProgramAction::ToggleSetup);
        let long = format!(" +{hidden} more: {key}");
        let short = format!(" +{hidden}: {key}");
        let fits = |words: &str| used + text_width(words) <= usize::from(width);
        match weights {
            _ if fits(&long) => spans.push(Span::styled(long, theme.key())),
            WeightCount::Shown => return None,
            WeightCount::LeftOut if fits(&short) => spans.push(Span::styled(short, theme.key())),
            WeightCount::LeftOut => {}
        }
    }
    Some(Line::from(spans))
}

/// The data, the network, its weights and the settings that the line always shows. The name of the data gives way to them.
fn common_settings(app: &App, run: &Run, width: usize, weights: WeightCount) -> Vec<Span<'static>> {
    let theme = app.theme;
    let in_force = setup_in_force(run);
    let classes = run.snapshot.as_ref().map_or(0, |snapshot| snapshot.dataset.classes());
    let sizes = [in_force.train_size, in_force.test_size].map(|size| grouped(size as u64)).join("/");
    let mut spans = vec![Span::styled(sizes, theme.text()), separator(app)];
    spans.extend(value(app, in_force, &run.wanted, |setup| net(setup, classes)));
    if let Some(snapshot) = run.snapshot.as_ref().filter(|_| weights == WeightCount::Shown) {
        spans.push(separator(app));
        spans.push(Span::styled(counted(snapshot.network.parameters() as u64, "weight"), theme.text()));
    }
    for setting in SETTINGS.iter().filter(|setting| setting.in_status_line == InStatusLine::Always) {
        spans.push(separator(app));
        spans.push(Span::styled(format!("{} ", setting.name), theme.faint()));
        spans.extend(value(app, in_force, &run.wanted, setting.get));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let name = width.saturating_sub(used + 2).clamp(SHORTEST_NAME, NAME);
    let name = format!(" {} ", truncate(&in_force.data.short_name(), name));
    spans.insert(0, Span::styled(name, theme.strong()));
    spans
}

/// Which of the settings fit: those that differ from the lecture's first, with room for [`MORE`] behind them unless all of
/// them fit, then the others.
fn fitting(others: &[Other], mut room: usize) -> Vec<bool> {
    let mut shown = vec![false; others.len()];
    let columns = |other: &Other| text_width(&other.words) + 3;
    let unlike: usize = others.iter().filter(|other| other.is_unlike).map(columns).sum();
    let are_all_fitting = unlike <= room;
    for (other, is_shown) in others.iter().zip(&mut shown).filter(|(other, _)| other.is_unlike) {
        let rest = if are_all_fitting { 0 } else { MORE };
        if columns(other) + rest > room {
            return shown;
        }
        room -= columns(other);
        *is_shown = true;
    }
    for (other, is_shown) in others.iter().zip(&mut shown).filter(|(other, _)| !other.is_unlike) {
        if columns(other) > room {
            break;
        }
        room -= columns(other);
        *is_shown = true;
    }
    shown
}

fn setup_in_force(run: &Run) -> &Setup {
    run.snapshot.as_ref().map_or(&run.wanted, |snapshot| &snapshot.setup)
}

fn separator(app: &App) -> Span<'static> {
    Span::styled(app.theme.glyph(" │ ", " | "), app.theme.frame())
}

/// Columns of ` +12 more: ,`, which counts the settings that do not fit.
const MORE: usize = 12;

/// A setting that the line shows if there is room.
struct Other {
    words: String,
    /// Whether its value differs from the lecture's.
    is_unlike: bool,
}

/// The settings that differ from the lecture's, and those of the rest that the table of settings ranks, by that rank.
fn others(setup: &Setup) -> Vec<Other> {
    let lecture = Setup::lecture(setup.data.clone());
    let words = |setting: &Setting| match setting.shown(setup) {
        number if number.starts_with(|first: char| first.is_ascii_digit()) => {
            format!("{} {number}", setting.label)
        }
        name if name == "off" => format!("{} off", setting.label),
        name => name,
    };
    let mut ranked: Vec<(u8, Other)> = settings_of(&setup.data)
        .filter_map(|setting| {
            let is_unlike = !setting.is_same(setup, &lecture);
            let rank = match setting.in_status_line {
                InStatusLine::IfRoom(rank) => rank,
                InStatusLine::IfUnusual if is_unlike => u8::MAX,
                InStatusLine::IfUnusual | InStatusLine::Always | InStatusLine::OwnForm => return None,
            };
            Some((rank, Other { words: words(setting), is_unlike }))
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().map(|(_, other)| other).collect()
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

/// The state, the step, the pace, the speed and the time left. All have the same place from frame to frame; what does not
/// fit is dropped from the end.
fn progress_line(app: &App, run: &Run, width: u16) -> Line<'static> {
    let theme = app.theme;
    let state = state(app, run);
    let gap = STATE.saturating_sub(state.width());
    let mut spans = vec![Span::raw(" "), state, Span::raw(" ".repeat(gap))];
    let Some(snapshot) = &run.snapshot else { return Line::from(spans) };
    let mut used: usize = spans.iter().map(Span::width).sum();
    for item in progress(app, run, snapshot) {
        let columns: usize = item.iter().map(Span::width).sum();
        if used + columns > usize::from(width) {
            break;
        }
        used += columns;
        spans.extend(item);
    }
    let text = trim_end(&mut spans);
    let gradients = gradient_check(app, run, usize::from(width).saturating_sub(text + 2));
    // Blanks keep its place, too, so that the bar does not come and go.
    let room = usize::from(width).saturating_sub(used + GRADIENTS + 3);
    let bar = usize::from(width / 5).clamp(8, 40);
    if room >= bar {
        spans.push(Span::raw(" ".repeat(used - text + room - bar + 2)));
        let share = snapshot.step as f64 / run.wanted.steps.max(1) as f64;
        let progress = Bar { share, stroke: Stroke::Line, style: theme.train() };
        spans.extend(progress.spans(theme, bar));
    }
    let used: usize = spans.iter().chain(&gradients).map(Span::width).sum();
    spans.push(Span::raw(" ".repeat(usize::from(width).saturating_sub(used + 1))));
    spans.extend(gradients);
    Line::from(spans)
}

/// Columns of `  grad ok`.
const GRADIENTS: usize = 9;

/// Takes the blanks away at the end of a line; returns its columns.
fn trim_end(spans: &mut Vec<Span>) -> usize {
    while spans.pop_if(|span| span.content.trim_end().is_empty()).is_some() {}
    if let Some(last) = spans.last_mut() {
        last.content = last.content.trim_end().to_owned().into();
    }
    spans.iter().map(Span::width).sum()
}

/// Whether backpropagation is right, at the right end of the line, if there is room for its name as well.
fn gradient_check(app: &App, run: &Run, room: usize) -> Vec<Span<'static>> {
    let Some(latest) = &run.gradient_checks.latest else { return Vec::new() };
    let [name, mark] = badge(app.theme, latest);
    if name.width() + mark.width() <= room { vec![name, mark] } else { Vec::new() }
}

/// Columns of the longest state.
const STATE: usize = 8;
/// Columns of the largest pace, `pace 10k/s`.
const PACE: usize = 10;
/// Columns of the largest speed, `1.2k steps/s`.
const SPEED: usize = 12;
/// Columns of the longest time left, `9 min 50 s left`.
const LEFT: usize = 15;

/// The items of the progress line, in their order.
fn progress(app: &App, run: &Run, snapshot: &Snapshot) -> Vec<Vec<Span<'static>>> {
    let theme = app.theme;
    let steps = run.wanted.steps;
    let mut step = vec![
        Span::styled("  step ", theme.faint()),
        Span::styled(grouped(snapshot.step), theme.strong()),
        Span::styled(format!(" of {}", grouped(steps)), theme.faint()),
    ];
    // The blanks keep what follows in its place while the number of steps grows.
    let blanks = grouped(steps).len().saturating_sub(grouped(snapshot.step).len());
    if let Some(evaluated) = older_evaluation(snapshot) {
        step.push(Span::styled(format!(", evaluated at {}", grouped(evaluated)), theme.focus()));
    }
    step.push(Span::raw(" ".repeat(blanks)));
    let mut items =
        vec![step, vec![Span::styled(format!("  {:<PACE$}", format!("pace {}", run.pace)), theme.text())]];
    if snapshot.status == Status::Running {
        let speed = if snapshot.speed > 0.0 { speed(snapshot.speed) } else { String::new() };
        let left = snapshot.left.map_or_else(String::new, |left| format!("{} left", waiting_time(left)));
        items.push(vec![Span::styled(format!("  {speed:>SPEED$}"), theme.text())]);
        items.push(vec![Span::styled(format!("  {left:<LEFT$}"), theme.text())]);
    }
    if snapshot.setup.batch.is_some() {
        // With full batches an epoch is a step.
        items.push(vec![Span::styled(format!("  epoch {}", epoch(snapshot)), theme.text())]);
    }
    if snapshot.not_saved.is_some() {
        items.push(vec![Span::styled("  NOT SAVED", theme.bad())]);
    }
    // While the run goes on it changes too fast to be read.
    if snapshot.status != Status::Running {
        items.push(vec![Span::styled(fingerprint(snapshot), theme.faint())]);
    }
    items
}

/// Steps per second, or seconds per step if one takes longer.
fn speed(per_second: f64) -> String {
    if per_second < SLOW {
        return format!("{} s/step", count(1.0 / per_second));
    }
    let number = count(per_second);
    let unit = if number == "1" { "step/s" } else { "steps/s" };
    format!("{number} {unit}")
}

/// Lower speeds are shown as seconds per step.
const SLOW: f64 = 0.95;

/// The step of a picture, in columns that stay the same during a run, and the units that are left out of it. The panels that
/// count something in a picture say it, because the curves are of the last evaluation and the whole network.
pub fn step_of(run: &Run, picture: &Picture) -> String {
    let step = format!("step {}", aligned(picture.step, run.wanted.steps));
    let without = knocked_out(&picture.knocked_out).map(|units| format!(" without {units}"));
    step + &without.unwrap_or_default()
}

/// The state of the run. A request that is not carried out yet has a state of its own, such as `PAUSING`.
pub fn state(app: &App, run: &Run) -> Span<'static> {
    let theme = app.theme;
    if run.failure.is_some() {
        return Span::styled("FAILED", theme.bad());
    }
    let status = run.snapshot.as_ref().map(|snapshot| &snapshot.status);
    if let Some(time) = &run.time {
        let name = if time.is_at_present() { "PAUSED" } else { "PAST" };
        return Span::styled(name, theme.focus());
    }
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

/// The epochs completed, in the columns of the largest number of them.
fn epoch(snapshot: &Snapshot) -> String {
    let per_step = snapshot.epoch / snapshot.step.max(1) as f64;
    let last = (per_step * snapshot.setup.steps as f64).max(snapshot.epoch);
    if last < 100.0 {
        format!("{:>4.1}", snapshot.epoch)
    } else {
        aligned(snapshot.epoch as u64, last as u64)
    }
}
