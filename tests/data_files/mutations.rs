//! Fuzzing without instrumentation: every input of the corpus, and thousands of mutations of them, the same ones every
//! time. None may cause a panic, take long, or take much memory.

#[path = "../../fuzz/feed.rs"]
mod feed;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::Duration;

use feed::feed;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// The number of mutations for each target. More by hand: `INPUTS=1000000 cargo test --release --test data_files mutations`.
fn mutations() -> u64 {
    std::env::var("INPUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_500)
}

/// The longest time that an input may take: five times what is promised, because the machine may be busy.
const MAX_TIME: Duration = Duration::from_secs(5);
/// The longest mutation, in bytes.
const MAX_INPUT: usize = 1 << 16;

/// The names and contents of the inputs that fuzzing begins with, sorted.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let files = fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("an entry").path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(path).expect("a file"))
    };
    let mut files: Vec<_> = files.map(read).collect();
    files.sort();
    assert!(!files.is_empty(), "no corpus for {target}");
    files
}

/// How long this thread has worked. Time that other programs had the processor does not count.
#[cfg(unix)]
fn work() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}

/// The time.
#[cfg(not(unix))]
fn work() -> Duration {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default()
}

/// Feeds an input to a target. Fails with the bytes of the input if it causes a panic or takes too long.
fn assert_harmless(target: &str, input: &[u8], folder: &Path, name: &str) {
    let start = work();
    let result = catch_unwind(AssertUnwindSafe(|| feed(target, input, folder)));
    let hex: String = input.iter().take(2_000).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert!(result.is_ok(), "{target}, {name}: {hex}");
    let took = work().saturating_sub(start);
    assert!(took < MAX_TIME, "{target}, {name} takes {took:?}: {hex}");
}

/// Picks an input and changes it in one to four places: truncates, deletes, repeats, overwrites, inserts, or splices.
fn mutate(rng: &mut ChaCha8Rng, seeds: &[(String, Vec<u8>)]) -> Vec<u8> {
    let pick = |rng: &mut ChaCha8Rng| seeds[rng.random_range(0..seeds.len())].1.clone();
    let mut bytes = pick(rng);
    for _ in 0..rng.random_range(1..=4) {
        let at = rng.random_range(0..=bytes.len());
        let length = rng.random_range(0..=16.min(bytes.len() - at));
        match rng.random_range(0..8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let repeated = bytes[at..at + length].to_vec();
                for _ in 0..rng.random_range(1..20) {
                    bytes.splice(at..at, repeated.iter().copied());
                }
            }
            3 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << rng.random_range(0..8)),
            4 => bytes.iter_mut().skip(at).take(length).for_each(|byte| *byte = rng.random()),
            5 => {
                let edge = [0_u64, 1, 0x7f, 0xff, 0x7fff_ffff, 0xffff_ffff, u64::MAX][rng.random_range(0..7)];
                let width = [1, 2, 4, 8][rng.random_range(0..4)];
                bytes.splice(at..(at + width).min(bytes.len()), edge.to_le_bytes().into_iter().take(width));
            }
            6 => {
                let words: [&[u8]; 8] =
                    [b"nan", b"-1", b"1e999", b",", b"\n", b"\"", b"(2, 99999999999)", b"\x80\x02]"];
                bytes.splice(at..at, words[rng.random_range(0..8)].iter().copied());
            }
            _ => {
                let other = pick(rng);
                bytes.truncate(at);
                bytes.extend(other.iter().skip(rng.random_range(0..=other.len())));
            }
        }
        bytes.truncate(MAX_INPUT);
    }
    bytes
}

fn fuzz(target: &str) {
    let folder = tempfile::tempdir_in(feed::folder()).expect("a folder");
    let seeds = corpus(target);
    for (name, bytes) in &seeds {
        assert_harmless(target, bytes, folder.path(), name);
    }
    let number = TARGETS.iter().position(|other| *other == target).expect("a target") as u64;
    let mut rng = ChaCha8Rng::seed_from_u64(number);
    let small: Vec<_> = seeds.into_iter().filter(|(_, bytes)| bytes.len() < MAX_INPUT).collect();
    for n in 0..mutations() {
        assert_harmless(target, &mutate(&mut rng, &small), folder.path(), &format!("mutation {n}"));
    }
    let peak = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    assert!(peak.is_none_or(|kib| kib < 300 << 10), "{target}: {peak:?} KiB");
}

macro_rules! targets {
    ($($target:ident),*) => {
        /// The names of all targets.
        const TARGETS: &[&str] = &[$(stringify!($target)),*];

        $(#[test] fn $target() { fuzz(stringify!($target)); })*
    };
}

targets!(pickle, gzip, npz, idx, csv, setup, at, npy, emnist, any, safetensors, run, log);

/// Hostile logs that are too large for the corpus.
#[test]
fn vast_logs_take_neither_time_nor_memory() {
    let folder = tempfile::tempdir_in(feed::folder()).expect("a folder");
    let names: String = (0..1_000_000).map(|column| format!("c{column},")).collect();
    let wide = format!("{names}loss\n{}1\n", "1,".repeat(1_000_000));
    let members: String = (0..1_000_000).map(|member| format!("\"m{member}\":1,")).collect();
    for (name, input) in [
        ("one line", vec![b'x'; 50 << 20]),
        ("one number", vec![b'1'; 50 << 20]),
        ("a million columns", wide.into_bytes()),
        ("a million members", format!("{{{members}\"loss\":1}}\n").into_bytes()),
        ("deep lists", vec![b'['; 5 << 20]),
        ("deep objects", b"{\"a\":".repeat(1 << 20)),
        ("a list of numbers", [b"{\"loss\":[".to_vec(), b"1,".repeat(5 << 20), b"1]}".to_vec()].concat()),
    ] {
        assert_harmless("log", &input, folder.path(), name);
    }
}

#[test]
fn every_target_has_a_file_and_a_corpus() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).expect("text");
    let mut corpora: Vec<String> = fs::read_dir(fuzz.join("corpus"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    corpora.sort();
    let mut targets = TARGETS.to_vec();
    targets.sort_unstable();
    assert_eq!(corpora, targets);
    for target in targets {
        let file = fs::read_to_string(fuzz.join(format!("fuzz_targets/{target}.rs"))).expect("a target");
        assert!(
            file.contains(&format!("\"{target}\"")) && manifest.contains(&format!("name = \"{target}\""))
        );
    }
}
