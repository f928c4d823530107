//! Files and words as strangers may hand them in: every one of the corpus, and thousands made from them by cutting,
//! doubling, overwriting and mixing. None may end the program, or take long, or take much memory.

#[path = "../../fuzz/feed.rs"]
mod feed;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

use feed::feed;
use rand::rngs::ChaCha8Rng;
use rand::{RngExt, SeedableRng};

/// Inputs for each kind; more by hand: `INPUTS=1000000 cargo test --release --test data_files mutations`.
fn inputs() -> u64 {
    std::env::var("INPUTS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_500)
}

/// The longest that an input may take, five times what is promised: the machine may be busy.
const LONGEST: Duration = Duration::from_secs(5);
/// The longest input that is made.
const LARGEST: usize = 1 << 16;

fn corpus(kind: &str) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(kind);
    let files = fs::read_dir(folder).expect("the corpus").map(|entry| entry.expect("an entry").path());
    let read = |path: std::path::PathBuf| {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        (name, fs::read(path).expect("a file"))
    };
    let mut files: Vec<_> = files.map(read).collect();
    files.sort(); // the order in a folder is anybody's
    assert!(!files.is_empty(), "no corpus for {kind}");
    files
}

/// Feeds an input and fails with its bytes if it does harm.
fn harmless(kind: &str, input: &[u8], folder: &Path, what: &str) {
    let start = Instant::now();
    let fed = catch_unwind(AssertUnwindSafe(|| feed(kind, input, folder)));
    let shown: String =
        input.iter().take(2_000).map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat();
    assert!(fed.is_ok(), "{kind}, {what}: {shown}");
    assert!(start.elapsed() < LONGEST, "{kind}, {what} takes {:?}: {shown}", start.elapsed());
}

/// One to four changes, as damage and malice make them.
fn mutated(rng: &mut ChaCha8Rng, seeds: &[(String, Vec<u8>)]) -> Vec<u8> {
    let pick = |rng: &mut ChaCha8Rng| seeds[rng.random_range(0..seeds.len())].1.clone();
    let mut bytes = pick(rng);
    for _ in 0..rng.random_range(1..=4) {
        let at = rng.random_range(0..=bytes.len());
        let length = rng.random_range(0..=16.min(bytes.len() - at));
        match rng.random_range(0..8) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..at + length)),
            2 => {
                let doubled = bytes[at..at + length].to_vec();
                for _ in 0..rng.random_range(1..20) {
                    bytes.splice(at..at, doubled.iter().copied());
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
        bytes.truncate(LARGEST);
    }
    bytes
}

fn all_are_harmless(kind: &str) {
    let folder = tempfile::tempdir_in(feed::folder()).expect("a folder");
    let seeds = corpus(kind);
    for (name, bytes) in &seeds {
        harmless(kind, bytes, folder.path(), name);
    }
    let number = KINDS.iter().position(|other| *other == kind).expect("a kind") as u64;
    let mut rng = ChaCha8Rng::seed_from_u64(number);
    let small: Vec<_> = seeds.into_iter().filter(|(_, bytes)| bytes.len() < LARGEST).collect();
    for n in 0..inputs() {
        harmless(kind, &mutated(&mut rng, &small), folder.path(), &format!("input {n}"));
    }
    let peak = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = peak
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    assert!(peak.is_none_or(|kib| kib < 300 << 10), "{kind}: {peak:?} KiB");
}

macro_rules! kinds {
    ($($kind:ident),*) => {
        /// What can be fed.
        const KINDS: &[&str] = &[$(stringify!($kind)),*];

        $(#[test] fn $kind() { all_are_harmless(stringify!($kind)); })*
    };
}

kinds!(pickle, gzip, npz, idx, csv, setup, at);

#[test]
fn every_kind_has_a_target_and_a_corpus() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).expect("text");
    let mut corpora: Vec<String> = fs::read_dir(fuzz.join("corpus"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    corpora.sort();
    let mut kinds = KINDS.to_vec();
    kinds.sort_unstable();
    assert_eq!(corpora, kinds);
    for kind in kinds {
        let target = fs::read_to_string(fuzz.join(format!("fuzz_targets/{kind}.rs"))).expect("a target");
        assert!(target.contains(&format!("\"{kind}\"")) && manifest.contains(&format!("name = \"{kind}\"")));
    }
}
