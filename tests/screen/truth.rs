//! What two panels say of the same thing agrees, or each says what it is about.

use crate::support::crosshair::{cell, notice};
use crate::support::{ASCII, COLOR, SIZES, Stage, lecture, run};
use overfit::cli::setup_of_words;
use overfit::data::PointId;
use overfit::tui::app::Overlay;
use overfit::tui::layout::Areas;
use overfit::tui::topic::Topic;

fn stage(words: &str, size: (u16, u16)) -> Stage {
    let mut stage = Stage::new(COLOR, size, Some(setup_of_words(words).expect("a set-up")));
    stage.train(300);
    stage
}

/// Whether a text has a signed number that is this weight, rounded.
fn has_number(text: &str, weight: f32) -> bool {
    let words = text.split(|letter: char| letter.is_whitespace() || "│┃".contains(letter));
    let signed =
        words.flat_map(|word| word.match_indices(['+', '-']).map(|(at, _)| &word[at..]).collect::<Vec<_>>());
    let number =
        |word: &str| word.trim_end_matches(|letter: char| !letter.is_ascii_digit()).parse::<f32>().ok();
    signed.filter_map(number).any(|number| (number - weight).abs() <= 0.005 * weight.abs() + 1e-6)
}

fn footer(stage: &Stage) -> String {
    stage.text().lines().last().expect("keys").to_owned()
}

#[test]
fn without_a_unit_each_count_says_which_network_it_is_of() {
    for size in SIZES {
        let mut stage = stage("circles", size);
        stage.press("5<right><right><right>");
        assert!(footer(&stage).contains("k knock out"), "{}", stage.text());
        stage.press("k");
        assert!(footer(&stage).contains("k restore"), "{}", stage.text());
        let text = stage.press("<esc>").text();
        let picture = run(&stage).picture.as_ref().expect("a picture");
        let (before, after) = (picture.correct_with_all.expect("one is out"), picture.confusion.correct());
        let title = if size.0 == 120 { " Without h3 " } else { " Output without h3 " };
        assert!(text.contains(title), "{text}");
        assert!(text.contains(&format!("Without h3: {before} → {after} of 100 right;")), "{text}");
        if !Areas::of(stage.app.area, run(&stage)).accuracy.is_empty() {
            assert!(text.contains(&format!("test {before} of 100 with h3")), "{text}");
        }
        let place = run(&stage).crosshair.place;
        let probed = stage.press("i").text();
        assert!(probed.contains(" without h3 "), "{probed}");
        let network = &run(&stage).snapshot.as_ref().expect("a report").network;
        let lead = network.without(&run(&stage).inside.knocked_out).probe(&[place.x, place.y]).lead();
        assert!(probed.contains(&format!("{lead:+.2}")), "{lead} in {probed}");
        stage.press("<esc>5k<esc>");
        let text = stage.text();
        assert!(!text.contains("without h3") && !text.contains("Without h3"), "{text}");
    }
}

#[test]
fn a_unit_that_is_shown_large_crosses_no_points() {
    let mut stage = stage("circles", (120, 36));
    let crosses = |stage: &Stage| {
        let (buffer, panel) = (stage.buffer(), Areas::of(stage.app.area, run(stage)).picture);
        let inner = ratatui::layout::Rect { height: panel.height - 1, ..panel };
        inner.positions().filter(|&at| ["✗", "☒"].contains(&buffer[at].symbol())).count()
    };
    assert!(crosses(&stage) > 0);
    for keys in ["5<right>", "k"] {
        assert_eq!(crosses(stage.press(keys)), 0, "{}", stage.text());
    }
    assert!(stage.text().contains(" Activation of h1, knocked out "), "{}", stage.text());
}

#[test]
fn words_are_not_cut_in_narrow_tiles() {
    let mut stage = stage("circles", (80, 24));
    let text = stage.press("5<right>k").text();
    assert!(!text.contains("knocked o ") && !text.contains("knocked  "), "{text}");
    assert!(text.contains(" out "), "{text}");
    stage.resize(200, 60);
    assert!(stage.text().contains("knocked out"), "{}", stage.text());
    let text = stage.press("7<enter>").text();
    assert!(text.contains("knocked out"), "{text}");
}

#[test]
fn a_weight_is_found_on_the_page_of_its_unit_and_in_the_drawing() {
    for (words, names) in [("circles", ["x", "y"]), ("tests/data/rows.csv --hidden 5", ["length", "width"])] {
        let mut stage = stage(words, (120, 36));
        stage.press("5<right><right><enter><enter>");
        for size in SIZES {
            let text = stage.resize(size.0, size.1).text();
            let layer = &run(&stage).picture.as_ref().expect("a picture").network.layers[0];
            assert!(text.contains("incoming weights") && text.contains("outgoing weights"), "{text}");
            for (from, name) in names.iter().enumerate() {
                let weight = layer.weights[(from, 1)];
                let words = text.lines().find(|row| row.contains(&format!("← {name} "))).expect(name);
                assert!(has_number(words, weight), "{weight} in {words}");
            }
            assert!(text.contains("← bias"), "{text}");
        }
        let text = stage.press("<esc><esc><esc>7<enter>").text();
        let network = &run(&stage).picture.as_ref().expect("a picture").network;
        let into = (0..network.layers[0].inputs()).map(|from| network.layers[0].weights[(from, 1)]);
        let out = (0..network.layers[1].units()).map(|to| network.layers[1].weights[(1, to)]);
        for weight in into.chain(out) {
            assert!(has_number(&text, weight), "{weight} in {text}");
        }
        assert!(text.contains("▸h2") && text.contains("h2: bias "), "{text}");
        assert!(stage.press("<right>").text().contains("▸h3"), "{}", stage.text());
    }
}

