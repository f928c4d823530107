//! Tests of sizes, the mouse, pasted text and slow files on a running program.

use super::*;

#[test]
fn a_new_size_is_drawn() {
    // Unlike the picker, a training has already read a key.
    let mut pty = training();
    for size in [(120, 36), (100, 30), (200, 60)] {
        pty.wipe();
        pty.resize(size);
        pty.wait_for("RUN");
    }
    pty.send("\x03");
    assert_ends(&mut pty, 0);
}

#[test]
fn output_to_a_file_is_refused_with_a_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let output = folder.path().join("output");
    let script = r#""$1" >"$2"; exit $?"#;
    let mut pty = Pty::start("sh", &["-c", script, "sh", OVERFIT, output.to_str().unwrap()], &[], (80, 24));
    assert_ends(&mut pty, 2);
    assert!(pty.text().contains("overfit train"), "{}", pty.text());
    assert_eq!(fs::read(output).unwrap(), b"");
}

#[test]
fn a_dumb_terminal_is_refused_with_a_way_out() {
    let mut pty = Pty::start(OVERFIT, &[], &[("TERM", "dumb")], (200, 24));
    assert_ends(&mut pty, 2);
    assert!(pty.text().contains("overfit train"), "{}", pty.text());
}

#[test]
fn the_mouse_is_taken_only_while_there_is_something_to_point_at() {
    let mut pty = Pty::start(OVERFIT, &["circles"], &[], (120, 36));
    pty.wait_until("some steps", |pty| pty.step() > 100);
    assert!(pty.takes_the_mouse());
    pty.click((66, 5));
    pty.wait_for("Shift"); // the keys of the cursor
    pty.wait_for(" step 0 "); // in the foot of the loss
    pty.send("Y");
    pty.wait_until("the mouse to be free", |pty| !pty.takes_the_mouse());
    pty.send("\x1b");
    pty.wait_until("the mouse", Pty::takes_the_mouse);
    pty.send("\x1a");
    pty.wait_until_stopped();
    assert!(pty.is_sane(), "the shell can use the terminal");
    pty.signal(Signal::CONT);
    pty.wait_until("the mouse", Pty::takes_the_mouse);
    pty.send("\x03");
    assert_ends(&mut pty, 0);
}

/// An action that ends the program.
type Ending<'a> = &'a dyn Fn(&mut Pty);

#[test]
fn the_mouse_is_given_back_in_every_ending() {
    let endings: [(Ending, u32); 5] = [
        (&|pty| pty.send("\x03"), 0),
        (&|pty| pty.send("qy"), 0),
        (&|pty| pty.signal(Signal::TERM), 143),
        (&|pty| pty.signal(Signal::INT), 130),
        (&|pty| pty.signal(Signal::HUP), 129),
    ];
    for (end, code) in endings {
        let mut pty = Pty::start(OVERFIT, &["circles"], &[], (120, 36));
        pty.wait_until("some steps", |pty| pty.step() > 100);
        pty.wait_until("the mouse", Pty::takes_the_mouse);
        end(&mut pty);
        ends_within(&mut pty, Duration::from_millis(200));
        assert_ends(&mut pty, code);
    }
}

#[test]
fn what_is_pasted_is_text_and_no_keys() {
    let mut pty = picker();
    pty.send("\x1b[200~qqq\rq y\x1b[201~");
    pty.wait_for("Paste the path of one file");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/points.csv");
    pty.send(&format!("\x1b[200~'{path}' \x1b[201~"));
    pty.wait_for("Your file: points of the plane.");
    pty.send("\x1b[200~/no/such/file.csv\x1b[201~");
    pty.wait_for("/no/such/file.csv: there is no such file");
    pty.send("\r");
    pty.wait_for("RUN");
    pty.send("\x1b[200~qqq\x1b[201~");
    pty.wait_until("more steps", |pty| pty.step() > 50);
    pty.send("\x03");
    assert_ends(&mut pty, 0);
}

#[test]
fn what_nobody_types_harms_nothing() {
    let mut pty = picker();
    // Unrequested answers, coordinates of 0, and sequences without a beginning or an end.
    for bytes in [
        "\x1b[<0;0;0M",
        "\x1b[0;0R",
        "\x1b[?1;2c",
        "\x1b[M   ",
        "\x1b[201~",
        "\x1b]11;rgb:0/0/0\x1b\\",
        "\x1b]11;rgb:0/0/0\x07",
        "\x1bP",
        "\x1b[<",
    ] {
        pty.send(bytes);
        thread::sleep(Duration::from_millis(60)); // longer than the parser waits for the rest of a sequence
        pty.send("\x1b[C\x1b[D");
    }
    pty.send("?");
    pty.wait_for("Esc closes"); // all earlier input has been handled
    pty.send("\x1b");
    pty.wait_for("Choose what to learn from");
    pty.send("q");
    assert_ends(&mut pty, 0);
}

#[test]
fn mouse_never_means_never() {
    let mut pty = Pty::start(OVERFIT, &["circles", "--mouse", "never"], &[], (120, 36));
    pty.wait_until("some steps", |pty| pty.step() > 100);
    pty.send("c");
    pty.wait_for("Shift"); // the keys of the cursor
    assert!(!pty.takes_the_mouse());
    pty.send("\x03");
    assert_ends(&mut pty, 0);
}

#[test]
fn a_file_is_read_while_the_screen_is_up_and_can_be_given_up() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("slow.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.is_ok_and(|made| made.success()));
    let mut pty = Pty::start(OVERFIT, &[pipe.to_str().unwrap()], &[], (120, 36));
    pty.wait_for("Reading");
    pty.send("\x1b");
    pty.wait_for("Circles");
    pty.send("q");
    assert_ends(&mut pty, 0);
}

#[test]
fn a_file_that_is_of_no_use_gives_the_terminal_back_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("broken.csv");
    fs::write(&file, "1,2,a\n1,b,a\n").unwrap();
    let mut pty = Pty::start(OVERFIT, &[file.to_str().unwrap()], &[], (200, 24));
    assert_ends(&mut pty, 3);
    assert!(pty.text().contains("in line 2, column 2 `b` is not a number"), "{}", pty.text());
}
