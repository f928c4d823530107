//! The panels: focus, whole screen, clicks, explanations, and the confusion matrix.

use crate::support::{ASCII, COLOR, DATA, NO_COLOR, SIZES, Stage, lecture, run};
use overfit::data;
use overfit::train::Setup;
use overfit::tui::app::{Overlay, Page};
use overfit::tui::layout::Areas;
use overfit::tui::message::Message;
use overfit::tui::open_panels::{OpenPanels, PanelFocus};
use overfit::tui::panel_id::PanelId;
use overfit::tui::topic::Topic;
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

/// The panels that there are for the data of a stage.
fn panels(stage: &Stage) -> Vec<PanelId> {
    PanelId::ALL.into_iter().filter(|id| id.applies(run(stage).shape())).collect()
}

#[test]
fn every_panel_takes_the_focus_fills_the_screen_and_gives_it_back() {
    for name in DATA {
        for theme in [COLOR, NO_COLOR, ASCII] {
            let mut stage =
                Stage::new(theme, (120, 36), Some(Setup::lecture(data::resolve(name).expect("sound data"))));
            stage.train(60);
            for size in SIZES {
                let all = stage.resize(size.0, size.1).text();
                for id in panels(&stage) {
                    let digit = id.digit().to_string();
                    let text = stage.press(&digit).text();
                    assert_eq!(run(&stage).panels.focus, PanelFocus::InPlace(id), "{text}");
                    assert_ne!(text, all, "{id:?}");
                    let has_place = Areas::has_place(id, stage.app.area, run(&stage));
                    if id != PanelId::Diagnosis && has_place {
                        let full = stage.press("<enter>").text();
                        assert_eq!(run(&stage).panels.focus, PanelFocus::Full(id), "{full}");
                        assert_ne!(full, text, "{id:?} at {size:?}");
                        stage.press("<esc>");
                        assert_eq!(run(&stage).panels.focus, PanelFocus::InPlace(id));
                    }
                    stage.press("<esc>").press("<esc>");
                    assert_eq!(stage.app.page, Page::Picker, "Esc leads one level out");
                    stage.press("<tab>").press(&digit);
                    if run(&stage).panels.focused().is_some() {
                        stage.press(&digit);
                    }
                    assert_eq!(run(&stage).panels, OpenPanels::default(), "{id:?}");
                }
                for id in panels(&stage) {
                    stage.press("<tab>");
                    assert_eq!(run(&stage).panels.focus, PanelFocus::InPlace(id));
                }
                stage.press("<tab>");
                assert_eq!(run(&stage).panels.focus, PanelFocus::Nowhere, "after the last one");
            }
        }
    }
}

#[test]
fn opened_panels_stand_side_by_side_where_there_is_room() {
    let mut stage = lecture("mnist");
    stage.resize(200, 60).press("567");
    let areas = Areas::of(stage.app.area, run(&stage));
    for id in panels(&stage) {
        assert!(!areas.of_panel(id).is_empty(), "{id:?} is in view");
    }
    assert_eq!(areas.units.y, areas.mistakes.y);
    let text = stage.text();
    assert!(text.contains("Hidden units: incoming weights"), "{text}");
    assert!(text.contains("Who is taken for whom"), "{text}");
    stage.resize(80, 24);
    let areas = Areas::of(stage.app.area, run(&stage));
    assert!(areas.picture.is_empty() && areas.network.width == 80, "the one with the focus fills the screen");
}