#[test]
fn the_explained_step_and_the_gradient_check_name_inputs_and_units_as_all_panels_do() {
    let mut stage = stage("circles", (120, 36));
    stage.press(" S");
    let mut seen = String::new();
    for _ in 0..4 {
        seen += &stage.press("<right>").text();
    }
    assert!(seen.contains("from x[1] of 2, x ") && seen.contains("from x[2] of 2, y "), "{seen}");
    assert!(seen.contains(" h1 of 10 ") || seen.contains(" of 10 "), "{seen}");
    let text = stage.press("<esc>v").text();
    assert!(!text.contains("input 1") && !text.contains("unit 1"), "{text}");
}

#[test]
fn only_what_works_is_offered_with_w() {
    let mut large = lecture("mnist");
    large.press("7<enter>");
    assert!(!footer(&large).contains("w view"), "{}", large.text());
    let mut small = lecture("circles");
    small.press("7<enter>");
    assert!(footer(&small).contains("w view"), "{}", small.text());
    small.press("<esc><esc>5");
    for order in ["sorted by number w", "sorted by influence w", "sorted by health w"] {
        assert!(small.text().contains(order), "{}", small.text());
        small.press("w");
    }
}

#[test]
fn hints_of_a_small_screen_are_whole() {
    let mut stage = stage("circles --seed 1", (80, 24));
    let text = stage.text();
    for symbol in [" ○ ● train ", " □ ■ test ", " ✗ ☒ wrong "] {
        assert!(text.contains(symbol), "{text}");
    }
    let text = stage.press("i").text();
    let pull = text.lines().find(|row| row.contains("pull ")).expect("a row");
    assert!(!pull.contains('…'), "{text}");
    let text = stage.press("1").train(5).text();
    assert!(text.lines().next().is_some_and(|row| row.ends_with(" edited points 1")), "{text}");
    let text = stage.press("}").text();
    assert!(text.lines().next().is_some_and(|row| row.ends_with(" more: ,")), "{text}");
    let status = |stage: &Stage| stage.text().lines().nth(1).expect("a status").to_owned();
    assert!(status(&stage).ends_with("grad ✓"), "{text}");
    // The fingerprint leaves no room for the word, and the mark goes with it.
    stage.press("<esc> ");
    assert!(status(&stage).contains("PAUSED") && !status(&stage).contains('✓'), "{}", stage.text());
}

#[test]
fn the_point_that_the_keys_act_on_is_marked_and_its_removal_said() {
    for (theme, size) in [(COLOR, (80, 24)), (ASCII, (120, 36))] {
        let mut stage = stage("circles --train-size 60 --test-size 20", size);
        stage.app.theme = theme;
        stage.press("i1").train(3);
        let (x, y) = cell(&stage, PointId::Added(1));
        let buffer = stage.buffer();
        assert_eq!(
            [x - 1, x + 1].map(|x| buffer[(x, y)].symbol().to_owned()),
            ["[", "]"],
            "{}",
            stage.text()
        );
        assert!(footer(&stage).contains("1 2 add"), "{}", stage.text());
        stage.press("x");
        assert!(
            notice(&stage).starts_with("Removed the training point of class outer"),
            "{}",
            notice(&stage)
        );
        assert!(stage.text().contains("Removed the training"), "{}", stage.text());
    }
}

#[test]
fn an_open_sheet_is_explained() {
    for (name, key, topic, title) in [
        ("circles", "v", Topic::GradientCheck, "Gradient check"),
        ("circles", " S", Topic::NextStep, "The next step, explained"),
        ("mnist", "D", Topic::Drawing, "Draw an image"),
    ] {
        let mut stage = lecture(name);
        for size in SIZES {
            stage.resize(size.0, size.1).press(key);
            assert!(footer(&stage).contains("? explain"), "{}", stage.text());
            let text = stage.press("?").text();
            assert_eq!(stage.app.overlay, Overlay::Explanation(topic));
            assert!(text.contains(&format!(" {title} ")), "{text}");
            assert!(stage.press("?").text().contains("Keys: those that work here"), "{}", stage.text());
            stage.press("<esc><esc><esc>");
            assert_eq!(stage.app.overlay, Overlay::None);
        }
    }
    let mut stage = lecture("circles");
    let text = stage.press("1?").text();
    assert!(text.contains("☒") && text.contains("white line"), "{text}");
}

#[test]
fn as_many_units_as_fit_have_a_tile() {
    let mut stage = lecture("circles");
    assert!(stage.press("5").text().contains(" 1-6 of 10 "), "{}", stage.text());
}

#[test]
fn outputs_are_written_alike_in_every_panel() {
    let mut stage = lecture("mnist");
    stage.train(200);
    for keys in ["", "i", "<esc>6", "<enter>"] {
        let text = stage.press(keys).text();
        let rows = text.lines().filter(|row| row.contains(" said "));
        for row in rows {
            assert!(!row.contains("said") || !row.contains(" %"), "{row} in {text}");
        }
    }
    let n = run(&stage).picture.as_ref().expect("a picture").mistakes[0];
    let sure = run(&stage).picture.as_ref().expect("a picture").test[n].confidence;
    assert!(stage.text().contains(&format!(" {sure:.2}")), "{}", stage.text());
}
