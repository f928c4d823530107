//! Values typed into the fields of the picker and of the set-up, and keys that change the hidden layers.

use crate::support::{COLOR, Stage, readme_run};
use overfit::data;
use overfit::train::{Liveness, SETTINGS, Setup, settings_of};
use overfit::tui::app::{Overlay, Page};
use overfit::tui::entry::Entry;
use overfit::tui::message::Message;
use overfit::tui::picker::Focus;

fn lecture(name: &str) -> Setup {
    Setup::lecture(data::resolve(name).expect("built in"))
}

fn stage(name: &str) -> Stage {
    Stage::new(COLOR, (80, 24), Some(lecture(name)))
}

fn in_force(stage: &Stage) -> &Setup {
    stage.session().expect("a run").setup()
}

fn notice(stage: &Stage) -> String {
    stage.app.run.as_ref().and_then(|run| run.notice.clone()).unwrap_or_default()
}

/// The words on the screen, without line breaks and frames.
fn words(stage: &Stage) -> String {
    stage.text().replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The keys that choose a setting, from the first row of the list.
fn to(name: &str, setup: &Setup) -> String {
    "<down>".repeat(settings_of(&setup.data).position(|setting| setting.name == name).expect("a row"))
}

/// The keys that choose a setting in the picker, which has no edited points: there is no picture to edit them on.
fn to_in_picker(name: &str, setup: &Setup) -> String {
    let mut rows = settings_of(&setup.data).filter(|setting| setting.name != "points");
    "<down>".repeat(rows.position(|setting| setting.name == name).expect("a row"))
}

/// The picker at the field of a setting.
fn picker_at(name: &str) -> Stage {
    let mut stage = Stage::new(COLOR, (80, 24), None);
    stage.press(&format!("<down>{}", to_in_picker(name, &lecture("circles"))));
    stage
}

/// A value for each setting that is not its default.
const VALUES: [(&str, &str); 21] = [
    ("train-size", "60"),
    ("test-size", "all"),
    ("noise", "0.25"),
    ("flip", "0.1"),
    ("validation", "0.2"),
    ("points", "3@off+new1@0.25,-0.5,1"),
    ("hidden", "64,32"),
    ("activation", "relu"),
    ("loss", "cross-entropy"),
    ("init", "scaled"),
    ("optimizer", "adam"),
    ("eta", "0.003"),
    ("batch", "7"),
    ("reduction", "mean"),
    ("l1", "0.0003"),
    ("l2", "0.02"),
    ("dropout", "0.35"),
    ("augment", "affine"),
    ("patience", "33"),
    ("steps", "1234"),
    ("seed", "42"),
];

#[test]
fn every_setting_takes_a_typed_value_in_picker_and_set_up() {
    assert_eq!(
        VALUES.map(|(name, _)| name).to_vec(),
        SETTINGS.iter().map(|row| row.name).collect::<Vec<_>>()
    );
    for (name, value) in VALUES {
        let (card, data) = if name == "augment" { ("6", "mnist") } else { ("1", "circles") };
        let setup = lecture(data);
        let (row, keys) = (overfit::train::setting(name).expect("a setting"), to(name, &setup));
        let expected = if value == "all" { "60000" } else { value };
        if name != "points" {
            let mut stage = Stage::new(COLOR, (80, 24), None);
            let keys = to_in_picker(name, &setup);
            stage.press(&format!("{card}<down>{keys}<enter><c-u>{value}<enter>"));
            assert_eq!((row.get)(&stage.app.picker.card().setup), expected, "{name} in the picker");
            assert_eq!(stage.app.entry, None);
        }
        if data == "mnist" || value == "all" {
            continue; // a session of so many examples takes long
        }
        let mut stage = self::stage(data);
        stage.train(3).press(&format!(",{keys}<enter><c-u>{value}<enter>"));
        let starts_again = row.change == Liveness::Restart || name == "hidden";
        assert_eq!(stage.app.question.is_some(), starts_again, "{name} asks before the run is lost");
        if starts_again {
            stage.press("y");
        }
        assert_eq!((row.get)(in_force(&stage)), expected, "{name} in the set-up");
    }
}

#[test]
fn enter_opens_a_field_and_starts_only_from_the_cards() {
    let mut stage = picker_at("eta");
    stage.press("<enter>");
    assert_eq!(stage.app.page, Page::Picker);
    let text = stage.text();
    assert!(text.contains("[0.005") && text.contains("Type a number above 0, up to 3e38."), "{text}");
    assert!(text.contains("Enter accept") && text.contains("Esc leave it as it was"), "{text}");
    stage.press("0.003<enter>");
    assert!(stage.text().contains("◂ 0.003 ▸") && stage.text().contains("Enter type"), "{}", stage.text());
    stage.press("<esc>");
    assert_eq!(stage.app.picker.focus, Focus::Cards);
    assert!(stage.text().contains("Enter start"));
    stage.press("<enter>");
    assert_eq!((stage.app.page, in_force(&stage).eta), (Page::Run, 0.003));
}

#[test]
fn what_is_typed_is_edited() {
    let value = |keys: &str| {
        let mut stage = picker_at("steps");
        stage.press(keys);
        stage.app.picker.card().setup.steps
    };
    assert_eq!(value("<enter><backspace>5<enter>"), 10_005);
    assert_eq!(value("<enter><home><del>2<enter>"), 20_000);
    assert_eq!(value("<enter><left><left><backspace><end>7<enter>"), 10_007);
    assert_eq!(value("<enter>77<enter>"), 77, "the first character replaces what was there");
    assert_eq!(value("77<enter>"), 77, "a digit opens the field");
    assert_eq!(value("<enter>77<esc>"), 10_000, "Esc leaves it as it was");
}

#[test]
fn no_other_key_acts_while_a_value_is_typed() {
    let mut stage = picker_at("hidden");
    stage.press("<enter>2<up><down>qdm?gT");
    assert!(!stage.quit);
    assert_eq!((stage.app.picker.chosen, stage.app.overlay), (0, Overlay::None));
    assert_eq!(stage.app.entry.as_ref().map(Entry::text).as_deref(), Some("2qdm?gT"));
    assert!(stage.press("<c-c>").quit, "Ctrl-C always quits");
    let mut stage = self::stage("circles");
    stage.train(5).press(",<enter>r R+,?");
    assert_eq!(stage.session().expect("a run").step(), 5);
    assert_eq!(stage.app.overlay, Overlay::Setup(0));
    assert_eq!(stage.press("<esc>").app.overlay, Overlay::Setup(0), "Esc closes the field first");
    assert_eq!(stage.press("<esc>").app.overlay, Overlay::None);
}

#[test]
fn digits_never_switch_cards_from_a_field() {
    let mut stage = picker_at("seed");
    stage.press("2<enter>");
    assert_eq!((stage.app.picker.chosen, stage.app.picker.card().setup.seed), (0, 2));
    stage.press("<esc>2");
    assert_eq!(stage.app.picker.chosen, 1);
}

#[test]
fn a_bad_value_gets_its_sentence_and_can_be_corrected() {
    for (name, bad, sentence) in [
        ("eta", "fast", "fast does not work: give a number above 0, up to 3e38."),
        ("hidden", "64,,32", "64,,32 does not work: give 0, or one to 4 numbers from 1 to 2048"),
        ("activation", "reul", "reul does not work: did you mean `relu`? Give sigmoid, tanh or relu."),
        ("batch", "401", "401 does not work: give `full` or a whole number from 1 to 400."),
        ("seed", "-1", "-1 does not work: give a whole number from 0 to"),
        ("dropout", "1", "1 does not work: give `off` or a number above 0, up to 0.9."),
        ("l2", "", "Nothing is typed: give `off` or a number above 0, up to 100."),
    ] {
        let mut run = self::stage("circles");
        run.train(3).press(&format!(",{}", to(name, &lecture("circles"))));
        for mut stage in [picker_at(name), run] {
            stage.press(&format!("<enter><c-u>{bad}<enter>"));
            assert!(words(&stage).contains(sentence), "{name}: {}", stage.text());
            assert!(stage.app.entry.is_some(), "the field stays open");
            stage.press("<c-u>0<enter>");
            let is_zero_bad = ["eta", "batch", "activation"].contains(&name);
            assert_eq!(stage.app.entry.is_some(), is_zero_bad, "{name} 0");
        }
    }
}

#[test]
fn text_is_pasted_into_an_open_field() {
    let mut stage = picker_at("hidden");
    stage.press("<enter>").tell(Message::Paste(" 64,\u{1b}32\r\n".to_owned()));
    assert_eq!(stage.app.page, Page::Picker);
    stage.press("<enter>");
    assert_eq!(stage.app.picker.card().setup.hidden, [64, 32]);
}

#[test]
fn another_depth_starts_the_run_again() {
    let hidden = to("hidden", &lecture("circles"));
    for (value, sizes) in [("64,32", vec![64, 32]), ("0", vec![])] {
        let mut stage = stage("circles");
        stage.train(20).press(&format!(" ,{hidden}<enter>"));
        assert!(words(&stage).contains("Another number of layers starts the run again."), "{}", stage.text());
        stage.press(&format!("{value}<enter>"));
        assert_eq!(in_force(&stage).hidden, [10], "it asks before the run is lost");
        stage.press("y");
        assert_eq!((in_force(&stage).hidden.clone(), stage.session().expect("a run").step()), (sizes, 0));
        assert!(notice(&stage).contains("started again"), "{}", notice(&stage));
        let run = stage.app.run.as_ref().expect("a run");
        assert!(run.wants_running && run.is_settled() && run.wanted == *in_force(&stage));
    }
}

#[test]
fn keys_add_and_remove_layers() {
    let mut stage = stage("circles");
    let hidden = |stage: &Stage| in_force(stage).hidden.clone();
    stage.train(20).press("*");
    assert_eq!(hidden(&stage), [10], "it asks before the run is lost");
    stage.press("y");
    assert_eq!((hidden(&stage), stage.session().expect("a run").step()), (vec![10, 10], 0));
    assert_eq!(notice(&stage), "hidden units 10 → 10,10: started again from seed 0.");
    stage.press("**");
    assert_eq!(hidden(&stage), [10; 4]);
    stage.press("*");
    assert_eq!(notice(&stage), "More hidden layers are not possible: / removes one.");
    stage.press("////");
    assert!(hidden(&stage).is_empty());
    stage.press("/");
    assert_eq!(notice(&stage), "There is no hidden layer to remove: * adds one.");
    for key in ["+", "-"] {
        stage.press(key);
        assert_eq!(notice(&stage), "There is no hidden layer: * adds one, and starts again.");
    }
    stage.press("*");
    assert_eq!(hidden(&stage), [10]);
}

#[test]
fn keys_for_units_say_what_they_did() {
    let mut stage = stage("circles");
    stage.train(20).press("+");
    assert_eq!(notice(&stage), "Hidden units: 10 → 11.");
    let mut stage = Stage::new(COLOR, (80, 24), Some(Setup { hidden: vec![2, 5], ..lecture("circles") }));
    stage.train(20).press("+");
    assert_eq!(notice(&stage), "Layer 1: 2 → 3 units.");
    stage.press("--");
    assert_eq!(notice(&stage), "Layer 1: 2 → 1 unit.");
    stage.press("-");
    assert!(notice(&stage).starts_with("Layer 1 has one unit, the fewest: / removes the last layer"));
    assert_eq!((in_force(&stage).hidden.as_slice(), in_force(&stage).hidden.len()), (&[1, 5][..], 2));
}

#[test]
fn going_back_tells_that_the_units_are_others() {
    let mut stage = stage("circles");
    stage.train(200).press("u");
    assert!(notice(&stage).starts_with("Back to the best step. Space goes on."), "{}", notice(&stage));
    // A larger eta makes it worse, so that the best step keeps its ten units.
    let mut stage = Stage::new(COLOR, (80, 24), Some(lecture("circles")));
    stage.train(200).press("++").press(&"]".repeat(12)).train(200).press("u");
    assert_eq!(in_force(&stage).hidden, [10]);
    assert!(notice(&stage).contains("with it, hidden units 12 → 10."), "{}", notice(&stage));
}

#[test]
fn the_chosen_row_is_always_in_view() {
    for name in ["circles", "mnist"] {
        let setup = lecture(name);
        let mut run = stage(name);
        run.train(1).press(",");
        let mut picker = Stage::new(COLOR, (80, 24), None);
        picker.press(if name == "mnist" { "6<down>" } else { "1<down>" });
        for setting in settings_of(&setup.data) {
            let picker = (setting.name != "points").then_some(&mut picker);
            for stage in [&mut run].into_iter().chain(picker) {
                let (text, value) = (stage.text(), (setting.get)(&setup));
                let row = format!("{:<18}◂ {value} ▸", setting.label);
                assert!(text.contains(&row), "{row}\n{text}");
                stage.press("<down>");
            }
        }
    }
    let mut picker = Stage::new(COLOR, (80, 24), None);
    for card in 0..picker.app.picker.cards.len() {
        let title = picker.app.picker.card().setup.data.title();
        assert!(picker.text().contains(&format!("▸ {} {title}", card + 1)), "{}", picker.text());
        picker.press("<right>");
    }
}

#[test]
fn six_presses_of_l2_cure_the_over_fitting_of_the_readme() {
    let test_loss = |stage: &Stage| {
        let point = stage.session().expect("a run").history().latest().expect("an evaluation");
        point.test.loss
    };
    let mut stage = Stage::new(COLOR, (80, 24), Some(readme_run()));
    let ill = test_loss(stage.train(6_000));
    let first = test_loss(stage.press("}ry").train(6_000));
    let cured = test_loss(stage.press("}}}}}ry").train(6_000));
    assert!(ill > 2.0, "it over-fits: {ill}");
    assert!(first < 0.6 * ill, "the first press is seen: {first}");
    assert!(cured < 0.25 * ill, "six presses cure it: {cured}");
}