#[test]
fn a_click_on_the_title_does_what_the_keys_do() {
    let mut stage = lecture("circles");
    let title = Areas::of(stage.app.area, run(&stage)).loss;
    let click = |stage: &mut Stage, place: Rect| {
        let (column, row) = (place.x + 3, place.y);
        let kind = MouseEventKind::Down(MouseButton::Left);
        stage.tell(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    };
    click(&mut stage, title);
    assert_eq!(run(&stage).panels.focus, PanelFocus::InPlace(PanelId::Loss));
    click(&mut stage, title);
    assert_eq!(run(&stage).panels.focus, PanelFocus::Full(PanelId::Loss));
    let title = Areas::of(stage.app.area, run(&stage)).loss;
    click(&mut stage, title);
    assert_eq!(run(&stage).panels.focus, PanelFocus::InPlace(PanelId::Loss));
}

#[test]
fn every_panel_explains_itself() {
    for name in DATA {
        let mut stage = lecture(name);
        for id in panels(&stage) {
            let text = stage.press(&id.digit().to_string()).press("?").text();
            assert_eq!(stage.app.overlay, Overlay::Explanation(Topic::Panel(id)), "{text}");
            assert!(text.contains("Esc: close"), "{text}");
            let keys = stage.press("?").text();
            assert!(keys.contains("Keys: those that work here come first"), "{keys}");
            stage.press("<esc><esc><esc>");
            if run(&stage).panels.focused().is_some() {
                stage.press("<esc>");
            }
        }
    }
}

#[test]
fn the_set_up_opens_beside_the_picture() {
    for (size, is_beside) in [((80, 24), false), ((120, 36), true), ((200, 60), true)] {
        let mut stage = lecture("circles");
        let before = stage.resize(size.0, size.1).press(",").text();
        let picture = Areas::of(stage.app.area, run(&stage)).picture;
        let column =
            |text: &str| text.lines().nth(16).and_then(|line| line.chars().nth(picture.right() as usize - 1));
        assert_eq!(column(&before) == Some('│'), is_beside, "{before}");
        assert!(before.contains(" mini-batch "), "{before}");
    }
}

#[test]
fn the_matrix_adds_up_and_the_mistakes_are_ranked() {
    for name in DATA {
        let mut stage = lecture(name);
        let text = stage.press("6").train(40).text();
        let picture = run(&stage).picture.as_ref().expect("a picture");
        let (matrix, labels) = (&picture.confusion, &picture.dataset.test.labels);
        let right = picture.test.iter().zip(labels).filter(|(said, label)| said.class == **label).count();
        assert_eq!((matrix.total(), matrix.correct()), (picture.test.len(), right));
        assert!(text.contains(&format!("{right} of {} right", picture.test.len())), "{text}");
        assert_eq!(picture.mistakes.len(), picture.test.len() - right);
        assert!(picture.mistakes.iter().all(|&n| picture.test[n].class != labels[n]));
        let sure = |n: usize| picture.test[n].confidence;
        assert!(picture.mistakes.windows(2).all(|pair| sure(pair[0]) >= sure(pair[1])));
    }
}

#[test]
fn the_arrows_choose_a_cell_whose_examples_are_listed() {
    let mut stage = lecture("mnist");
    stage.press("6<right>");
    let cell = run(&stage).inside.cell.expect("a cell");
    let picture = run(&stage).picture.as_ref().expect("a picture");
    let most = (0..10).flat_map(|truth| (0..10).map(move |said| (truth, said)));
    let most = most.filter(|(truth, said)| truth != said);
    let most = most.map(|(truth, said)| picture.confusion.count(truth, said)).max().expect("ten classes");
    assert_eq!(
        picture.confusion.count(cell.truth, cell.said),
        most,
        "the first arrow goes to the worst cell"
    );
    assert_eq!(run(&stage).listed_examples().len(), most);
    let text = stage.text();
    assert!(text.contains(&format!("{} said {}: {most}", cell.truth, cell.said)), "{text}");
    stage.press("<up><up><up><up><up><up><up><up><up><left><left><left><left><left><left><left><left><left>");
    let text = stage.text();
    assert!(text.contains("0 right: "), "{text}");
}

#[test]
fn no_size_is_too_small_or_too_large_for_a_panel() {
    for name in DATA {
        let mut stage = lecture(name);
        for id in panels(&stage) {
            let digit = id.digit().to_string();
            for (width, height) in
                [(1, 1), (40, 12), (80, 24), (81, 34), (100, 34), (500, 200), (80, 200), (500, 24)]
            {
                stage.resize(width, height).press(&digit).buffer();
                stage.press("<enter>").buffer();
                stage.press("w").buffer();
                stage.press("w<esc><esc>");
                if run(&stage).panels.focused().is_some() {
                    stage.press(&digit);
                }
                stage.resize(120, 36);
                while run(&stage).panels.focused().is_some() || stage.app.page == Page::Picker {
                    stage.press(if stage.app.page == Page::Picker { "<tab>" } else { "<esc>" });
                }
            }
        }
    }
}

#[test]
fn a_click_chooses_a_unit_and_a_count_of_the_matrix() {
    let mut stage = lecture("mnist");
    stage.resize(200, 60).press("56");
    let areas = Areas::of(stage.app.area, run(&stage));
    let click = |stage: &mut Stage, (column, row): (u16, u16)| {
        let kind = MouseEventKind::Down(MouseButton::Left);
        stage.tell(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
    };
    click(&mut stage, (areas.units.x + 3, areas.units.y + 3));
    assert_eq!(run(&stage).inside.unit, Some(0));
    assert_eq!(run(&stage).panels.focused(), Some(PanelId::Units));
    // ` is `, a name of two columns, and counts of three columns each.
    click(&mut stage, (areas.mistakes.x + 1 + 6 + 3 + 1, areas.mistakes.y + 2));
    let cell = run(&stage).inside.cell.expect("a cell");
    assert_eq!((cell.truth, cell.said), (0, 1));
    assert!(stage.text().contains("0 said 1"), "{}", stage.text());
}
