//! The crosshair on the plane: points added, moved and removed by keys and by the mouse while the network learns.

use crate::support::crosshair::{
    cell, click, free_cell, is_repeated, mouse, names, notice, points, run, stage, stage_of,
};
use crate::support::{ASCII, COLOR, NO_COLOR, Stage};
use overfit::cli::setup_of_words;
use overfit::data::PointId;
use ratatui::crossterm::event::{MouseButton, MouseEventKind};

#[test]
fn keys_add_move_and_remove_points_while_it_trains() {
    let mut stage = stage();
    assert!(notice(&stage).contains("test points stay"), "{}", notice(&stage));
    let before = stage.session().expect("a run").network().clone();
    stage.press("<right><right><down>2");
    assert_eq!(stage.session().expect("a run").network(), &before, "it keeps its weights");
    let place = run(&stage).crosshair.place;
    assert_eq!(points(&stage).last(), Some(&(place.x, place.y, 1)), "class 2 is the second one");
    assert_eq!(names(&stage).last(), Some(&PointId::Added(1)));
    assert!(place.x > 0.0 && place.y < 0.0, "{place:?}");
    stage.train(5).press("<left><left><left><left><left><left><left><left>1").train(5);
    assert_eq!(points(&stage).last().expect("a point").2, 0);

    // The one just placed is the nearest: Enter picks it up, Enter puts it down.
    stage.press("<enter>");
    assert_eq!(run(&stage).crosshair.held.map(|held| held.point), Some(PointId::Added(2)));
    stage.press("<s-left><up>").train(1);
    assert_eq!(names(&stage).len(), 62, "nothing changes before it is put down");
    stage.press("<enter>").train(3);
    let place = run(&stage).crosshair.place;
    assert_eq!(points(&stage).last(), Some(&(place.x, place.y, 0)));
    assert_eq!(names(&stage).len(), 62);

    stage.press("x").train(3);
    assert!(!names(&stage).contains(&PointId::Added(2)));
    stage.press("<del>").train(3);
    let marks = stage.session().expect("a run").history().marks().len();
    assert!(marks >= 4, "{marks}");
    is_repeated(&stage);
}

#[test]
fn a_point_of_the_data_set_moves_with_its_label() {
    let mut stage = stage();
    let point = PointId::Own(7);
    let n = names(&stage).iter().position(|&other| other == point).expect("it is there");
    let label = points(&stage)[n].2;
    let (from, to) = (cell(&stage, point), free_cell(&stage));
    mouse(&mut stage, MouseEventKind::Down(MouseButton::Left), from);
    let held = run(&stage).crosshair.held.expect("a point").point;
    mouse(&mut stage, MouseEventKind::Drag(MouseButton::Left), (to.0 - 1, to.1));
    mouse(&mut stage, MouseEventKind::Drag(MouseButton::Left), to);
    mouse(&mut stage, MouseEventKind::Up(MouseButton::Left), to);
    let place = run(&stage).crosshair.place;
    let n = names(&stage).iter().position(|&other| other == held).expect("it is there");
    let moved = points(&stage)[n];
    assert_eq!((moved.0, moved.1), (place.x, place.y));
    assert!(held != point || moved.2 == label);
    assert_eq!(stage.session().expect("a run").history().marks().len(), 1, "one edit, where it is put down");
    is_repeated(stage.train(10));
}

#[test]
fn clicks_add_and_remove_and_say_what_is_there() {
    let mut stage = stage();
    let free = free_cell(&stage);
    click(&mut stage, MouseButton::Left, free);
    assert_eq!((names(&stage).len(), points(&stage)[60].2), (61, 0), "the class in hand is the first one");
    stage.train(2);
    click(&mut stage, MouseButton::Left, free);
    assert!(notice(&stage).starts_with("Training point of class outer"), "{}", notice(&stage));
    assert_eq!(names(&stage).len(), 61, "a click on a point adds none");
    click(&mut stage, MouseButton::Right, free);
    assert_eq!(names(&stage).len(), 60);
    let other = cell(&stage, PointId::Own(3));
    stage.train(2);
    click(&mut stage, MouseButton::Middle, other);
    assert_eq!(names(&stage).len(), 59);
    stage.train(2).press("2");
    let free = free_cell(&stage);
    click(&mut stage, MouseButton::Left, free);
    assert_eq!(points(&stage).last().expect("a point").2, 1, "now the second class is in hand");
    is_repeated(stage.train(10));
}

#[test]
fn without_the_crosshair_a_click_only_says_what_is_there() {
    let mut stage = stage();
    let free = free_cell(&stage);
    stage.press("<esc>");
    assert!(!run(&stage).is_probing);
    for button in [MouseButton::Left, MouseButton::Right, MouseButton::Middle] {
        click(&mut stage, button, free);
    }
    assert_eq!(names(&stage).len(), 60);
    assert!(notice(&stage).starts_with("No point is here"), "{}", notice(&stage));
}

#[test]
fn escape_lets_go_of_a_point_before_it_leaves() {
    let mut stage = stage();
    let point = cell(&stage, PointId::Own(0));
    let view = run(&stage).crosshair_view(stage.app.area).expect("a crosshair");
    while view.cell(run(&stage).crosshair.place).0 + view.area.x < point.0 {
        stage.press("<right>");
    }
    while view.cell(run(&stage).crosshair.place).0 + view.area.x > point.0 {
        stage.press("<left>");
    }
    while view.cell(run(&stage).crosshair.place).1 + view.area.y > point.1 {
        stage.press("<up>");
    }
    while view.cell(run(&stage).crosshair.place).1 + view.area.y < point.1 {
        stage.press("<down>");
    }
    stage.press("<enter>");
    assert!(run(&stage).crosshair.held.is_some());
    stage.press("<up><esc>");
    assert!(run(&stage).crosshair.held.is_none() && run(&stage).is_probing);
    assert_eq!(names(&stage).len(), 60);
    stage.press("<esc>");
    assert!(!run(&stage).is_probing);
}

