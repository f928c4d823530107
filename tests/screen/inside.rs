//! The panels that fill the screen: hidden units, the confusion matrix with its examples, and all the others.

use crate::support::{ASCII, COLOR, NO_COLOR, Stage};
use overfit::data;
use overfit::nn::{Health, UnitId, Workspace};
use overfit::train::{Setup, inputs_of};
use overfit::tui::app::{Overlay, Page};
use overfit::tui::layout::Areas;
use overfit::tui::message::Message;
use overfit::tui::open_panels::{OpenPanels, PanelFocus};
use overfit::tui::panel_id::PanelId;
use overfit::tui::run::Run;
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Rect;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];
const DATA: [&str; 3] = ["circles", "mnist", "tests/data/rows.csv"];

fn stage(name: &str) -> Stage {
    let mut stage =
        Stage::new(COLOR, (120, 36), Some(Setup::lecture(data::resolve(name).expect("sound data"))));
    stage.train(60);
    stage
}

fn run(stage: &Stage) -> &Run {
    stage.app.run.as_ref().expect("a run")
}

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
    let mut stage = stage("mnist");
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
    assert!(
        areas.picture.is_empty() && areas.mistakes.width == 80,
        "the one with the focus fills the screen"
    );
}

#[test]
fn a_click_on_the_title_does_what_the_keys_do() {
    let mut stage = stage("circles");
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
        let mut stage = stage(name);
        for id in panels(&stage) {
            let text = stage.press(&id.digit().to_string()).press("?").text();
            assert_eq!(stage.app.overlay, Overlay::Explanation(id), "{text}");
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
        let mut stage = stage("circles");
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
        let mut stage = stage(name);
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
    let mut stage = stage("mnist");
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
    assert!(text.contains(&format!("{} mistaken for {}: {most}", cell.truth, cell.said)), "{text}");
    stage.press("<up><up><up><up><up><up><up><up><up><left><left><left><left><left><left><left><left><left>");
    let text = stage.text();
    assert!(text.contains("0 taken for 0"), "{text}");
}

#[test]
fn units_have_what_they_respond_to_and_how_they_do() {
    for (name, what) in [
        ("circles", "activation over the plane"),
        ("mnist", "incoming weights"),
        ("tests/data/rows.csv", "incoming weights"),
    ] {
        let text = stage(name).press("5").text();
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
    let mut stage = stage("circles");
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
        let mut stage = stage(name);
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
        assert!(text.contains("knocked out") && text.contains('╳'), "{text}");
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
fn no_size_is_too_small_or_too_large_for_a_panel() {
    for name in DATA {
        let mut stage = stage(name);
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
    let mut stage = stage("mnist");
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
    assert!(stage.text().contains("0 mistaken for 1"), "{}", stage.text());
}
