//! The rules of the house, read from the imports: who may know whom.

use std::fs;
use std::path::Path;

use crate::sources::rust_files;

/// Every source file with its text, tests and comments left out.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = rust_files(&root);
    assert!(files.len() > 30, "the sources were not found");
    let name = |path: &Path| path.strip_prefix(&root).expect("inside").to_string_lossy().replace('\\', "/");
    files.iter().map(|path| (name(path), code(path))).collect()
}

fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("text");
    let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = product.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// Fails for each file of `part` whose code contains one of `words`.
fn forbid(part: &str, words: &[&str], except: &[&str]) {
    let mut checked = 0;
    for (name, code) in sources() {
        if !name.starts_with(part) || except.contains(&name.as_str()) {
            continue;
        }
        checked += 1;
        for word in words {
            assert!(!code.contains(word), "{name} must not know `{word}`");
        }
    }
    assert!(checked > 0, "no file is in {part}");
}

#[test]
fn the_core_knows_arrays_and_random_numbers_only() {
    let others = [
        "crate::data",
        "crate::train",
        "crate::export",
        "crate::tui",
        "crate::cli",
        "crate::error",
        "std::io",
    ];
    forbid("nn/", &others, &[]);
    forbid(
        "nn/",
        &["std::time", "thread::spawn", "Builder", "std::fs", "crossbeam", "ratatui", "Result<"],
        &[],
    );
    forbid("nn/", &["std::thread", "Mutex", "Atomic"], &["nn/thread_pool.rs"]);
    forbid("nn/", &["unsafe"], &["nn/thread_pool.rs", "nn/kernels/prefetch.rs"]);
}

#[test]
fn data_know_no_network_and_no_run() {
    forbid(
        "data/",
        &["crate::nn", "crate::train", "crate::export", "crate::tui", "crate::cli", "crossbeam", "ratatui"],
        &[],
    );
}

/// Fails for each file that contains one of `words` and is in none of `parts`.
fn keep(parts: &[&str], words: &[&str], among: &str) {
    let is_kept_out =
        |name: &str| name.starts_with(among) && !parts.iter().any(|part| name.starts_with(part));
    for (name, code) in sources().iter().filter(|(name, _)| is_kept_out(name)) {
        for word in words {
            assert!(!code.contains(word), "{name} must not know `{word}`");
        }
    }
}

#[test]
fn only_data_read_file_formats() {
    keep(&["data/"], &["flate2", "serde_pickle"], "");
    keep(&["data/", "export/"], &["zip::", "csv::"], "");
    keep(&["export/"], &["png::"], "");
}

#[test]
fn the_command_line_and_the_screen_do_not_know_each_other() {
    forbid("cli/", &["crate::tui", "ratatui"], &[]);
    forbid("tui/", &["crate::cli", "clap"], &[]);
}

#[test]
fn training_knows_no_screen() {
    forbid("train/", &["crate::tui", "crate::cli", "crate::export", "crate::run_file", "ratatui"], &[]);
    forbid("run_file/", &["crate::tui", "crate::cli", "ratatui"], &[]);
}

#[test]
fn watching_knows_no_screen_no_thread_and_no_clock() {
    forbid("watch/", &["crate::tui", "crate::cli", "ratatui", "std::thread", "Instant", "crossbeam"], &[]);
    for part in ["nn/", "data/", "train/", "export/", "run_file/"] {
        forbid(part, &["crate::watch"], &[]);
    }
}

#[test]
fn exports_know_no_screen_no_file_and_no_clock() {
    let words = ["crate::tui", "crate::cli", "std::fs", "std::thread", "Instant", "SystemTime", "crossbeam"];
    forbid("export/", &words, &[]);
}

