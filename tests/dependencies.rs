//! What the program stands on: every licence lets people use and pass it on freely, and nothing is there twice without
//! a reason. Advisories need the network: `cargo install cargo-audit && cargo audit`.

use std::collections::BTreeMap;
use std::process::Command;

/// Licences that ask for no more than their own text.
const FREE: [&str; 11] = [
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "Unlicense",
    "BSL-1.0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
];

/// Crates in two versions: which, and who still needs the older one.
const TWICE: [(&str, [&str; 2], &str); 2] = [
    ("signal-hook", ["0.3", "0.4"], "crossterm 0.29"),
    ("syn", ["2", "3"], "half of the macros, which are not in the program"),
];

/// Name, version and licence of every crate that the program is made of on this machine.
fn crates() -> Vec<(String, String, String)> {
    let cargo = env!("CARGO");
    let arguments =
        ["tree", "--locked", "--offline", "--edges", "normal", "--prefix", "none", "--format", "{p}|{l}"];
    let output = Command::new(cargo).args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).output();
    let output = output.expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let parsed = text.lines().filter_map(|line| {
        let (package, licence) = line.split_once('|')?;
        let mut words = package.split(' ');
        let (name, version) = (words.next()?, words.next()?.trim_start_matches('v'));
        Some((name.to_owned(), version.to_owned(), licence.trim_end_matches(" (*)").to_owned()))
    });
    let mut crates: Vec<_> = parsed.collect();
    crates.sort();
    crates.dedup();
    assert!(crates.len() > 50, "the list was not found: {text}");
    crates
}

/// Whether one of the choices that an expression offers is free. `AND` binds closer than `OR`, unless there are brackets:
/// those are only ever around choices.
fn is_free(licence: &str) -> bool {
    let licence = licence.replace('/', " OR ");
    if licence.contains('(') {
        return licence.split(" AND ").all(|part| is_free(&part.replace(['(', ')'], " ")));
    }
    licence.split(" OR ").any(|choice| choice.split(" AND ").all(|name| FREE.contains(&name.trim())))
}

#[test]
fn every_licence_is_free() {
    for (name, version, licence) in crates() {
        assert!(is_free(&licence), "{name} {version}: {licence}");
    }
}

#[test]
fn licences_are_read_as_they_are_meant() {
    assert!(
        is_free("MIT/Apache-2.0") && is_free("GPL-3.0 OR MIT") && is_free("(MIT OR Zlib) AND Unicode-3.0")
    );
    assert!(
        !is_free("GPL-3.0")
            && !is_free("MIT AND GPL-3.0")
            && !is_free("(MIT OR Zlib) AND GPL-3.0")
            && !is_free("")
    );
}

#[test]
fn nothing_is_there_twice_without_a_reason() {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, version, _) in crates() {
        versions.entry(name).or_default().push(version);
    }
    versions.retain(|_, versions| versions.len() > 1);
    for (name, known, why) in TWICE {
        let versions = versions.remove(name).unwrap_or_default();
        let is_known = versions.len() == known.len()
            && versions.iter().zip(known).all(|(version, start)| version.starts_with(&format!("{start}.")));
        assert!(is_known, "{name} is there as {versions:?}, not as {known:?} for {why}");
    }
    assert!(versions.is_empty(), "twice without a reason: {versions:?}");
}
