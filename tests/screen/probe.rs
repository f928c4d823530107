//! What the network makes of one place or example: the numbers are those of the newest network.

use crate::support::{LOOKS, Stage};
use overfit::cli::setup_of_words;
use overfit::nn::Network;
use overfit::tui::run::Run;

const SIZES: [(u16, u16); 5] = [(80, 24), (100, 30), (120, 36), (200, 60), (500, 200)];

fn stage(words: &str, size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(LOOKS[0], size, Some(setup_of_words(words).expect("a set-up")));
    stage.train(200).press("i");
    stage
}

fn run(stage: &Stage) -> &Run {
    stage.app.run.as_ref().expect("a run")
}

fn network(stage: &Stage) -> &Network {
    &run(stage).snapshot.as_ref().expect("a report").network
}

#[test]
fn the_probe_follows_the_crosshair_and_the_network() {
    for size in [(80, 24), (120, 36), (200, 60)] {
        let mut stage = stage("circles --steps 5000", size);
        let mut texts = Vec::new();
        for keys in ["", "<right><right><right>", "<up><up>"] {
            stage.press(keys).train(50);
            let place = run(&stage).crosshair.place;
            let probe = network(&stage).probe(&[place.x, place.y]);
            let text = stage.text();
            assert!(text.contains(&format!("At {:.2}, {:.2}", place.x, place.y)), "{text}");
            for output in &probe.outputs {
                assert!(text.contains(&format!("{output:.2}")), "{output}: {text}");
            }
            assert!(text.contains(&format!("{:+.2}", probe.lead())), "{text}");
            let strongest = probe.strongest()[0];
            let name = format!("h{}", strongest + 1);
            assert!(text.contains(&name), "{name}: {text}");
            texts.push(text);
        }
        assert!(texts.windows(2).all(|pair| pair[0] != pair[1]));
    }
}

#[test]
fn examples_are_probed_one_after_the_other() {
    for (words, what) in [
        ("mnist --train-size 60 --test-size 30 --steps 900", "Test image"),
        ("tests/data/rows.csv --steps 900", "Test row"),
    ] {
        let mut stage = stage(words, (120, 36));
        for number in 1..4 {
            let text = stage.text();
            assert!(text.contains(&format!("{what} {number} of")), "{text}");
            let dataset = &run(&stage).snapshot.as_ref().expect("a report").dataset;
            let probe = network(&stage).probe(&dataset.test.inputs.row(number - 1).collect::<Vec<_>>());
            assert!(text.contains(&format!("by {:+.2}", probe.lead())), "{}: {text}", probe.lead());
            stage.press("<right>");
        }
        stage.press("<esc>");
        assert!(!run(&stage).is_probing);
        assert!(stage.text().contains("Accuracy"), "{}", stage.text());
    }
}

#[test]
fn every_network_has_room_at_every_size() {
    for words in [
        "circles --hidden 0",
        "circles --hidden 300,200,100 --activation tanh",
        "mnist --train-size 40 --test-size 20 --hidden 0",
        "mnist --preset modern --train-size 40 --test-size 20 --hidden 800",
        "tests/data/rows.csv --activation relu --hidden 5,5",
    ] {
        let mut stage = Stage::new(LOOKS[0], (120, 36), Some(setup_of_words(words).expect("a set-up")));
        stage.train(3).press("i");
        for size in SIZES {
            stage.resize(size.0, size.1);
            for theme in LOOKS {
                stage.app.theme = theme;
                let text = stage.text();
                let title = if words.starts_with("circles") { "At 0.00" } else { "Test " };
                assert!(text.contains(title), "{text}");
            }
        }
    }
    let mut wide =
        Stage::new(LOOKS[0], (120, 36), Some(setup_of_words("circles --hidden 300").expect("a set-up")));
    let text = wide.train(3).press("i").text();
    assert!(text.contains(" more"), "of a wide layer the strongest: {text}");
}
