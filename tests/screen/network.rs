//! The network: drawn if it is small, layer by layer otherwise.

use crate::support::{ASCII, COLOR, NO_COLOR, Stage};
use overfit::cli::setup_of_words;
use overfit::train::LayerSeries;
use overfit::tui::inside::NetworkView;
use overfit::tui::layout::Areas;
use overfit::tui::run::Run;
use ratatui::layout::Rect;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];

fn stage(words: &str) -> Stage {
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup_of_words(words).expect("a set-up")));
    stage.train(60);
    stage
}

fn run(stage: &Stage) -> &Run {
    stage.app.run.as_ref().expect("a run")
}

#[test]
fn a_small_network_is_drawn_and_a_large_one_has_rows() {
    for (words, names) in [
        ("circles", ["x", "h10", "inner", "outer"]),
        ("tests/data/rows.csv --hidden 5,4", ["length", "h5", "small", "h4"]),
    ] {
        let mut stage = stage(words);
        for theme in [COLOR, NO_COLOR, ASCII] {
            stage.app.theme = theme;
            for size in SIZES {
                let text = stage.resize(size.0, size.1).press("7<enter>").text();
                assert!(text.contains(" The network: a drawing w shows its layers "), "{text}");
                for name in names {
                    assert!(text.contains(name), "{name} in {text}");
                }
                assert!(text.contains(" positive ") && text.contains(" negative "), "{text}");
                let text = stage.press("w").text();
                assert!(text.contains(" The network: its layers w draws it "), "{text}");
                stage.press("w7");
            }
        }
    }
    let mut stage = stage("mnist");
    let text = stage.press("7").text();
    assert!(text.contains(" The network: its layers ") && text.contains("784→30"), "{text}");
    let text = stage.press("w").text();
    assert!(text.contains("Only small networks are drawn"), "{text}");
    assert_eq!(run(&stage).inside.network, NetworkView::Drawing, "a smaller one will be drawn");
}

#[test]
fn the_lines_of_a_drawing_show_sign_and_size_without_colour() {
    let mut stage = stage("circles --hidden 3");
    for theme in [ASCII, NO_COLOR] {
        stage.app.theme = theme;
        stage.train(200).press("7<enter>");
        let panel = Areas::of(stage.app.area, run(&stage)).network;
        // Between the inputs and the hidden units; the frame and the legend are left out.
        let gap = Rect { x: panel.x + 4, y: panel.y + 1, width: 30, height: panel.height - 3 };
        let buffer = stage.buffer();
        let has = |glyph: &str| gap.positions().any(|at| buffer[at].symbol() == glyph);
        let picture = run(&stage).picture.as_ref().expect("a picture");
        let weights: Vec<f32> = picture.network.layers[0].weights.values().collect();
        let largest = weights.iter().fold(0.0_f32, |largest, weight| largest.max(weight.abs()));
        let any = |is_so: fn(f32) -> bool| weights.iter().any(|weight| is_so(weight / largest));
        if theme == ASCII {
            assert_eq!(has("#"), any(|strength| strength > 0.6));
            assert_eq!(has("="), any(|strength| strength < -0.6));
        } else {
            assert!(gap.positions().any(|at| ("\u{2801}".."\u{2900}").contains(&buffer[at].symbol())));
        }
        stage.press("7");
    }
}

#[test]
fn each_layer_has_its_numbers_and_its_curves() {
    for name in ["circles", "mnist", "tests/data/rows.csv"] {
        let mut stage = stage(name);
        stage.train(100).press("7<enter>");
        if run(&stage).picture.as_ref().is_some_and(|picture| picture.network.sizes()[0] <= 8) {
            stage.press("w");
        }
        for size in SIZES {
            let text = stage.resize(size.0, size.1).text();
            let snapshot = run(&stage).snapshot.as_ref().expect("a snapshot");
            for (l, layer) in snapshot.layers.latest().iter().enumerate() {
                let decimals = match layer.weight_norm {
                    norm if norm >= 100.0 => 0,
                    norm if norm >= 1.0 => 2,
                    _ => 3,
                };
                let norm = format!("{:.decimals$}", layer.weight_norm);
                assert!(text.contains(&norm), "{norm} in {text}");
                let power = format!("10^{:.1} ", layer.step_ratio.log10());
                assert!(text.contains(&power), "{power} in {text}");
                assert!(snapshot.layers.buckets(l).len() > 1);
                let last = snapshot.layers.buckets(l).last().expect("an evaluation");
                assert_eq!(last.range(LayerSeries::WeightNorm).last, layer.weight_norm);
            }
            assert!(text.contains("layer 1") && text.contains("outputs"), "{text}");
            assert!(text.contains("10^-3 of the weights"), "{text}");
        }
    }
}

#[test]
fn a_step_that_is_not_usual_has_a_word() {
    for (words, word) in [("circles --eta 1e-7", "small "), ("circles --optimizer adam --eta 0.3", "large ")]
    {
        let mut stage = Stage::new(COLOR, (120, 36), Some(setup_of_words(words).expect("a set-up")));
        let text = stage.train(5).press("7<enter>w").text();
        assert!(text.contains(word), "{word} in {text}");
    }
}

#[test]
fn layers_of_other_sizes_and_a_new_run_are_shown() {
    let mut stage = stage("circles");
    let text = stage.press("7w+++").train(50).text();
    assert!(text.contains("2→13") && text.contains("13→2"), "{text}");
    let text = stage.press("w").text();
    assert!(text.contains("Only small networks are drawn"), "{text}");
    let text = stage.press("---").train(50).press("w").text();
    assert!(text.contains(" The network: a drawing w shows its layers "), "{text}");
    let text = stage.press("*y").train(50).press("w").text();
    assert!(text.contains("layer 2") && text.contains("10→10"), "{text}");
    let text = stage.press("u").train(50).text();
    assert!(text.contains("layer 2"), "{text}");
}