#[test]
fn a_session_has_no_thread_and_no_clock() {
    for file in [
        "train/session/",
        "train/augmentation.rs",
        "train/cures/",
        "train/explanation.rs",
        "train/history.rs",
        "train/layer_history.rs",
        "train/thinned.rs",
        "train/order.rs",
        "train/schedule.rs",
        "train/settings/",
        "train/setup.rs",
    ] {
        forbid(file, &["std::time", "std::thread", "crossbeam"], &[]);
    }
    forbid("train/diagnosis/", &["std::time", "std::thread", "crossbeam", "Session"], &[]);
    // Words rest on measurements alone; only the advice knows what is possible with a set-up.
    forbid("train/diagnosis/", &["Setup"], &["train/diagnosis/advice.rs", "train/diagnosis/diagnose.rs"]);
}

#[test]
fn channels_are_in_the_trainer_and_the_loop_only() {
    for part in ["nn/", "data/", "train/", "export/", "run_file/", "watch/", "tui/", "cli/"] {
        forbid(
            part,
            &["crossbeam_channel", "mpsc"],
            &[
                "train/trainer.rs",
                "train/queue.rs",
                "run_file/disk.rs",
                "run_file/writer.rs",
                "tui/backend.rs",
                "tui/background.rs",
                "tui/event_loop.rs",
                "tui/keyboard.rs",
                "tui/threads.rs",
                "tui/watcher.rs",
                "tui/wish.rs",
            ],
        );
    }
}

#[test]
fn colours_and_emphasis_are_in_the_theme_only() {
    // Cells are turned into bytes there.
    let parts = ["tui/theme/", "tui/terminal/compact"];
    keep(&parts, &["Color::", "Modifier::", "Stylize", "colorous"], "tui/");
}

#[test]
fn drawing_changes_nothing() {
    forbid("tui/panels/", &["&mut App", "&mut Run", "RefCell", "Mutex", "Atomic"], &[]);
    forbid("tui/widgets/", &["crate::nn", "crate::data", "crate::train", "RefCell", "Mutex", "Atomic"], &[]);
    forbid("tui/screen.rs", &["&mut App", "&mut Run"], &[]);
}

#[test]
fn how_curves_are_looked_at_is_no_drawing() {
    for file in ["tui/axis.rs", "tui/view.rs", "tui/pins.rs"] {
        forbid(file, &["widgets", "panels", "ratatui"], &[]);
    }
}

#[test]
fn files_can_be_read_in_one_go() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["src", "tests", "benches", "fuzz"].iter().flat_map(|folder| rust_files(root.join(folder))) {
        let lines = fs::read_to_string(&file).expect("text").lines().count();
        assert!(lines <= 350, "{} is too long: split it", file.display());
    }
}

#[test]
fn every_ending_has_its_test() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let files = rust_files(&tests);
    let code: String = files.iter().map(|file| fs::read_to_string(file).expect("text")).collect();
    let table = fs::read_to_string(tests.join("README.md")).expect("text");
    let is_row = |line: &&str| line.starts_with("| ") && [4, 6].contains(&line.matches('|').count());
    let is_head = |line: &&str| line.starts_with("| event") || line.starts_with("| ---");
    let rows: Vec<&str> = table.lines().filter(is_row).filter(|line| !is_head(line)).collect();
    assert!(rows.len() > 25, "the tables were not found");
    for row in rows {
        let named = row.rsplit('|').nth(1).expect("a column").split(',');
        for name in named.map(|name| name.trim().trim_matches('`')) {
            let at =
                code.find(&format!("\nfn {name}()")).unwrap_or_else(|| panic!("there is no test {name}"));
            let above: Vec<&str> = code[..at].lines().rev().take(3).collect();
            assert!(above.contains(&"#[test]"), "{name} is no test");
        }
    }
    for file in files.iter().filter(|file| file.starts_with(tests.join("program/terminal"))) {
        let code = fs::read_to_string(file).expect("text");
        for test in code.split("#[test]\nfn ").skip(1) {
            let name = test.split('(').next().expect("a name");
            assert!(table.contains(&format!("`{name}`")), "{name} is in no row of tests/README.md");
        }
    }
}
