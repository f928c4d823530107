//! Values typed into the fields of the picker and of the set-up, on a terminal of 80 by 24.

use crate::pty::Pty;
use overfit::data;
use overfit::train::settings_of;

const DOWN: &str = "\x1b[B";
const ESC: &str = "\x1b";

/// The picker with the field of a setting chosen.
fn field(name: &str) -> Pty {
    let mut pty = Pty::overfit(&[]);
    pty.wait_for("Circles");
    pty.send(&DOWN.repeat(row(name) + 1));
    pty.wait_for("Enter type");
    pty
}

/// The row of a setting in the picker, counted from 0. Points are edited in the plane only.
fn row(name: &str) -> usize {
    let circles = data::resolve("circles").expect("built in");
    let mut rows = settings_of(&circles).filter(|setting| setting.name != "points");
    rows.position(|setting| setting.name == name).expect("a row")
}

/// The row of a setting in the set-up of a run, counted from 0.
fn row_in_setup(name: &str) -> usize {
    let circles = data::resolve("circles").expect("built in");
    settings_of(&circles).position(|setting| setting.name == name).expect("a row")
}

fn quit(mut pty: Pty) {
    pty.send("\x03");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_sane());
}

#[test]
fn any_value_is_typed_in_the_picker_and_the_run_has_it() {
    let mut pty = field("hidden");
    pty.send("\r");
    pty.wait_for("[10");
    pty.wait_for("Type 0, or one to 4 numbers from 1 to 2048 with commas between.");
    pty.send("64,32\r");
    pty.wait_for("◂ 64,32 ▸");
    pty.send(&DOWN.repeat(row("eta") - row("hidden")));
    pty.send("\r\x150.003\r");
    pty.wait_for("◂ 0.003 ▸");
    pty.send(&DOWN.repeat(row("seed") - row("eta")));
    pty.send("42\r");
    pty.wait_for("◂ 42 ▸");
    pty.send(ESC);
    pty.wait_for("Enter start");
    pty.send("\r");
    pty.wait_for("2-64-32-2");
    pty.wait_for("0.003");
    pty.wait_for("seed 42");
    quit(pty);
}

#[test]
fn nonsense_is_refused_and_corrected_and_escape_leaves_the_value() {
    let mut pty = field("hidden");
    pty.send("\rnonsense q 1\r");
    pty.wait_for("nonsense q 1 does not work: give 0, or one to 4 numbers from 1 to 2048");
    pty.send("\x150\r");
    pty.wait_for("◂ 0 ▸");
    pty.send("\r77");
    pty.wait_for("[77");
    pty.send(ESC);
    pty.wait_for("◂ 0 ▸");
    quit(pty);
}

#[test]
fn a_value_is_pasted_into_an_open_field() {
    let mut pty = field("hidden");
    pty.send("\r");
    pty.wait_for("[10");
    pty.send("\x1b[200~64,32\r\n\x1b[201~");
    pty.wait_for("[64,32");
    pty.send("\r");
    pty.wait_for("◂ 64,32 ▸");
    quit(pty);
}

#[test]
fn a_value_is_typed_while_it_trains() {
    let mut pty = Pty::overfit(&["circles"]);
    pty.wait_until("some steps", |pty| pty.step() > 50);
    pty.send(&format!(",{}", DOWN.repeat(row_in_setup("eta"))));
    pty.wait_for("◂ 0.005 ▸");
    pty.send("\rfast\r");
    pty.wait_for("fast does not work: give a number above 0, up to 3e38.");
    pty.send("\x150.02\r");
    pty.wait_for("◂ 0.02 ▸");
    pty.send(ESC);
    pty.wait_for("eta 0.02");
    quit(pty);
}

#[test]
fn a_key_adds_a_hidden_layer() {
    let mut pty = Pty::overfit(&["circles", "--steps", "1000000"]);
    pty.wait_for("2-10-2");
    for (key, hidden, sizes) in [("*", "10,10", "2-10-10-2"), ("/", "10", "2-10-2"), ("/", "0", "2-2")] {
        pty.wait_until("some steps", |pty| pty.step() > 0);
        pty.send(key);
        pty.wait_for(&format!("Start again with hidden units {hidden}?"));
        pty.send("y");
        pty.wait_for(&format!(" {sizes} "));
    }
    quit(pty);
}
