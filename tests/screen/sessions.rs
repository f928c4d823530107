//! Random sessions with edits, changes and knock-outs, repeated from their line without a screen.

use crate::support::Stage;
use crate::support::crosshair::{is_repeated, run, stage_of};
use overfit::cli::{self, Invocation, Outcome};
use rand::rngs::ChaCha8Rng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

/// Moves the crosshair somewhere, and adds, moves or removes a point there.
fn edit(stage: &mut Stage, rng: &mut ChaCha8Rng) {
    stage.press("i");
    for _ in 0..rng.random_range(1..9) {
        stage.press(
            ["<left>", "<right>", "<up>", "<down>", "<s-left>", "<s-right>"].choose(rng).expect("a key"),
        );
    }
    stage.press(
        ["1", "2", "x", "<enter><right><up><enter>", "<enter><left><esc>"].choose(rng).expect("a key"),
    );
    while run(stage).is_probing {
        stage.press("<esc>");
    }
}

/// Chooses a unit, knocks it out, and takes it back or not.
fn knock_out(stage: &mut Stage, rng: &mut ChaCha8Rng) -> usize {
    stage.press("5");
    for _ in 0..rng.random_range(1..4) {
        stage.press("<right>");
    }
    stage.press("k");
    let out = run(stage).picture.as_ref().map_or(0, |picture| picture.knocked_out.len());
    stage.train(rng.random_range(1..6));
    stage.press(["k", "", ""].choose(rng).expect("a key")).press("<esc>");
    out
}

/// The line that is copied holds, whenever it is asked for.
fn is_checked(stage: &mut Stage) {
    let line = stage.press("Y").copied.clone().expect("a line");
    let Ok(Invocation::Check(check)) = cli::parse(["overfit", "check", &line].map(Into::into)) else {
        panic!("{line}");
    };
    let mut said = Vec::new();
    let outcome = cli::check(check, &mut said).expect("the data are built in");
    assert_eq!(outcome, Outcome::Done, "{line}: {}", String::from_utf8_lossy(&said));
}

#[test]
fn random_sessions_with_edits_changes_and_knock_outs_are_repeated_from_their_line() {
    let (mut marks, mut knocked_out) = (0, 0);
    for seed in 0..20 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let words = format!("circles --train-size 60 --test-size 40 --hidden 6 --steps 600 --seed {seed}");
        let mut stage = stage_of(&words, *[(80, 24), (120, 36)].choose(&mut rng).expect("a size"));
        stage.train(20);
        for _ in 0..rng.random_range(6..12) {
            match rng.random_range(0..3) {
                0 => edit(&mut stage, &mut rng),
                1 => knocked_out += knock_out(&mut stage, &mut rng),
                _ => {
                    stage.press(
                        ["[", "]", "+", "-", "b", "}", "n", ")", "u"].choose(&mut rng).expect("a key"),
                    );
                }
            }
            stage.train(rng.random_range(1..20));
        }
        marks += stage.session().expect("a run").history().marks().len();
        is_repeated(&stage);
        is_checked(&mut stage);
    }
    assert!(marks > 60 && knocked_out > 20, "{marks} changes, {knocked_out} knocked out");
}
