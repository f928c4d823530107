//! Pictures of the screen and reports, as Chromium shows them.

use overfit::export::{
    Moment, Report, ReportedDiagnosis, TextColors, report, screen_png, screen_svg, screen_text,
};
use overfit::train::{Note, Point, Session, SettingId};
use overfit::tui::theme::{Background, Theme};

use super::support::{self, COLOR, Stage};
use super::{check_with, finished, folder, setup, with_change, write};

/// The report of a run with the weights of its end and its best step.
fn page(session: &Session, points: &[Point]) -> String {
    let diagnosis = session.diagnosis();
    let advice = diagnosis.advice.to_string();
    let last = ReportedDiagnosis {
        step: session.step(),
        word: diagnosis.word.name(),
        evidence: &diagnosis.evidence,
        advice: &advice,
    };
    let first =
        ReportedDiagnosis { step: 1_000, word: "LEARNING", evidence: "Training loss falls.", advice: "" };
    report(&Report {
        version: "0.1.0",
        command: &session.command_line("train "),
        fingerprint: session.history().fingerprint(),
        setup: session.initial(),
        dataset: session.dataset(),
        points,
        marks: session.history().marks(),
        diagnoses: &[first, last],
        notes: &[Note { step: 500, text: "Here the test loss begins to rise.".to_owned() }],
        best: Moment {
            step: session.history().best().map_or(0, |best| best.test.step),
            network: session.best(),
        },
        last: Moment { step: session.step(), network: session.network() },
    })
}

#[test]
fn chromium_shows_reports_that_request_nothing() {
    let folder = folder("reports");
    for (name, setup) in [
        ("circles", with_change(support::readme_run(), 4_000, SettingId::Patience, "off")),
        ("mnist", setup("mnist --steps 3000")),
        ("rows", setup("tests/data/rows.csv --steps 500")),
    ] {
        let (session, points) = finished(setup);
        let page = page(&session, &points);
        assert!(page.len() < 300_000, "{name}: {} bytes", page.len());
        write(folder.path(), &format!("{name}.html"), page);
    }
    check_with("chromium_pages.py", folder.path());
}

#[test]
fn chromium_shows_the_screen() {
    let folder = folder("screens");
    let light = Theme { background: Background::Light, ..COLOR };
    for (name, theme, size) in
        [("circles", COLOR, (120, 36)), ("mnist", light, (80, 24)), ("circles", light, (200, 60))]
    {
        let mut stage = Stage::new(theme, size, Some(setup(name)));
        stage.train(800);
        let screen = stage.buffer();
        let name = format!("{name}-{}x{}", size.0, size.1);
        write(
            folder.path(),
            &format!("{name}.svg"),
            screen_svg(&screen, "overfit <circles>", theme.background),
        );
        write(
            folder.path(),
            &format!("{name}.png"),
            screen_png(&screen, theme.background).expect("an image"),
        );
        write(folder.path(), &format!("{name}.txt"), screen_text(&screen, TextColors::None));
        write(folder.path(), &format!("{name}.ansi"), screen_text(&screen, TextColors::Ansi));
    }
    check_with("chromium_pages.py", folder.path());
}