#[test]
fn the_last_point_and_a_class_that_is_not_there_are_refused() {
    let gone: Vec<String> = (2..=20).map(|number| format!("{number}@off")).collect();
    let words = format!("circles --train-size 20 --test-size 20 --steps 300 --points {}", gone.join("+"));
    let mut stage = stage_of(&words, (120, 36));
    stage.train(5).press("i9");
    assert!(notice(&stage).contains("There is no class 9"), "{}", notice(&stage));
    let last = cell(&stage, PointId::Own(0));
    click(&mut stage, MouseButton::Right, last);
    assert!(notice(&stage).contains("The last training point stays"), "{}", notice(&stage));
    assert_eq!(names(&stage).len(), 1);
    stage.train(20);
}

#[test]
fn the_crosshair_and_its_keys_can_be_seen_everywhere() {
    for (theme, symbol) in [(COLOR, "┼"), (NO_COLOR, "┼"), (ASCII, "+")] {
        for size in [(80, 24), (120, 36), (200, 60)] {
            let setup = setup_of_words("circles --train-size 60 --test-size 20").expect("a set-up");
            let mut stage = Stage::new(theme, size, Some(setup));
            stage.train(20).press("i");
            let free = free_cell(&stage);
            // A click moves it, and undoing the point leaves it where nothing is.
            click(&mut stage, MouseButton::Left, free);
            stage.press("x").train(1);
            let buffer = stage.buffer();
            assert_eq!(buffer[free].symbol(), symbol, "{}", stage.text());
            let arms = if theme == ASCII { ["-", "|"] } else { ["─", "│"] };
            assert_eq!(buffer[(free.0 + 1, free.1)].symbol(), arms[0]);
            assert_eq!(buffer[(free.0, free.1 + 1)].symbol(), arms[1]);
            assert!(stage.text().contains("adds a training "), "{}", stage.text());
            let text = stage.text();
            let footer = text.lines().last().expect("keys");
            assert!(footer.contains("1 2 add") && footer.contains("x remove"), "{footer}");
        }
    }
}

#[test]
fn edits_are_marked_on_the_curves() {
    let mut stage = stage();
    stage.press("2").train(10).press("<esc>c");
    stage.press("<home>");
    let mut seen = false;
    for _ in 0..60 {
        seen |= stage.text().contains("point new1");
        stage.press("<right>");
    }
    assert!(seen, "{}", stage.text());
}

#[test]
fn again_keeps_the_edits() {
    let mut stage = stage();
    stage.press("2").train(5).press("ry");
    assert_eq!(stage.session().expect("a run").step(), 0);
    assert_eq!(names(&stage).len(), 61);
    let line = stage.app.command_line().expect("a line");
    assert!(line.contains("--points new1@") && !line.contains("--at"), "{line}");
    is_repeated(stage.train(30));
}

#[test]
fn with_many_classes_a_point_of_any_class_is_added() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let mut stage = stage_of("tests/data/forty.csv --steps 400", size);
        stage.train(5).press("i");
        assert!(notice(&stage).contains("PgDn"), "{}", notice(&stage));
        let classes = names_of_classes(&stage);
        for presses in [0, 1, 12, 17] {
            let before = usize::from(run(&stage).crosshair.class);
            let text = stage.press(&"<pgdn>".repeat(presses)).text();
            let class = (before + presses) % classes.len();
            assert_eq!(usize::from(run(&stage).crosshair.class), class);
            assert!(text.contains(&classes[class]), "the legend has {}: {text}", classes[class]);
            stage.press("a").train(2);
            assert_eq!(usize::from(points(&stage).last().expect("a point").2), class);
        }
        stage.press("<pgup>a").train(2);
        assert_eq!(points(&stage).last().expect("a point").2, 29);
        is_repeated(&stage);
    }
}

fn names_of_classes(stage: &Stage) -> Vec<String> {
    stage.session().expect("a run").dataset().class_names.clone()
}

#[test]
fn the_legend_and_the_words_of_the_crosshair_are_both_read() {
    for theme in [COLOR, NO_COLOR, ASCII] {
        let setup = setup_of_words("circles --train-size 60 --test-size 20").expect("a set-up");
        let mut stage = Stage::new(theme, (80, 24), Some(setup));
        stage.train(20);
        let before = stage.text();
        let legend = |text: &str| text.lines().find(|line| line.contains(" wrong ")).map(str::to_owned);
        let words = legend(&before).expect("a legend");
        let words = words.split_once(" train ").expect("a legend").1.split_once(" wrong ").expect("it").0;
        for keys in ["i", "<right><down>", "2<left>", "<enter>"] {
            let text = stage.press(keys).text();
            assert!(text.contains(words), "{words}: {text}");
            let place = run(&stage).crosshair.place;
            assert!(text.contains(&format!("{:.2}, {:.2} ", place.x, place.y)), "{text}");
            let deed =
                if run(&stage).crosshair.held.is_some() { "moves a training" } else { "adds a training" };
            assert!(text.contains(deed), "{text}");
        }
    }
}
