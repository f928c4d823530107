//! Drawing an image, and what the network makes of it.

use crate::support::{ASCII, COLOR, LOOKS, NO_COLOR, Stage};
use ndarray::{Array2, s};
use overfit::cli::setup_of_words;
use overfit::data::{Features, Framing, Point, Sheet};
use overfit::nn::{Inputs, Network, Prediction, Workspace};
use overfit::tui::app::Overlay;
use overfit::tui::drawing::{Contact, Drawing};
use overfit::tui::drawing_layout::DrawingPlaces;
use overfit::tui::layout::Areas;
use overfit::tui::message::Message;
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::widgets::Block;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn stage(words: &str, size: (u16, u16)) -> Stage {
    Stage::new(COLOR, size, Some(setup_of_words(words).expect("a set-up")))
}

fn drawing(stage: &Stage) -> &Drawing {
    stage.app.run.as_ref().and_then(|run| run.drawing.as_ref()).expect("a drawing")
}

fn outputs(stage: &Stage) -> Vec<f32> {
    drawing(stage).answer.as_ref().expect("an answer").outputs.clone()
}

fn said(stage: &Stage) -> u8 {
    Prediction::of(outputs(stage)).class
}

fn places(stage: &Stage) -> DrawingPlaces {
    DrawingPlaces::of(stage.app.area, stage.app.run.as_ref().expect("a run")).expect("images")
}

