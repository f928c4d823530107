//! Tests of the output of a training without a screen, as JSON and as text.

use super::*;

#[test]
fn json_is_one_object_a_line_with_fixed_names_in_a_fixed_order() {
    let run = Run::of("train circles --steps 103 --json");
    let (last, points) = (run.lines.len() - 1, run.points().len());
    assert_eq!(
        names(&run.lines[0]),
        "event format command version dataset inputs classes class_names train_size test_size parameters eval_every \
         threads setup data settings activation batch dropout eta flip hidden init l1 l2 loss noise optimizer patience \
         points reduction seed steps test-size train-size validation"
    );
    let kinds = run.kinds();
    for (line, kind) in run.lines[1..last].iter().zip(&kinds[1..last]) {
        let expected = match *kind {
            "point" => {
                "event step epoch train_loss train_accuracy test_loss test_accuracy train_examples test_examples"
            }
            _ => "event step word reason advice",
        };
        assert_eq!(names(line), expected);
    }
    assert_eq!(
        names(&run.lines[last]),
        "event status step best step train_accuracy test_loss test_accuracy \
         best_train step train_accuracy test_accuracy \
         final train_loss train_accuracy test_loss test_accuracy \
         seconds training_seconds steps_per_second fingerprint diagnosis"
    );
    assert_eq!((kinds[0], kinds[last]), ("start", "end"));
    assert!(kinds[1..last].iter().all(|kind| ["point", "diagnosis"].contains(kind)));
    assert_eq!(points, 22);
}

#[test]
fn the_start_tells_what_is_trained() {
    let run = Run::of("train circles --steps 1 --json");
    let start = run.start();
    let numbers = [
        ("inputs", 2),
        ("classes", 2),
        ("train_size", 400),
        ("test_size", 100),
        ("parameters", 52),
        ("eval_every", 5),
    ];
    for (name, number) in numbers {
        assert_eq!(start[name], number, "{name}");
    }
    assert!(start["threads"].as_u64() >= Some(1));
    assert_eq!(start["dataset"], "circles");
    assert_eq!(start["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!(start["command"], "overfit train circles --steps 1");
    let mnist = Run::of("train mnist --steps 1 --json");
    assert_eq!(mnist.start()["parameters"], 23_860);
}

#[test]
fn points_are_the_first_step_every_evaluation_and_the_last_step() {
    for (steps, last) in [(100, vec![90, 95, 100]), (103, vec![95, 100, 103])] {
        let run = Run::of(&format!("train circles --steps {steps} --json"));
        let at: Vec<u64> = run.points().iter().map(|point| point["step"].as_u64().expect("a step")).collect();
        let every = run.start()["eval_every"].as_u64().expect("a number");
        assert!(at[..at.len() - 1].iter().enumerate().all(|(i, step)| *step == i as u64 * every), "{at:?}");
        assert_eq!(at[at.len() - 3..], last);
        for point in run.points() {
            assert!(all_finite(point));
            assert_eq!(point["epoch"].as_f64(), point["step"].as_f64(), "a full batch is an epoch");
        }
    }
}

#[test]
fn the_end_is_what_the_points_say() {
    let run = Run::of("train circles --steps 100 --json");
    let (end, points) = (run.end(), run.points());
    assert_eq!((end["status"].as_str(), end["step"].as_u64()), (Some("finished"), Some(100)));
    let number = |value: &Value| value.as_f64().expect("a number");
    let last = &points[points.len() - 1];
    for name in ["train_loss", "train_accuracy", "test_loss", "test_accuracy"] {
        assert_eq!(end["final"][name], last[name], "{name}");
    }
    let lowest = points.iter().map(|point| number(&point["test_loss"])).fold(f64::INFINITY, f64::min);
    let highest = points.iter().map(|point| number(&point["train_accuracy"])).fold(0.0, f64::max);
    assert_eq!(number(&end["best"]["test_loss"]), lowest);
    assert_eq!(number(&end["best_train"]["train_accuracy"]), highest);
    for best in ["best", "best_train"] {
        let point = points.iter().find(|point| point["step"] == end[best]["step"]).expect("an evaluation");
        for (name, value) in end[best].as_object().expect("an object") {
            assert_eq!(*value, point[name], "{best} {name}");
        }
    }
    assert!(TIMES.iter().all(|name| number(&end[*name]) > 0.0));
    assert!(number(&end["training_seconds"]) <= number(&end["seconds"]));
    let fingerprint = run.fingerprint();
    assert!(fingerprint.len() == 16 && fingerprint.bytes().all(|b| b"0123456789abcdef".contains(&b)));
}

#[test]
fn the_command_in_the_start_repeats_the_run() {
    let settings = [
        "",
        "--hidden 5,4 --activation tanh --eta 0.0123 --seed 7",
        "--train-size 50 --test-size 20 --noise 0.25 --batch 7 --reduction mean --eta 1",
        "--hidden 0 --loss cross-entropy --init scaled --optimizer adam --eta 1e-5",
    ];
    for settings in settings {
        let run = Run::of(&format!("train circles --steps 40 --json {settings}"));
        let command = run.start()["command"].as_str().expect("text");
        let (program, arguments) = command.split_once(' ').expect("arguments");
        assert_eq!(program, "overfit");
        let again = Run::of(&format!("{arguments} --json"));
        assert_eq!(again.without_times(), run.without_times(), "{command}");
    }
}

#[test]
fn the_seed_decides_all_but_the_times() {
    let run = |seed: u64| Run::of(&format!("train circles --steps 100 --json --seed {seed}"));
    let first = run(3);
    assert_eq!(first.without_times(), run(3).without_times());
    let other = run(4);
    assert_ne!(first.fingerprint(), other.fingerprint());
    assert_ne!(first.points()[0], other.points()[0]);
    assert!(run(u64::MAX).start()["command"].as_str().expect("text").ends_with(&u64::MAX.to_string()));
}

#[test]
fn fingerprints_are_the_same_on_every_machine() {
    let pinned =
        [("train circles --steps 100", "babbad2eb0417a4e"), ("train mnist --steps 20", "9f2df106f257a6b9")];
    for (line, fingerprint) in pinned {
        assert_eq!(Run::of(&format!("{line} --json")).fingerprint(), fingerprint, "{line}");
    }
}

#[test]
fn text_is_in_the_words_of_the_lecture() {
    let output = overfit(&words("train circles --steps 2000"));
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), ""));
    let lines: Vec<&str> = text(&output.stdout).lines().collect();
    assert_eq!(lines[0], "circles: 400 training and 100 test examples, network 2-10-2, 52 weights, seed 0");
    let mut before = 0.0;
    let steps: Vec<u64> = (lines.iter())
        .filter_map(|line| line.strip_prefix("Best by step "))
        .map(|line| {
            let (step, accuracy) = line.split_once(": ").expect("a colon");
            let accuracy = percent(accuracy.strip_suffix(" % of the training examples").expect("a share"));
            assert!(accuracy >= before, "the best so far never falls");
            before = accuracy;
            step.parse().expect("a step")
        })
        .collect();
    assert_eq!(steps, (0..=20).map(|i| 100 * i).collect::<Vec<_>>());
    let best = lines.iter().find_map(|line| line.strip_prefix("Our best model gets ")).expect("the best");
    let (best, rest) = best.split_once(' ').expect("a number and words");
    assert!(rest.starts_with("percent correct!"), "{rest}");
    assert!(percent(best) >= before);
}

