//! Random keys at full pace, then a repetition of the run from its command line.

use crate::support::soak::{self, Soak};

#[test]
fn a_round_of_random_keys_is_repeated_by_its_command_line() {
    let round = Soak::new(2).round(1).expect("built in");
    assert_eq!(round.fault, None, "{}", round.command);
    assert!(round.steps > 0 && round.frames > 20, "{round}");
}

/// To run for an hour: `SOAK_MINUTES=60 cargo test --release --test screen soak -- --ignored --nocapture`.
#[test]
#[ignore = "takes as long as it is told to"]
fn for_as_long_as_wanted() {
    let minutes = std::env::var("SOAK_MINUTES").ok().and_then(|text| text.parse().ok()).unwrap_or(1.0);
    assert!(soak::soak(minutes, 2).expect("built in"), "a round was not sound, or memory grew");
}
