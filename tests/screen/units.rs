//! The hidden units: their tiles, their order, the chosen one, and those that are knocked out.

use crate::support::{ASCII, COLOR, DATA, NO_COLOR, SIZES, Stage, lecture, run};
use overfit::data;
use overfit::nn::{Health, UnitId, Workspace};
use overfit::train::{Setup, inputs_of};
use overfit::tui::layout::Areas;
use overfit::tui::open_panels::PanelFocus;
use overfit::tui::panel_id::PanelId;

#[test]
fn units_have_what_they_respond_to_and_how_they_do() {
    for (name, what) in [
        ("circles", "activation over the plane"),
        ("mnist", "incoming weights"),
        ("tests/data/rows.csv", "incoming weights"),
    ] {
        let text = lecture(name).press("5").text();
        assert!(text.contains(&format!("Hidden units: {what}")), "{text}");
        assert!(text.contains("h1 ") && text.contains(" → "), "{text}");
    }
}

#[test]
fn dead_and_saturated_units_are_named() {
    let mut stage = stage_of_words("circles --activation relu --eta 0.5");
    let text = stage.train(300).press("5").text();
    assert!(text.contains("dead"), "{text}");
    let mut stage = stage_of_words("circles --eta 500");
    let text = stage.train(300).press("5").text();
    assert!(text.contains("sat 100 %") || text.contains("sat 9"), "{text}");
}

fn stage_of_words(words: &str) -> Stage {
    Stage::new(COLOR, (120, 36), Some(overfit::cli::setup_of_words(words).expect("a set-up")))
}

#[test]
fn units_are_sorted_by_influence_and_by_health() {
    let mut stage = stage_of_words("mnist --preset modern --hidden 12,9 --train-size 300");
    stage.train(40).press("5");
    assert_eq!(run(&stage).ordered_units(), (0..12).collect::<Vec<_>>());
    stage.press("w");
    let picture = run(&stage).picture.as_ref().expect("a picture");
    // The same by plain loops: Var(a) over the test images, times the squares of the outgoing weights.
    let mut workspace = Workspace::default();
    picture.network.forward(&inputs_of(&picture.dataset.test.inputs).all(), &mut workspace);
    let influence = |unit: usize| {
        let a: Vec<f64> = workspace.activations(0, unit).map(f64::from).collect();
        let mean = a.iter().sum::<f64>() / a.len() as f64;
        let variance = a.iter().map(|a| (a - mean).powi(2)).sum::<f64>() / a.len() as f64;
        let weights = (0..9).map(|next| f64::from(picture.network.layers[1].weights[(unit, next)]).powi(2));
        variance * weights.sum::<f64>()
    };
    let order = run(&stage).ordered_units();
    assert!(order.windows(2).all(|pair| influence(pair[0]) >= 0.999 * influence(pair[1])), "{order:?}");
    stage.press("w").press("<down>");
    assert_eq!(run(&stage).shown_layer(), 1);
    let picture = run(&stage).picture.as_ref().expect("a picture");
    let is_ok = |&unit: &usize| picture.units[1][unit].health == Health::Ok;
    let order = run(&stage).ordered_units();
    assert_eq!(order.len(), 9);
    assert!(order.iter().skip_while(|unit| !is_ok(unit)).all(is_ok), "{order:?}");
}

#[test]
fn the_chosen_unit_is_shown_large_in_the_plane() {
    let mut stage = lecture("circles");
    let output = stage.press("5").text();
    assert!(output.contains(" Output "), "no unit is chosen yet: {output}");
    let text = stage.press("<right><right><right>").text();
    assert!(text.contains("Activation of h3") && text.contains("▸h3"), "{text}");
    let picture = run(&stage).picture.as_ref().expect("a picture");
    let view = picture.unit.as_ref().expect("a unit");
    assert_eq!((view.id, view.map.dim()), (UnitId { layer: 0, unit: 2 }, picture.map.dim()));
    // The same by a plain loop, at the pixel in the middle of the upper left quarter.
    let (rows, columns) = view.map.dim();
    let at = |index: usize, of: usize| 2.0 * (index as f64 + 0.5) / of as f64 - 1.0;
    let (row, column) = (rows / 4, columns / 4);
    let x = f64::from(picture.window.half_width) * at(column, columns);
    let y = -f64::from(picture.window.half_height) * at(row, rows);
    let layer = &picture.network.layers[0];
    let [wx, wy] = [0, 1].map(|input| f64::from(layer.weights[(input, 2)]));
    let a = 1.0 / (1.0 + (-(x * wx + y * wy + f64::from(layer.biases[(0, 2)]))).exp());
    let pixel = view.map[(row, column)];
    let drawn = if pixel.class == 1 { f64::from(pixel.margin) } else { -f64::from(pixel.margin) };
    assert!((drawn - (2.0 * a - 1.0)).abs() < 1e-4, "{drawn} and {a}");
    assert!(stage.press("<esc>").text().contains(" Output "));
}

