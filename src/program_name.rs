//! How the person started the program, so that a command line on the screen can be pasted as it is.

use std::env;
use std::ffi::OsStr;
use std::path::{Component, Path};

use crate::train::quoted;

/// The beginning of a command line: `overfit`, the path of the program, or `cargo run --`.
pub fn program_name() -> String {
    let started = env::args_os().next().unwrap_or_default();
    let by_cargo = env::var_os("CARGO").is_some() && env::var_os("CARGO_MANIFEST_DIR").is_some();
    spelled(&started, by_cargo)
}

/// The same for a program that was started by this name, and by Cargo or not.
fn spelled(started: &OsStr, by_cargo: bool) -> String {
    let path = Path::new(started);
    match profile(path) {
        Some("debug") if by_cargo => "cargo run --".to_owned(),
        Some("release") if by_cargo => "cargo run --release --".to_owned(),
        Some(profile) if by_cargo => format!("cargo run --profile {} --", quoted(profile)),
        _ if started.is_empty() => env!("CARGO_PKG_NAME").to_owned(),
        _ => quoted(&path.to_string_lossy()),
    }
}

/// The profile of Cargo in whose folder of `target` the program lies, as in `target/release/overfit`.
fn profile(path: &Path) -> Option<&str> {
    let folders: Vec<&str> = path
        .parent()?
        .components()
        .filter_map(|part| if let Component::Normal(name) = part { name.to_str() } else { None })
        .collect();
    match folders.as_slice() {
        [.., "target", profile] | [.., "target", _, profile] => Some(profile),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(started: &str, by_cargo: bool) -> String {
        spelled(OsStr::new(started), by_cargo)
    }

    #[test]
    fn a_line_begins_as_the_person_began_it() {
        assert_eq!(name("overfit", false), "overfit");
        assert_eq!(name("overfit", true), "overfit", "it is Cargo's only by the folder that it lies in");
        assert_eq!(name("target/release/overfit", false), "target/release/overfit");
        assert_eq!(name("/my programs/overfit", false), "'/my programs/overfit'");
        assert_eq!(name("", false), "overfit");
    }

    #[test]
    fn under_cargo_run_it_is_cargo_run_with_the_profile() {
        assert_eq!(name("target/release/overfit", true), "cargo run --release --");
        assert_eq!(name("/home/me/overfit/target/debug/overfit", true), "cargo run --");
        assert_eq!(name("target/quick/overfit", true), "cargo run --profile quick --");
        assert_eq!(name("target/x86_64-unknown-linux-musl/release/overfit", true), "cargo run --release --");
    }
}
