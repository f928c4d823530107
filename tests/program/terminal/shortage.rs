//! Tests of what the system refuses: memory and threads.

use super::*;

/// The largest networks.
#[cfg(target_os = "linux")]
const LARGE: &str = "2048,2048,2048,2048";

/// Asserts that the program has ended with a sentence about memory below what was on the main screen.
#[cfg(target_os = "linux")]
fn ends_without_memory(pty: &mut Pty) {
    assert_ends(pty, 1);
    let text = pty.text();
    assert!(text.contains("overfit: there is not enough memory: the system refused"), "{text}");
}

#[test]
#[cfg(target_os = "linux")]
fn no_memory_while_it_trains_is_told_and_the_terminal_given_back() {
    let mut pty = training();
    pty.send(",");
    pty.wait_for("Enter type");
    let circles = overfit::data::resolve("circles").unwrap();
    let row = overfit::train::settings_of(&circles).position(|setting| setting.name == "hidden");
    pty.send(&"\x1b[B".repeat(row.unwrap()));
    pty.limit_memory(8 << 20);
    pty.send(&format!("\r{LARGE}\r"));
    pty.wait_for("Start again with");
    pty.send("y");
    ends_without_memory(&mut pty);
}

#[test]
#[cfg(target_os = "linux")]
fn no_memory_while_it_reads_a_file_is_told_and_the_terminal_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("large.csv");
    let row = ["0.5"; 500].join(",");
    fs::write(&file, format!("{row},a\n{row},b\n").repeat(10_000)).unwrap();
    let mut pty = picker();
    pty.limit_memory(8 << 20);
    pty.send(&format!("\x1b[200~{}\x1b[201~", file.display()));
    ends_without_memory(&mut pty);
}

#[test]
#[cfg(target_os = "linux")]
fn no_memory_without_a_screen_is_told_in_a_sentence() {
    let script = r#"ulimit -v 200000; "$1" train mnist --hidden 2048,2048,2048 --threads 1; echo code=$?"#;
    let mut pty = Pty::start("sh", &["-c", script, "sh", OVERFIT], &[], (200, 24));
    pty.wait_for("code=1");
    let text = pty.text();
    assert!(text.contains("overfit: there is not enough memory"), "{text}");
}

/// The stack that each thread wants, in bytes: so large that the address space has room for few.
const STACK: u64 = 1 << 30;

#[test]
fn fewer_threads_than_wanted_are_no_reason_to_panic() {
    for threads in 0..8 {
        let script =
            format!(r#"ulimit -v {}; exec "$1" circles --threads 4"#, (300 << 10) + threads * (STACK >> 10));
        let environment = [("RUST_MIN_STACK", &*STACK.to_string())];
        let mut pty = Pty::start("sh", &["-c", &script, "sh", OVERFIT], &environment, (120, 36));
        let mut has_begun = false;
        pty.wait_until("a run or an end", |pty| {
            has_begun = pty.step() > 0;
            has_begun || pty.has_ended()
        });
        if has_begun {
            pty.send("m");
            thread::sleep(Duration::from_millis(200));
            pty.send("t");
            thread::sleep(Duration::from_millis(200));
            pty.send("\x03");
        }
        let code = pty.exit_code();
        let text = pty.text();
        assert!(!text.contains("panicked") && pty.is_sane(), "{threads} threads: {text}");
        let is_told =
            text.contains("overfit: a thread could not be started") || text.contains("not enough memory");
        assert!(
            if has_begun { code == 0 } else { code == 1 && is_told },
            "{threads} threads, {code}: {text}"
        );
    }
}

#[test]
fn without_a_single_further_thread_it_trains_on_one() {
    let script = r#"ulimit -v 300000; "$1" train circles --steps 200 --threads 8 --try-cures; echo code=$?"#;
    let environment = [("RUST_MIN_STACK", &*STACK.to_string())];
    let mut pty = Pty::start("sh", &["-c", script, "sh", OVERFIT], &environment, (120, 36));
    pty.wait_for("code=0");
    assert!(!pty.text().contains("panicked"));
}
