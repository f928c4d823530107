//! Pictures of the panels that a person opens, for each kind of data.

use crate::support::{ASCII, COLOR, LOOKS, NO_COLOR, Stage};
use overfit::data;
use overfit::train::Setup;
use overfit::tui::open_panels::PanelFocus;
use overfit::tui::panel_id::PanelId;

const DATA: [(&str, &str); 3] = [("circles", "circles"), ("mnist", "mnist"), ("rows", "tests/data/rows.csv")];

fn stage(name: &str, size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(COLOR, size, Some(Setup::lecture(data::resolve(name).expect("sound data"))));
    stage.train(200);
    stage
}

/// The panels that are opened, and not in view from the start.
fn opened() -> impl Iterator<Item = PanelId> {
    PanelId::ALL.into_iter().filter(|id| !id.is_basic())
}

/// Compares the screen with a stored picture.
fn compare(name: &str, stage: &mut Stage) {
    insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, stage.text());
    });
}

#[test]
fn opened_panels() {
    for (title, name) in DATA {
        let mut stage = stage(name, (120, 36));
        for id in opened() {
            let part = format!("{id:?}").to_lowercase();
            stage.press(&id.digit().to_string());
            compare(&format!("{title}_{part}_120x36"), &mut stage);
            stage.press(&id.digit().to_string());
        }
    }
}

#[test]
fn opened_panels_in_a_small_terminal_without_colour_and_in_ascii() {
    for (title, name) in DATA {
        for (look, theme) in [("none", NO_COLOR), ("ascii", ASCII)] {
            let mut stage = stage(name, (80, 24));
            stage.app.theme = theme;
            for id in opened() {
                let part = format!("{id:?}").to_lowercase();
                stage.press(&id.digit().to_string());
                compare(&format!("{title}_{part}_80x24_{look}"), &mut stage);
                stage.press(&id.digit().to_string());
            }
        }
    }
}

#[test]
fn no_panel_is_too_small_or_too_large_in_any_look() {
    for (_, name) in DATA {
        let mut stage = stage(name, (120, 36));
        let shape = stage.app.run.as_ref().expect("a run").shape();
        for theme in LOOKS {
            stage.app.theme = theme;
            for id in PanelId::ALL.into_iter().filter(|id| id.applies(shape)) {
                for focus in [PanelFocus::InPlace(id), PanelFocus::Full(id)] {
                    stage.app.run.as_mut().expect("a run").panels.focus = focus;
                    for (width, height) in
                        [(1, 1), (29, 7), (60, 18), (80, 24), (120, 36), (200, 60), (500, 200)]
                    {
                        stage.resize(width, height).text();
                    }
                }
            }
        }
    }
}
