//! Tests of what arrives from odd keyboards and terminals.

use super::*;

#[test]
fn keys_work_though_another_program_has_left_a_protocol_on() {
    let mut pty = picker();
    // The kitty keyboard protocol, with and without the event of letting the key go; then `modifyOtherKeys`.
    for (keys, esc) in [("\x1b[47:63;2:1u\x1b[47:63;2:3u", "\x1b[27u"), ("\x1b[27;2;63~", "\x1b[27;1;27~")] {
        pty.send(keys);
        pty.wait_for("Esc closes");
        pty.send(esc);
        pty.wait_for("Choose what to learn from");
    }
    pty.send("\x1b[113u");
    assert_ends(&mut pty, 0); // and no mode is left behind
}

#[test]
fn ctrl_c_of_a_protocol_ends_it_at_once() {
    for keys in ["\x1b[99;5u", "\x1b[27;5;99~"] {
        let mut pty = training();
        pty.send(keys);
        ends_within(&mut pty, Duration::from_millis(200));
        assert_ends(&mut pty, 0);
    }
}

#[test]
fn a_terminal_that_draws_frames_two_columns_wide_gets_ascii() {
    let unicode = [("LC_ALL", "C.UTF-8")];
    for (answer, is_wide) in [("\x1b[1;6R", false), ("\x1b[1;11R", true)] {
        let mut pty = Pty::start(OVERFIT, &[], &unicode, (80, 24));
        pty.wait_for("Circles");
        assert!(pty.text().contains('─'));
        pty.send(answer);
        pty.send("?");
        pty.wait_for("Esc closes"); // the answer has been handled
        assert_eq!(pty.text().contains('─'), !is_wide, "{}", pty.text());
        assert_eq!(pty.text().is_ascii(), is_wide, "{}", pty.text());
        pty.send("\x03");
        assert_ends(&mut pty, 0);
    }
    let mut pty = Pty::start(OVERFIT, &["--glyphs", "blocks"], &unicode, (80, 24));
    pty.wait_for("Circles");
    pty.send("\x1b[1;11R?");
    pty.wait_for("Esc closes");
    assert!(pty.text().contains('─'), "the person has chosen");
    pty.send("\x03");
    assert_ends(&mut pty, 0);
}

#[test]
fn a_late_answer_of_the_terminal_is_not_left_to_the_shell() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.csv");
    fs::write(&file, "1,2,a\n1,b,a\n").unwrap();
    let script = r#""$1" "$2"; read -t 1 rest; echo "rest=<$rest>""#;
    let args = ["-c", script, "bash", OVERFIT, file.to_str().unwrap()];
    let mut pty = Pty::start("bash", &args, &[("LC_ALL", "C.UTF-8")], (200, 24));
    pty.wait_until("the screen", |pty| !pty.on_main_screen() || pty.text().contains("rest="));
    thread::sleep(Duration::from_millis(50)); // a slow connection
    pty.send("\x1b[1;6R");
    pty.wait_for("is not a number");
    pty.wait_for("rest=<>");
}

#[test]
fn text_without_brackets_is_no_keys() {
    let mut pty = picker();
    pty.send("quit\n");
    pty.wait_for("there is no data set `quit`");
    pty.send(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/points.csv\n"));
    pty.wait_for("Your file: points of the plane");
    pty.send("\r");
    pty.wait_for("RUN");
    pty.send("quit\nexit\n");
    pty.wait_until("more steps", |pty| pty.step() > 50);
    assert!(pty.text().contains("RUN"), "{}", pty.text());
    pty.send("\x03");
    assert_ends(&mut pty, 0);
}

#[test]
fn a_path_of_windows_keeps_its_backslashes() {
    let mut pty = picker();
    pty.send("\x1b[200~C:\\data\\new.csv\x1b[201~");
    pty.wait_for(r"C:\data\new.csv: there is no such file");
    pty.send("q");
    assert_ends(&mut pty, 0);
}

#[test]
fn a_key_of_another_alphabet_is_answered_with_a_hint() {
    for mut pty in [picker(), training()] {
        pty.send("й");
        pty.wait_for("Latin letters");
        pty.send("\x03");
        assert_ends(&mut pty, 0);
    }
}
