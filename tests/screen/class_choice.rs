//! The class column of a table is chosen by key where more than one would do.

use std::fs;

use crate::support::{COLOR, Stage};
use overfit::tui::message::Message;

/// A picker into which the path of a table is pasted.
fn picker_with(folder: &tempfile::TempDir, name: &str, text: &str) -> Stage {
    let path = folder.path().join(name);
    fs::write(&path, text).expect("written");
    let mut stage = Stage::new(COLOR, (120, 36), None);
    stage.tell(Message::Paste(path.to_string_lossy().into_owned()));
    stage
}

/// Two columns of few whole numbers, the first and the last.
fn two_readings() -> String {
    let row = |n: usize| {
        let mix = (n * 2_654_435_761) >> 7;
        format!("{},0.{},0.{},{}", mix % 3, mix % 97, mix % 89, mix / 5 % 4)
    };
    (0..40).map(row).collect::<Vec<_>>().join("\n")
}

#[test]
fn an_unclear_file_is_read_with_the_column_that_the_key_takes() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut stage = picker_with(&folder, "unclear.data", &two_readings());
    let text = stage.text();
    assert!(text.contains("c takes column 1 as the class"), "{text}");
    let text = stage.press("c").text();
    assert!(text.contains("Class: column 1, 3 classes"), "{text}");
    let text = stage.press("c").text();
    assert!(text.contains("Class: column 4, "), "{text}");
    assert_eq!(
        stage.app.picker.cards.iter().filter(|card| card.setup.data.title() == "unclear.data").count(),
        1
    );
    let line = stage.app.picker.card().setup.command_line("");
    assert!(line.ends_with("unclear.data --label 4"), "{line}");
}

#[test]
fn without_another_column_the_key_says_so() {
    let mut stage = Stage::new(COLOR, (120, 36), None);
    let text = stage.press("c").text();
    assert!(text.contains("Only the class column of a table of yours can be chosen."), "{text}");
}
