//! Interactive use on a real terminal, by keys alone.
use crate::pty::Pty;

fn start(arguments: &[&str]) -> Pty {
    let environment = [("COLORTERM", "truecolor"), ("LC_ALL", "C.UTF-8")];
    Pty::start(env!("CARGO_BIN_EXE_overfit"), arguments, &environment, (120, 36))
}

fn assert_quits(pty: &mut Pty, keys: &str) {
    pty.send(keys);
    assert_eq!(pty.exit_code(), 0);
    assert!(pty.is_sane());
}

#[test]
fn from_the_picker_to_a_changed_run_and_out_again() {
    let mut pty = start(&[]);
    pty.wait_for("Circles");
    pty.send("\r");
    pty.wait_for("RUN");
    pty.wait_until("a hundred steps", |pty| pty.step() > 100);
    let text = pty.text();
    for part in ["2-10-2", "eta 0.005", "Output", "▀", "○", "Loss", "Accuracy", "train", "test", "gap"] {
        assert!(text.contains(part), "{part} is missing:\n{text}");
    }
    pty.send(">>>>");
    pty.wait_for("pace max");
    let before = pty.step();
    pty.send("]+");
    pty.wait_for("2-11-2");
    pty.wait_for("eta 0.01");
    assert!(pty.step() >= before, "the run goes on");
    pty.wait_for("At step");
    pty.send("q");
    pty.wait_for("Quit?");
    assert_quits(&mut pty, "y");
}

#[test]
fn a_sweep_is_a_map_whose_cells_open_runs() {
    let mut pty = start(&["sweep", "circles", "--steps", "100", "--over", "hidden=3,4", "--seeds", "2"]);
    pty.wait_for("4 runs have ended");
    assert!(pty.text().contains("2 of 2 runs"), "{}", pty.text());
    pty.send("\x1b[Cs\r");
    pty.wait_for("2-4-2");
    pty.wait_for("seed 1");
    pty.send("\x1b");
    pty.wait_for("4 runs have ended");
    pty.send("q");
    pty.wait_for("Quit?");
    assert_quits(&mut pty, "y");
    assert!(pty.text().contains("circles: 4 runs, 2 combinations with 2 seeds each"), "{}", pty.text());
}

#[test]
fn the_digits_and_their_predictions() {
    let mut pty = start(&["mnist"]);
    pty.wait_for("Test image 1 of 100");
    pty.wait_until("ten steps", |pty| pty.step() > 10);
    pty.send("\x1b[C");
    pty.wait_for("Test image 2 of 100");
    pty.send("e");
    pty.wait_for("wrong ones only");
    assert_quits(&mut pty, "\x03");
}

#[test]
fn a_diverged_run_explains_itself_and_starts_again() {
    let mut pty = start(&["circles", "--eta", "1e9"]);
    pty.wait_for("DIVERGED At step 1");
    pty.send("r");
    pty.wait_for("Again with a third of eta");
    pty.send("[");
    pty.wait_for("eta 500");
    pty.send("r");
    assert_quits(&mut pty, "\x03");
}

#[test]
fn every_size_and_back() {
    let mut pty = start(&["circles"]);
    pty.wait_for("What is happening");
    for size in [(80, 24), (200, 60), (40, 10), (1, 1), (120, 36)] {
        pty.wipe();
        pty.resize(size);
        pty.send(" ");
    }
    pty.wait_for("What is happening");
    assert_quits(&mut pty, "\x03");
}