fn mouse(stage: &mut Stage, kind: MouseEventKind, (column, row): (u16, u16)) {
    stage.tell(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
}

/// Draws a line from cell to cell with a button of the mouse.
fn drag(stage: &mut Stage, button: MouseButton, cells: &[(u16, u16)]) {
    mouse(stage, MouseEventKind::Down(button), cells[0]);
    for &cell in &cells[1..] {
        mouse(stage, MouseEventKind::Drag(button), cell);
    }
    mouse(stage, MouseEventKind::Up(button), cells[cells.len() - 1]);
}

/// The corners of a 7 in the cells of the canvas.
fn seven(stage: &Stage) -> [(u16, u16); 3] {
    let canvas = Block::bordered().inner(places(stage).canvas);
    let cell = |x: u16, y: u16| (canvas.x + canvas.width * x / 28, canvas.y + canvas.height * y / 28);
    [cell(7, 5), cell(20, 5), cell(12, 24)]
}

/// The share of images that are predicted right.
fn accuracy(network: &Network, images: impl Iterator<Item = Array2<f32>>, labels: &[u8]) -> f64 {
    let rows: Vec<Vec<f32>> = images.map(|image| image.iter().copied().collect()).collect();
    let inputs = Inputs::from_rows(rows.len(), 784, |n| rows[n].iter().copied());
    let said = network.predict(&inputs.all(), &mut Workspace::default());
    let right = said.iter().zip(labels).filter(|(said, label)| said.class == **label).count();
    right as f64 / rows.len() as f64
}

#[test]
fn a_unit_that_is_knocked_out_has_no_part_in_the_answer() {
    let mut stage = stage("mnist --train-size 200 --test-size 100 --hidden 5 --steps 300", (120, 36));
    stage.train(200).press("D");
    let corners = seven(&stage);
    drag(&mut stage, MouseButton::Left, &corners);
    let whole = outputs(&stage);
    stage.press("<esc>5k<esc>D");
    let run = stage.app.run.as_ref().expect("a run");
    let network = &run.snapshot.as_ref().expect("a report").network;
    let inputs = &drawing(&stage).answer.as_ref().expect("an answer").inputs;
    let inputs: Vec<f32> = inputs.iter().copied().collect();
    let without = network.without(&run.inside.knocked_out).probe(&inputs).outputs;
    assert_ne!(outputs(&stage), whole);
    assert_eq!(outputs(&stage), without);
    assert!(stage.text().contains(" without h1 "), "{}", stage.text());
    stage.press("<esc>5k<esc>D");
    assert_eq!(outputs(&stage), whole);
}

#[test]
fn a_trained_network_reads_what_is_drawn() {
    let words = "mnist --preset modern --train-size 10000 --test-size 1000 --hidden 100 --augment affine --steps 5000";
    let mut stage = stage(words, (120, 36));
    stage.train(5_000).press("D");
    let snapshot = stage.app.run.as_ref().and_then(|run| run.snapshot.clone()).expect("a run");
    let point = *snapshot.history.latest().expect("evaluated");
    assert!(point.test.accuracy() >= 0.97, "{}", point.test.accuracy());

    // Two hundred digits as pixels on the canvas, and the same in its lower right corner.
    let (test, framing) = (&snapshot.dataset.test, drawing(&stage).framing);
    let labels = &test.labels[..200];
    let digits = || (0..200).map(|n| test.inputs.image(n, 28, 28));
    let moved = || {
        digits().map(|digit| {
            let mut moved = Array2::zeros((28, 28));
            moved.slice_mut(s![4.., 4..]).assign(&digit.slice(s![..24, ..24]));
            moved
        })
    };
    let framed = |ink: Array2<f32>| framing.frame(Sheet::with_ink(ink).ink().view());
    let own = accuracy(&snapshot.network, digits(), labels);
    let drawn = accuracy(&snapshot.network, digits().map(framed), labels);
    let brought_back = accuracy(&snapshot.network, moved().map(framed), labels);
    let left_there = accuracy(&snapshot.network, moved(), labels);
    assert!(drawn >= 0.95 * own, "{own} as they are, {drawn} drawn");
    assert!(brought_back >= 0.9 * own && left_there < 0.6 * own, "{own}, {brought_back}, {left_there}");

    // A 7 by thirty keys: from the middle to the upper left, across, and down to the left.
    let keys = "<up><up><up><up><left><left><left> <right><right><right><right><right><right>\
                <down><down><left><down><down><left><down><down><left><down><down> ";
    assert!(keys.matches(['<', ' ']).count() <= 30);
    let text = stage.press(keys).text();
    assert_eq!(said(&stage), 7, "{text}");
    assert!(text.contains(" Says 7 ") && text.contains(" pen up "), "{text}");

    // And by the mouse, at every size.
    for (width, height) in SIZES {
        stage.resize(width, height).press("<backspace>");
        assert!(drawing(&stage).sheet.is_empty());
        let corners = seven(&stage);
        drag(&mut stage, MouseButton::Left, &corners);
        assert_eq!(said(&stage), 7, "{}", stage.text());
    }
}

#[test]
fn the_bars_follow_each_stroke_and_each_step() {
    let mut stage = stage("mnist", (120, 36));
    stage.train(20).press("D");
    let blank = outputs(&stage);
    let corners = seven(&stage);
    drag(&mut stage, MouseButton::Left, &corners[..2]);
    let one = outputs(&stage);
    assert_ne!(one, blank);
    drag(&mut stage, MouseButton::Left, &corners[1..]);
    let two = outputs(&stage);
    assert_ne!(two, one);
    stage.train(5);
    assert_eq!(stage.session().expect("a run").step(), 25, "it trains while one draws");
    let answer = drawing(&stage).answer.as_ref().expect("an answer");
    assert!(answer.step == 25 && answer.outputs != two);
    assert!(stage.text().contains(" step 25 "), "{}", stage.text());
    // They are those of the network for the image that is shown.
    let network = stage.session().expect("a run").network();
    let mut workspace = Workspace::default();
    let inputs = Inputs::from_rows(1, 784, |_| answer.inputs.iter().copied());
    network.forward(&inputs.all(), &mut workspace);
    assert!((0..10).all(|class| workspace.output(0, class) == answer.outputs[class]));
    stage.press("ry");
    assert_eq!(drawing(&stage).answer.as_ref().expect("an answer").step, 0, "again from the start");
}

#[test]
fn strokes_are_undone_rubbed_out_and_cleared() {
    let mut stage = stage("mnist", (120, 36));
    stage.train(1).press("D <right><right> ");
    let ink = |stage: &Stage| drawing(stage).sheet.ink().sum();
    let one = ink(&stage);
    stage.press("<down><down> <left> ");
    assert!(ink(&stage) > one && drawing(&stage).contact == Contact::Up);
    stage.press("u");
    assert_eq!(ink(&stage), one, "the last stroke is taken back");
    assert!(stage.press("x").text().contains(" rubber up "));
    stage.press("<up><up><right> <left><left> ");
    assert!(ink(&stage) < 0.5 * one, "{} of {one}", ink(&stage));
    stage.press("<c-z>");
    assert_eq!(ink(&stage), one);
    let corners = seven(&stage);
    drag(&mut stage, MouseButton::Right, &corners);
    stage.press("x<backspace>");
    assert!(drawing(&stage).sheet.is_empty() && stage.text().contains(" Blank paper "));
    stage.press("u<esc>");
    assert_eq!(stage.app.overlay, Overlay::None);
    let kept = ink(&stage);
    stage.press("D");
    assert!(kept > 0.0 && ink(&stage) == kept, "the drawing is kept");
    assert_eq!(stage.press("D").app.overlay, Overlay::None);
}

#[test]
fn the_pen_stays_on_the_sheet_and_the_mouse_begins_on_it() {
    let mut stage = stage("mnist", (80, 24));
    stage.train(1).press("D ").press(&"<right>".repeat(40));
    assert_eq!(drawing(&stage).pen, Point { x: 28.0, y: 14.0 });
    assert!(stage.text().contains(" pen down "));
    stage.press("<backspace>");
    let places = places(&stage);
    let outside = (places.outputs.x + 3, places.outputs.y + 3);
    drag(&mut stage, MouseButton::Left, &[outside, outside]);
    assert!(drawing(&stage).sheet.is_empty(), "a click beside the sheet draws nothing");
    let inside = (places.canvas.x + 5, places.canvas.y + 5);
    drag(&mut stage, MouseButton::Left, &[inside, outside]);
    assert_eq!(drawing(&stage).pen.x, 28.0, "and a line that leaves it ends at its edge");
    let there = Block::bordered().inner(places.canvas);
    assert!(drawing(&stage).sheet.ink()[(13, 27)] == 0.0 && there.width == 28 && there.height == 14);
}

#[test]
fn it_fills_a_small_screen_and_stands_in_the_place_of_the_picture_on_larger_ones() {
    for theme in [COLOR, NO_COLOR, ASCII] {
        for (size, is_beside) in [((80, 24), false), ((100, 34), false), ((120, 36), true), ((200, 60), true)]
        {
            let mut stage = stage("mnist", size);
            stage.app.theme = theme;
            stage.train(3).press("D");
            let corners = seven(&stage);
            drag(&mut stage, MouseButton::Left, &corners);
            let areas = Areas::of(stage.app.area, stage.app.run.as_ref().expect("a run"));
            let places = places(&stage);
            assert_eq!(places.whole == areas.picture.union(areas.gallery), is_beside);
            let text = stage.text();
            assert_eq!(text.contains("Loss"), is_beside, "{text}");
            for words in [" Draw ", " as the net sees it ", " Says ", " of 28", " pen up ", "pen"] {
                assert!(text.contains(words), "{words}: {text}");
            }
            assert!(places.canvas.width >= 30 && places.canvas.height >= 16);
            let parts = [places.canvas, places.inputs, places.outputs, places.words];
            assert!(parts.iter().all(|part| places.whole.union(*part) == places.whole && !part.is_empty()));
            assert!((0..4).all(|a| (0..a).all(|b| !parts[a].intersects(parts[b]))), "{places:?}");
            if theme == COLOR || size == SIZES[0] {
                let at = format!("{}x{}_{}_{}", size.0, size.1, theme.colors.name(), theme.glyphs.name());
                insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                    insta::assert_snapshot!(format!("draw_{at}"), text);
                });
            }
        }
    }
}

#[test]
fn images_of_other_sizes_get_a_canvas_of_their_own() {
    let mut small = stage("tests/data/bars.csv", (80, 24));
    small.train(3).press("D   <right> ");
    let text = small.text();
    let snapshot = small.app.run.as_ref().and_then(|run| run.snapshot.clone()).expect("a run");
    let (width, height) = drawing(&small).size();
    let framing = Framing::of(&snapshot.dataset.train.inputs, width, height);
    let [across, down] = framing.ink_size();
    assert!(text.contains(&format!("{across} × {down} of {width} × {height} pixels")), "{text}");
    let Features::Pixels(_) = &snapshot.dataset.train.inputs else { panic!("pixels") };
    assert!(drawing(&small).answer.as_ref().expect("an answer").inputs.iter().any(|&value| value > 0.9));
    for (width, height) in [(0, 0), (1, 1), (40, 12), (79, 24), (80, 200), (500, 24), (500, 200)] {
        for look in LOOKS {
            small.app.theme = look;
            drop(small.resize(width, height).press(" <down>").text());
        }
    }
    let mut points = stage("circles", (80, 24));
    points.train(3).press("D");
    assert_eq!(points.app.overlay, Overlay::None, "there are no images");
}