#[test]
fn a_unit_is_knocked_out_of_the_picture_and_restored_by_the_same_key() {
    for name in DATA {
        let mut stage = lecture(name);
        stage.train(300);
        let right = |stage: &Stage| run(stage).picture.as_ref().expect("a picture").confusion.correct();
        let (before, outputs) = (right(&stage), run(&stage).picture.as_ref().expect("one").outputs.clone());
        let text = stage.press("5<right>k").text();
        let picture = run(&stage).picture.as_ref().expect("a picture");
        assert_eq!(picture.knocked_out, [UnitId { layer: 0, unit: 0 }]);
        assert_eq!(picture.correct_with_all, Some(before));
        assert_ne!(picture.outputs, outputs);
        let after = right(&stage);
        assert!(text.contains(&format!("without h1: {before} → {after} of")), "{text}");
        assert!(text.contains("k restore") && text.contains(" out ") && text.contains('╳'), "{text}");
        let network = &run(&stage).snapshot.as_ref().expect("a report").network;
        assert_ne!(network.layers[1].weights[(0, 0)], 0.0, "the network that trains is whole");
        let text = stage.press("k").text();
        assert_eq!(run(&stage).picture.as_ref().expect("a picture").outputs, outputs, "{text}");
        assert!(!text.contains("without h1"), "{text}");
        stage.press("k").press("+");
        assert!(run(&stage).inside.knocked_out.is_empty(), "units may have other numbers now");
    }
}

#[test]
fn one_unit_is_shown_with_the_images_that_excite_it_most_and_least() {
    for theme in [COLOR, NO_COLOR, ASCII] {
        let mut stage =
            Stage::new(theme, (120, 36), Some(Setup::lecture(data::resolve("mnist").expect("built in"))));
        stage.train(60).press("5<right><right><enter><enter>");
        for size in SIZES {
            let text = stage.resize(size.0, size.1).text();
            assert!(text.contains("Hidden unit h2") && text.contains("excite it most"), "{text}");
            assert!(text.contains("outgoing weights"), "{text}");
        }
        let picture = run(&stage).picture.as_ref().expect("a picture");
        let view = picture.unit.as_ref().expect("a unit");
        assert_eq!((view.id.unit, view.activations.len()), (1, picture.test.len()));
        stage.press("<esc>");
        assert!(!stage.text().contains("excite it most"));
        assert_eq!(run(&stage).panels.focus, PanelFocus::Full(PanelId::Units));
    }
}

#[test]
fn the_tiles_use_the_whole_panel() {
    for name in DATA {
        for size in [(120, 36), (200, 60)] {
            for keys in ["5", "w"] {
                let mut stage = lecture(name);
                stage.resize(size.0, size.1).press(keys);
                let panel = Areas::of(stage.app.area, run(&stage)).units;
                let text = stage.text();
                let inside = text.lines().skip(usize::from(panel.y) + 1).take(usize::from(panel.height) - 2);
                let rows: Vec<&str> = inside.map(|row| row.trim_end_matches(['┃', '│', ' '])).collect();
                let across = rows.iter().map(|row| row.chars().count()).max().unwrap_or(0);
                let down = rows.iter().rposition(|row| row.chars().count() > 1).unwrap_or(0) + 1;
                let tile = 38; // the widest of these
                assert!(across + tile / 2 > usize::from(panel.width), "{name}: {across} columns: {text}");
                assert!(10 * down >= 8 * rows.len(), "{name}: {down} rows: {text}");
            }
        }
    }
}
