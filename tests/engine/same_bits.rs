//! The same set-up gives the same curve, to the last bit, however many threads share the work and whether or
//! not the vector units of the processor are used.

use std::process::Command;

use serde_json::Value;

/// Short runs that go through every loop: full batch and mini-batches, dense and sparse inputs, narrow and wide
/// layers, all optimizers.
const RUNS: [&str; 12] = [
    "circles --steps 300",
    "circles --hidden 20,7 --activation tanh --batch 33 --optimizer momentum --steps 300",
    "circles --hidden 300,200 --activation relu --loss cross-entropy --init scaled --eta 1e-4 --steps 20",
    "mnist --steps 40",
    "mnist --train-size 2000 --hidden 70,33 --init scaled --eta 1e-4 --steps 10",
    "mnist --hidden 0 --eta 1e-3 --steps 30",
    "mnist --train-size 2000 --hidden 30 --batch 10 --reduction mean --eta 3 --steps 400",
    "mnist --train-size 2000 --hidden 128 --activation relu --loss cross-entropy --init scaled --optimizer adam \
     --batch 64 --reduction mean --eta 0.001 --steps 100",
    "mnist --train-size 1500 --hidden 40 --batch 200 --optimizer momentum --reduction mean --eta 0.1 --steps 60",
    "mnist --preset modern --hidden 60,20 --dropout 0.3 --augment elastic --l2 1e-4 --steps 60 --at 30:hidden=64,20",
    "mnist --train-size 300 --dropout 0.4 --l1 1e-5 --flip 0.1 --validation 0.2 --steps 20 --at 10:train-size=900",
    "circles --preset modern --hidden 300 --dropout 0.5 --activation tanh --steps 200 --at 90:weights=best",
];

/// More bits than the vectors of any processor have.
const WIDEST: &str = "65536";

/// The fingerprint of a run with these threads and vectors of at most so many bits.
fn fingerprint(run: &str, threads: &str, vector_bits: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_overfit"));
    command.arg("train").args(run.split_whitespace()).args(["--json", "--threads", threads]);
    command.env("OVERFIT_VECTOR_BITS", vector_bits);
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{run}: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let events: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(events[0]["threads"].to_string(), threads);
    let end = events.last().expect("an end");
    assert_eq!(end["status"], "finished", "{run}");
    end["fingerprint"].as_str().expect("a fingerprint").to_owned()
}

#[test]
fn threads_change_no_bit() {
    for run in RUNS {
        let alone = fingerprint(run, "1", WIDEST);
        for threads in ["2", "3", "5", "7"] {
            assert_eq!(fingerprint(run, threads, WIDEST), alone, "{run} on {threads} threads");
        }
    }
}

#[test]
fn vector_units_change_no_bit() {
    for run in RUNS {
        let widest = fingerprint(run, "2", WIDEST);
        for vector_bits in ["32", "256"] {
            assert_eq!(fingerprint(run, "1", vector_bits), widest, "{run} with {vector_bits} bits");
        }
    }
}
