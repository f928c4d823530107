//! Two lines with everything needed to repeat the run, and how far it is.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::train::{Setup, Snapshot, Status, setting};
use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::widgets::text::{count, grouped, line};

/// A screen this wide has room for the fingerprint of the curves.
const WITH_FINGERPRINT: usize = 110;

/// Draws the status lines.
pub fn draw(app: &App, run: &Run, area: Rect, buffer: &mut Buffer) {
    line(&setup_line(app, run, area.width), 0, area, buffer);
    line(&progress_line(app, run, area.width), 1, area, buffer);
}

fn setup_line(app: &App, run: &Run, width: u16) -> Line<'static> {
    let theme = app.theme;
    let in_force = run.snapshot.as_ref().map_or(&run.wanted, |snapshot| &snapshot.setup);
    let bar = || Span::styled(theme.either(" │ ", " | ").to_owned(), theme.frame());
    let classes = run.snapshot.as_ref().map_or(0, |snapshot| snapshot.dataset.classes());
    let mut spans = vec![
        Span::styled(format!(" {} ", in_force.data.name()), theme.strong()),
        Span::styled(format!("{}/{}", in_force.train_size, in_force.test_size), theme.text()),
        bar(),
    ];
    spans.extend(value(app, in_force, &run.wanted, |setup| net(setup, classes)));
    if let Some(snapshot) = &run.snapshot {
        spans.push(Span::styled(
            format!(" {} par.", grouped(snapshot.network.parameters() as u64)),
            theme.faint(),
        ));
    }
    for name in ["eta", "batch", "seed"] {
        let Some(setting) = setting(name) else { continue };
        spans.push(bar());
        spans.push(Span::styled(format!("{name} "), theme.faint()));
        spans.extend(value(app, in_force, &run.wanted, setting.get));
    }
    for name in ["noise", "activation", "optimizer", "loss", "reduction", "init"] {
        let Some(setting) = setting(name) else { continue };
        if !(setting.applies)(&in_force.data) {
            continue;
        }
        let word = if name == "noise" { "noise " } else { "" };
        let extra = [bar(), Span::styled(format!("{word}{}", (setting.get)(in_force)), theme.faint())];
        let used: usize = spans.iter().chain(&extra).map(Span::width).sum();
        if used <= usize::from(width) {
            spans.extend(extra);
        }
    }
    Line::from(spans)
}

/// A value in force, and what is wanted instead until that is in force too.
fn value(app: &App, in_force: &Setup, wanted: &Setup, get: impl Fn(&Setup) -> String) -> Vec<Span<'static>> {
    let (now, soon) = (get(in_force), get(wanted));
    let mut spans = vec![Span::styled(now.clone(), app.theme.strong())];
    if soon != now {
        spans.push(Span::styled(format!("{}{soon}", app.theme.either("→", ">")), app.theme.pending()));
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
    if snapshot.status == Status::Running && snapshot.speed > 0.0 {
        spans.push(Span::styled(format!("  {} steps/s", count(snapshot.speed)), theme.faint()));
    }
    if usize::from(width) >= WITH_FINGERPRINT {
        let fingerprint = format!("  #{:016x}", snapshot.history.fingerprint());
        spans.push(Span::styled(fingerprint, theme.faint()));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let room = usize::from(width).saturating_sub(used + 3);
    if room >= 8 {
        spans.push(Span::raw("  "));
        spans.extend(gauge(app, snapshot, run.wanted.steps, room.min(40)));
    }
    Line::from(spans)
}

/// What it is doing, with what it was asked to do until it does.
fn state(app: &App, run: &Run) -> Span<'static> {
    let theme = app.theme;
    if run.failure.is_some() {
        return Span::styled("FAILED", theme.bad());
    }
    let status = run.snapshot.as_ref().map(|snapshot| &snapshot.status);
    match (status, run.wants_running) {
        (None, _) => Span::styled("LOADING", theme.pending()),
        (Some(Status::Running), true) => Span::styled(theme.either("▶ RUN", "RUN").to_owned(), theme.good()),
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
        format!("{:.2}", snapshot.epoch)
    }
}

fn gauge(app: &App, snapshot: &Snapshot, steps: u64, width: usize) -> [Span<'static>; 2] {
    let share = (snapshot.step as f64 / steps.max(1) as f64).min(1.0);
    let done = (share * width as f64).round() as usize;
    let theme = app.theme;
    [
        Span::styled(theme.either("━", "=").repeat(done), theme.train()),
        Span::styled(theme.either("─", "-").repeat(width - done), theme.frame()),
    ]
}
