//! Tests of stopping and continuing by keys, signals and shells.

use std::process::Command;

use super::*;

/// Continues a stopped picker, waits for `text`, and quits.
fn goes_on(mut pty: Pty, text: &str) {
    pty.signal(Signal::CONT);
    pty.wait_for(text);
    pty.send("q");
    assert_ends(&mut pty, 0);
}

#[test]
fn ctrl_z_stops_and_sigcont_brings_the_screen_back() {
    for mut pty in [picker(), training()] {
        pty.send("\x1a");
        pty.wait_until_stopped();
        assert!(pty.is_sane(), "the shell can use the terminal");
        pty.signal(Signal::CONT);
        pty.wait_until("the screen", |pty| !pty.on_main_screen() && !pty.edits_lines());
        pty.wait_until("its text", |pty| ["Circles", "RUN"].iter().any(|text| pty.text().contains(text)));
        pty.send("\x03");
        assert_ends(&mut pty, 0);
    }
}

#[test]
fn sigtstp_stops_like_ctrl_z() {
    let mut pty = picker();
    pty.signal(Signal::TSTP);
    pty.wait_until_stopped();
    assert!(pty.is_sane(), "the shell can use the terminal");
    goes_on(pty, "Circles");
}

#[test]
fn a_stop_without_warning_is_redrawn() {
    let mut pty = picker();
    pty.signal(Signal::STOP);
    pty.wait_until_stopped();
    pty.wipe();
    goes_on(pty, "Circles");
}

#[test]
fn a_stopped_program_is_ended_by_a_signal() {
    for order in [[Signal::TERM, Signal::CONT], [Signal::CONT, Signal::TERM]] {
        let mut pty = training();
        pty.signal(Signal::STOP);
        pty.wait_until_stopped();
        for signal in order {
            pty.signal(signal);
        }
        ends_within(&mut pty, Duration::from_millis(200));
        assert_ends(&mut pty, 143);
    }
}

#[test]
fn a_new_size_while_it_is_stopped_is_drawn_when_it_is_continued() {
    for stop in [Signal::STOP, Signal::TSTP] {
        let mut pty = picker();
        pty.signal(stop);
        pty.wait_until_stopped();
        pty.resize((50, 12));
        goes_on(pty, "this is 50x12");
    }
}

#[test]
fn a_continue_that_overtakes_a_stop_is_not_lost() {
    let mut pty = picker();
    for _ in 0..20 {
        pty.signal(Signal::TSTP);
        pty.signal(Signal::CONT);
        thread::sleep(Duration::from_millis(5));
    }
    pty.send("?");
    pty.wait_for("Esc closes");
    pty.send("\x03");
    assert_ends(&mut pty, 0);
}

/// An interactive shell whose prompt is a dollar.
fn shell(program: &str, args: &[&str]) -> Pty {
    let environment = [("PS1", "$ "), ("ENV", ""), ("HISTFILE", ""), ("OVERFIT", OVERFIT)];
    Pty::start(program, args, &environment, (80, 24))
}

#[test]
fn a_shell_can_stop_it_and_continue_it() {
    // The first shell sends SIGCONT on `fg`; the second does not if the job runs already.
    for (program, args) in [("sh", &["-i"][..]), ("bash", &["--norc", "--noediting", "-i"])] {
        let is_there =
            Command::new(program).args(["-c", "true"]).status().is_ok_and(|status| status.success());
        if !is_there {
            continue;
        }
        let mut pty = shell(program, args);
        // Inside another command, as in `cargo run`: the whole job has to stop, or there is no prompt.
        pty.send("sh -c '\"$OVERFIT\"; exit $?'\r");
        pty.wait_for("Circles");
        pty.send("\x1a");
        pty.wait_for("Stopped");
        assert!(pty.on_main_screen());
        pty.send("bg; sleep 1; jobs\r");
        pty.wait_for("Running");
        assert!(pty.on_main_screen(), "in the background the terminal is the shell's");
        pty.send("echo q\r"); // a key, were it read by the program
        pty.wait_for("\nq\n");
        pty.resize((100, 30));
        pty.send("fg\r");
        pty.wait_until("the screen", |pty| !pty.on_main_screen());
        pty.wait_for("Circles");
        pty.send("q");
        // The program still reads what is typed until it has ended, so wait for the prompt.
        pty.wait_until("the prompt", |pty| pty.on_main_screen() && pty.text().trim_end().ends_with("\n$"));
        pty.send("echo code=$?\r");
        pty.wait_for("code=0");
    }
}
