//! Pictures of every panel of the table, for each kind of data, size and look.

use crate::support::crop::{Detail, in_every_look};
use crate::support::{ASCII, COLOR, DATA, LOOKS, SIZES, Stage, lecture, run};
use overfit::cli::setup_of_words;
use overfit::data;
use overfit::train::Setup;
use overfit::tui::app::Overlay;
use overfit::tui::layout::Areas;
use overfit::tui::open_panels::{OpenPanels, PanelFocus};
use overfit::tui::panel_id::PanelId;
use overfit::tui::panels::{PANELS, Panel};
use ratatui::layout::Rect;

/// A run that has learned something.
fn stage(name: &str) -> Stage {
    let mut stage =
        Stage::new(COLOR, (120, 36), Some(Setup::lecture(data::resolve(name).expect("sound data"))));
    stage.train(if name == "mnist" { 1_000 } else { 2_000 });
    stage
}

fn area(stage: &Stage, panel: &Panel) -> Rect {
    (panel.area)(&Areas::of(stage.app.area, run(stage)))
}

/// The keys that show a panel which has no digit, and those that close it.
const OTHER_KEYS: [(&str, &str); 2] = [("i", "i"), ("t<left><left>", "t")];

/// The panel of the layout that shows this row of the table, and no other one.
fn digit(stage: &mut Stage, panel: &Panel) -> Option<PanelId> {
    let shape = run(stage).shape();
    let mut filled_by = |id: PanelId| {
        stage.app.run.as_mut().expect("a run").panels.focus = PanelFocus::Full(id);
        !area(stage, panel).is_empty()
    };
    let filled_by: Vec<PanelId> =
        PanelId::ALL.into_iter().filter(|&id| id.applies(shape) && filled_by(id)).collect();
    stage.app.run.as_mut().expect("a run").panels = OpenPanels::default();
    match filled_by[..] {
        [id] => Some(id),
        _ => None,
    }
}

/// The panel in its place or, in a small terminal, on the whole screen.
fn picture(stage: &mut Stage, panel: &Panel, id: Option<PanelId>, size: (u16, u16)) -> String {
    stage.resize(size.0, size.1);
    let detail = Detail::at(size);
    if let Some(id) = id {
        stage.press(&id.digit().to_string());
        if size == SIZES[0] && Areas::has_place(id, stage.app.area, run(stage)) {
            stage.press("<enter>");
        }
        if stage.app.overlay != Overlay::None {
            stage.press("<esc>"); // the words of the diagnosis
        }
        let text = in_every_look(stage, area(stage, panel), detail);
        stage.app.run.as_mut().expect("a run").panels = OpenPanels::default();
        return text;
    }
    if !area(stage, panel).is_empty() {
        return in_every_look(stage, area(stage, panel), detail);
    }
    for (open, close) in OTHER_KEYS {
        stage.press(open);
        let place = area(stage, panel);
        let text = (!place.is_empty()).then(|| in_every_look(stage, place, detail));
        stage.press(close);
        if let Some(text) = text {
            return text;
        }
    }
    panic!("no key of this test shows the panel {}", panel.name);
}

/// Compares a picture with its snapshot.
fn compare(name: &str, picture: String) {
    insta::with_settings!({
        prepend_module_to_snapshot => false, omit_expression => true, snapshot_path => "snapshots/panels",
    }, {
        insta::assert_snapshot!(name, picture);
    });
}

#[test]
fn every_panel_of_the_table() {
    for name in DATA {
        let short = name.trim_start_matches("tests/data/").trim_end_matches(".csv");
        let mut stage = stage(name);
        let shape = run(&stage).shape();
        for panel in PANELS.iter().filter(|panel| (panel.shows)(shape)) {
            let id = digit(&mut stage, panel);
            let text: String = SIZES.map(|size| picture(&mut stage, panel, id, size)).concat();
            compare(&format!("{}_{short}", panel.name.replace(' ', "_")), text);
        }
    }
}

/// What is laid over the run, and the keys that open it. Those with pictures elsewhere have none here.
const SHEETS: [(&str, &str); 4] =
    [("setup", ","), ("words", "4<enter>"), ("explanation", "5?"), ("cures", "A")];

/// The name of a sheet in the table, unless it has a picture elsewhere.
fn sheet(overlay: Overlay) -> &'static str {
    match overlay {
        Overlay::Setup(_) => "setup",
        Overlay::Words(_) => "words",
        Overlay::Explanation(_) => "explanation",
        Overlay::Cures => "cures",
        Overlay::None
        | Overlay::Card // it shows what a terminal may not have
        | Overlay::Help(_)
        | Overlay::CommandLine(_)
        | Overlay::Exports(_)
        | Overlay::Note(_)
        | Overlay::SavedRuns(_)
        | Overlay::Drawing
        | Overlay::GradientCheck
        | Overlay::ExplainedStep => "pictured elsewhere",
    }
}

#[test]
fn what_is_laid_over_the_run() {
    let setup = setup_of_words("circles --train-size 60 --steps 300").expect("a set-up");
    for (name, keys) in SHEETS {
        let mut stage = Stage::new(COLOR, SIZES[0], Some(setup.clone()));
        stage.train(100).press(keys);
        assert_eq!(sheet(stage.app.overlay), name);
        let whole = stage.app.area;
        compare(&format!("sheet_{name}"), in_every_look(&mut stage, whole, Detail::Symbols));
    }
}

#[test]
fn no_panel_is_too_small_or_too_large_in_any_look() {
    for name in DATA {
        let mut stage = lecture(name);
        let shape = run(&stage).shape();
        for theme in LOOKS {
            stage.app.theme = theme;
            let largest = if [COLOR, ASCII].contains(&theme) { (500, 200) } else { (200, 60) };
            for id in PanelId::ALL.into_iter().filter(|id| id.applies(shape)) {
                for focus in [PanelFocus::InPlace(id), PanelFocus::Full(id)] {
                    stage.app.run.as_mut().expect("a run").panels.focus = focus;
                    for (width, height) in [(1, 1), (29, 7), (60, 18), (80, 24), (120, 36), largest] {
                        stage.resize(width, height).text();
                    }
                }
            }
        }
    }
}
