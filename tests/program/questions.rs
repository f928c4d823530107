//! Keys and clicks that lose a run, and what is left of it, on a real terminal.

use crate::pty::Pty;

const OVERFIT: &str = env!("CARGO_BIN_EXE_overfit");

fn start(arguments: &[&str]) -> Pty {
    Pty::start(OVERFIT, arguments, &[("LC_ALL", "C.UTF-8")], (80, 24))
}

/// Circles after some steps.
fn learned() -> Pty {
    let mut pty = start(&["circles"]);
    pty.wait_until("some steps", |pty| pty.step() > 100);
    pty
}

/// Asserts that `keys` raise a question with these words, which the same keys, held down, and `n` do not answer with yes.
fn asks(pty: &mut Pty, keys: &str, words: &str) {
    let before = pty.step();
    pty.send(keys);
    pty.wait_for(words);
    for _ in 0..20 {
        pty.send(keys);
    }
    pty.send("x?g "); // no other key does anything
    pty.send("n");
    pty.wait_until("no question", |pty| !pty.text().contains("One moment"));
    assert!(pty.step() >= before, "the run has been lost by {keys:?}:\n{}", pty.text());
}

fn quits(pty: &mut Pty) {
    pty.send("\x03");
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_sane());
}

#[test]
fn every_key_that_loses_a_run_asks() {
    let mut pty = learned();
    for (keys, words) in [
        ("r", "Start again from seed 0?"),
        ("R", "Start again with seed 1?"),
        ("a", "Start again with tanh?"),
        ("f", "Start again with cross-entropy?"),
        ("q", "Quit?"),
    ] {
        asks(&mut pty, keys, words);
    }
    pty.send(",");
    pty.wait_for("Set-up");
    asks(&mut pty, "m", "Start again with the modern set-up?");
    pty.send("\x1b");
    pty.wait_until("no set-up", |pty| !pty.text().contains("Set-up"));
    pty.send("\x1b");
    pty.wait_for("Choose what to learn from");
    pty.send("\r");
    pty.wait_for("Start Circles?");
    pty.send("\r\r\r"); // Enter has raised it
    pty.send("\x1b");
    pty.wait_until("no question", |pty| !pty.text().contains("One moment"));
    pty.send("\t");
    pty.wait_until("the run, as it was", |pty| pty.step() > 100);
    quits(&mut pty);
}

#[test]
fn yes_starts_again() {
    for answer in ["y", "\r"] {
        let mut pty = learned();
        pty.send("a");
        pty.wait_for("Start again with tanh?");
        pty.send(answer);
        pty.wait_for("│ tanh");
        pty.wait_for("before"); // the curve has stayed
        quits(&mut pty);
    }
}

#[test]
fn escape_never_leads_inwards() {
    let mut pty = learned();
    pty.send("\x1b");
    pty.wait_for("Choose what to learn from");
    for _ in 0..3 {
        pty.send("\x1b");
        pty.wait_for("q quits. Tab goes back to the run.");
    }
    pty.send("\t");
    pty.wait_for("RUN");
    quits(&mut pty);
}

#[test]
fn a_click_chooses_a_card_and_starts_the_chosen_one() {
    let mut pty = start(&[]);
    let moons = pty.find("2 Moons");
    pty.click(moons);
    pty.wait_for("▸ 2 Moons");
    pty.click(moons);
    pty.wait_for("moons 400/100");
    quits(&mut pty);
}

#[test]
fn the_line_that_repeats_a_run_is_copied_as_the_person_would_type_it() {
    let mut pty = start(&["xor", "--seed", "3"]);
    pty.wait_until("some steps", |pty| pty.step() > 100);
    pty.send("Y");
    pty.wait_for("Sent to the clipboard");
    let line = format!("{OVERFIT} xor --seed 3");
    let shown = pty.text().replace('\n', "");
    assert!(shown.contains("xor --seed 3"), "{shown}");
    let copied = pty.clipboard();
    assert_eq!(copied.len(), 1);
    let copied = String::from_utf8(decoded(&copied[0])).expect("text");
    let (before, stamp) = copied.split_once(" --fingerprint ").expect("a fingerprint");
    assert_eq!(before, line);
    assert!(shown.contains(stamp), "{shown}");
    quits(&mut pty);
}

/// Decodes Base64.
fn decoded(text: &str) -> Vec<u8> {
    let digit = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits = text.trim_end_matches('=').bytes().map(|letter| u32::from(digit(letter)));
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0, 0);
    for digit in digits {
        (bits, count) = (bits << 6 | digit, count + 6);
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    bytes
}

#[test]
fn the_results_and_the_line_are_left_on_the_terminal() {
    for keys in ["qy", "\x03"] {
        let mut pty = learned();
        pty.send(keys);
        assert_eq!(pty.exit_code(), 0);
        assert!(pty.is_sane());
        let text = pty.text();
        for part in ["circles, seed 0: ", "best step ", "last step ", "The same run again:"] {
            assert!(text.contains(part), "{part:?} is missing:\n{text}");
        }
        let joined = text.replace('\n', "");
        assert!(joined.ends_with(&format!("{OVERFIT} circles")), "{text}");
    }
}

#[test]
fn nothing_is_left_of_the_picker() {
    let mut pty = start(&[]);
    pty.wait_for("Circles");
    pty.send("q");
    assert_eq!(pty.exit_code(), 0);
    assert_eq!(pty.text().trim(), "");
}