/// A percentage with one digit behind the point.
fn percent(text: &str) -> f64 {
    assert_eq!(text.split_once('.').expect("a point").1.len(), 1, "{text}");
    let value = text.parse().expect("a number");
    assert!((0.0..=100.0).contains(&value));
    value
}

#[test]
fn text_and_json_tell_of_the_same_run() {
    let json = Run::of("train circles --steps 50 --json");
    let output = overfit(&words("train circles --steps 50"));
    assert!(text(&output.stdout).contains(json.fingerprint()));
}

#[test]
fn a_file_gives_the_same_run_as_the_built_in_digits() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("mnist.pkl.gz");
    fs::copy(BUILT_IN_MNIST, &path).expect("a copy");
    let settings = "--steps 10 --train-size 200 --test-size 50 --batch 20 --hidden 12 --json";
    let built_in = Run::of(&format!("train mnist {settings}"));
    let path = path.to_str().expect("UTF-8");
    let mut arguments = vec!["train", path];
    arguments.extend(words(settings));
    let file = Run::ending(&arguments, 0);
    assert_eq!(file.start()["dataset"], path);
    assert_eq!(file.without_times()[1..], built_in.without_times()[1..]);
    assert_eq!(file.fingerprint(), built_in.fingerprint());
    let end = file.end();
    let loading = end["seconds"].as_f64().zip(end["training_seconds"].as_f64()).map(|(all, part)| all - part);
    assert!(loading > Some(0.01), "unpacking takes time, and counts: {loading:?}");
}

#[test]
fn each_change_of_the_word_is_written_with_its_reason_and_advice() {
    let run = Run::of("train circles --hidden 0 --steps 3000 --json");
    let diagnoses: Vec<&Value> = run.events.iter().filter(|event| event["event"] == "diagnosis").collect();
    let said: Vec<&str> = diagnoses.iter().map(|event| event["word"].as_str().expect("a word")).collect();
    assert_eq!(said, ["LEARNING", "PLATEAU", "UNDER-FITTING"]);
    assert_eq!(diagnoses[0]["step"], 0);
    assert_eq!(run.end()["diagnosis"], "UNDER-FITTING");
    assert!(diagnoses[2]["reason"].as_str().is_some_and(|reason| reason.contains("guessing")));
    assert!(
        diagnoses[2]["advice"].as_str().is_some_and(|advice| advice.contains("a hidden layer (--hidden)"))
    );
    let output = overfit(&words("train circles --hidden 0 --steps 3000"));
    assert!(text(&output.stdout).contains(": UNDER-FITTING. "), "{}", text(&output.stdout));
}

#[test]
fn test_classes_without_training_examples_are_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let rows = |classes: [&str; 2]| -> String {
        let row = |n: usize| format!("{}.5,{},{}\n", n % 7, n % 5, classes[n % 2]);
        ["x,y,label\n".to_owned()].into_iter().chain((0..60).map(row)).collect()
    };
    let train = folder.path().join("pets_train.csv");
    fs::write(&train, rows(["cat", "dog"])).expect("written");
    fs::write(folder.path().join("pets_test.csv"), rows(["cat", "fish"])).expect("written");
    let train = train.to_str().expect("UTF-8");
    let arguments = ["train", train, "--steps", "20"].map(str::to_owned);
    let said = "30 of 60 test examples are of classes without training examples: fish.";
    assert!(text(&overfit(&arguments).stdout).contains(said));
    let json: Vec<String> = arguments.into_iter().chain(["--json".to_owned()]).collect();
    assert!(text(&overfit(&json).stdout).contains(&format!("\"note\":\"{said}\"")));
}
