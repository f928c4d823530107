//! Clicks and the wheel.

use crate::support::{COLOR, Stage};
use overfit::data;
use overfit::train::Setup;
use overfit::tui::app::Page;
use overfit::tui::message::Message;
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

fn stage(name: &str) -> Stage {
    Stage::new(COLOR, (120, 36), Some(Setup::lecture(data::resolve(name).expect("built in"))))
}

fn mouse(stage: &mut Stage, kind: MouseEventKind, (column, row): (u16, u16)) {
    stage.tell(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
}

fn click(stage: &mut Stage, place: (u16, u16)) {
    mouse(stage, MouseEventKind::Down(MouseButton::Left), place);
    mouse(stage, MouseEventKind::Up(MouseButton::Left), place);
}

/// Where a text is on the screen.
fn find(stage: &Stage, text: &str) -> (u16, u16) {
    let shown = stage.text();
    let row = shown.lines().position(|line| line.contains(text)).unwrap_or_else(|| panic!("{text}: {shown}"));
    let line = shown.lines().nth(row).expect("it is there");
    let column = line[..line.find(text).expect("it is there")].chars().count();
    (column as u16, row as u16)
}

fn notice(stage: &Stage) -> String {
    stage.app.run.as_ref().and_then(|run| run.notice.clone()).unwrap_or_default()
}

#[test]
fn a_click_chooses_a_card_and_one_on_the_chosen_card_starts_it() {
    let mut stage = Stage::new(COLOR, (120, 36), None);
    let moons = find(&stage, "Moons");
    click(&mut stage, moons);
    assert_eq!((stage.app.picker.chosen, stage.app.page), (1, Page::Picker));
    click(&mut stage, (moons.0, moons.1 + 2));
    assert_eq!(stage.app.page, Page::Run);
    assert_eq!(stage.session().expect("a run").setup().data.name(), "moons");
    stage.train(20).press("<esc>");
    let moons = find(&stage, "2 Moons");
    click(&mut stage, moons);
    assert!(stage.text().contains("Start Moons?"), "a click asks like the key");
    click(&mut stage, moons);
    assert_eq!(stage.session().expect("a run").step(), 20, "but it does not answer");
}

#[test]
fn a_click_on_an_image_of_the_gallery_shows_it_large() {
    let mut stage = stage("mnist");
    stage.train(10);
    let (x, y) = find(&stage, "▸7 said");
    let (next, _) = find(&stage, "2 said");
    click(&mut stage, (next - 2, y - 3));
    assert_eq!(stage.app.run.as_ref().expect("a run").image, 0, "between two images there is none");
    click(&mut stage, (next - 1, y - 3));
    let image = stage.app.run.as_ref().expect("a run").image;
    assert_eq!(image, 1, "{}", stage.text());
    assert!(stage.text().contains("Test image 2 of 100"), "{}", stage.text());
    click(&mut stage, (x, y));
    assert_eq!(stage.app.run.as_ref().expect("a run").image, 0, "a caption belongs to its image");
}

#[test]
fn a_click_on_a_point_says_what_it_is_and_what_the_network_says() {
    let mut stage = stage("circles");
    stage.train(3_000).press("]");
    for (symbol, what) in [("□", "Test point of class outer"), ("●", "Training point of class inner")] {
        let (x, y) = find(&stage, symbol);
        click(&mut stage, (x, y));
        let words = notice(&stage);
        // The first symbol on the screen may be that of the legend.
        if !words.starts_with(what) {
            let shown = stage.text();
            let rows: Vec<&str> = shown.lines().skip(y as usize + 1).collect();
            let row = rows.iter().position(|line| line.contains(symbol)).expect("a point");
            let column = rows[row].split(symbol).next().expect("a start").chars().count();
            click(&mut stage, (column as u16, y + 1 + row as u16));
        }
        let words = notice(&stage);
        assert!(words.starts_with(what) && words.contains("the network says"), "{words}");
    }
    click(&mut stage, (2, 4));
    assert!(notice(&stage).contains("the network would say outer"), "{}", notice(&stage));
}

#[test]
fn a_flipped_point_is_said_to_be_flipped() {
    let mut stage = Stage::new(
        COLOR,
        (120, 36),
        Some(Setup { flip: 0.5, ..Setup::lecture(data::resolve("circles").expect("built in")) }),
    );
    stage.train(10);
    let mut said = Vec::new();
    for row in 3..33 {
        for column in 1..60 {
            click(&mut stage, (column, row));
            said.push(notice(&stage));
        }
    }
    let flipped = said.iter().filter(|words| words.contains("its label flipped on purpose")).count();
    assert!(flipped > 20, "{flipped}");
}

#[test]
fn a_click_on_a_plot_puts_the_cursor_there_without_a_key() {
    let mut stage = stage("circles");
    stage.train(1_000);
    let cursor =
        |stage: &Stage| stage.app.run.as_ref().and_then(|run| run.view.cursor).map(|at| at.last_step);
    assert_eq!(cursor(&stage), None);
    click(&mut stage, (90, 6));
    let first = cursor(&stage).expect("a cursor");
    mouse(&mut stage, MouseEventKind::Drag(MouseButton::Left), (100, 6));
    assert!(cursor(&stage).expect("a cursor") > first);
    mouse(&mut stage, MouseEventKind::ScrollUp, (90, 6));
    assert!(stage.app.run.as_ref().expect("a run").view.is_zoomed());
    mouse(&mut stage, MouseEventKind::ScrollDown, (90, 6));
    assert!(!stage.app.run.as_ref().expect("a run").view.is_zoomed());
}

#[test]
fn under_an_overlay_and_a_question_the_mouse_is_the_terminals() {
    for keys in [",", "?", "Y", "g", "q"] {
        let mut stage = stage("circles");
        assert!(stage.train(10).app.uses_mouse());
        assert!(!stage.press(keys).app.uses_mouse(), "{keys}");
        click(&mut stage, (90, 6));
        assert!(stage.app.run.as_ref().is_some_and(|run| run.view.cursor.is_none()), "{keys}");
    }
}
