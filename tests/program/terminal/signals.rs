//! Tests of the signals that end a process by default, and that hardly anybody sends.

use std::process::Command;

use super::*;

/// Their names and numbers; those without a name are of real time.
#[cfg(target_os = "linux")]
const ALL: [(&str, u32); 16] = [
    ("QUIT", 3),
    ("TRAP", 5),
    ("ABRT", 6),
    ("USR1", 10),
    ("USR2", 12),
    ("ALRM", 14),
    ("STKFLT", 16),
    ("XCPU", 24),
    ("XFSZ", 25),
    ("VTALRM", 26),
    ("PROF", 27),
    ("IO", 29),
    ("PWR", 30),
    ("SYS", 31),
    ("34", 34),
    ("64", 64),
];

#[cfg(not(target_os = "linux"))]
const ALL: [(&str, u32); 3] = [("QUIT", 3), ("ABRT", 6), ("ALRM", 14)];

fn send(pty: &Pty, signal: &str) {
    let pid = pty.pid().as_raw_nonzero();
    let sent = Command::new("bash").args(["-c", &format!("kill -{signal} {pid}")]).status();
    assert!(sent.is_ok_and(|sent| sent.success()), "{signal}");
}

#[test]
fn every_signal_that_ends_a_process_gives_the_terminal_back() {
    for (signal, number) in ALL {
        let mut pty = picker();
        send(&pty, signal);
        ends_within(&mut pty, Duration::from_millis(200));
        assert_ends(&mut pty, 128 + number);
    }
}

#[test]
fn a_training_is_ended_by_them_in_the_middle_of_a_frame() {
    for (signal, number) in [("ABRT", 6), ("USR1", 10), ("XCPU", 24)] {
        let mut pty = Pty::start(OVERFIT, &["circles"], &[("COLORTERM", "truecolor")], (200, 60));
        pty.wait_until("some steps", |pty| pty.step() > 100);
        send(&pty, signal);
        ends_within(&mut pty, Duration::from_millis(200));
        assert_ends(&mut pty, 128 + number);
    }
}
