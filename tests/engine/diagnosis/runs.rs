//! What is said of real runs.

use super::*;

fn circles() -> Setup {
    Setup::lecture(data::resolve("circles").expect("built in"))
}

/// A real run to its end.
struct Told {
    story: Story,
    last: Diagnosis,
}

impl Told {
    fn words(&self) -> Vec<Word> {
        self.story.words()
    }

    fn word(&self) -> Word {
        self.last.word
    }

    fn text(&self) -> String {
        self.story.text()
    }
}

fn told(setup: Setup) -> Told {
    let dataset = setup.data.load(&setup.request(), 1).expect("built in");
    told_on(setup, dataset)
}

fn told_on(setup: Setup, dataset: Dataset) -> Told {
    let mut session = Session::with_dataset(setup, Arc::new(dataset), ThreadPool::default());
    let mut story = Story::default();
    story.tell(0, session.word());
    while *session.state() == State::Learning {
        session.advance();
        let Diagnosis { word, evidence, .. } = session.diagnosis();
        keeps_its_word(word, &evidence);
        story.tell(session.step(), word);
    }
    println!("seed {}: {}", session.setup().seed, story.text());
    assert!(story.flickers() <= 2, "{}", story.text());
    Told { story, last: session.diagnosis() }
}

#[test]
fn the_lectures_circles_learn_and_then_hardly_do() {
    for seed in 0..3 {
        let run = told(Setup { seed, ..circles() });
        assert_eq!(run.word(), Word::Plateau, "{}", run.text());
        assert!(run.words().iter().all(|word| matches!(word, Word::Learning | Word::Plateau)));
    }
}

#[test]
fn a_straight_line_under_fits_circles() {
    for seed in 0..4 {
        let run = told(Setup { seed, hidden: Vec::new(), steps: 5_000, ..circles() });
        assert_eq!(run.words(), [Word::Learning, Word::Plateau, Word::UnderFitting], "{}", run.text());
    }
}

#[test]
fn a_huge_eta_diverges() {
    for seed in 0..4 {
        let run = told(Setup { seed, eta: 1e9, ..circles() });
        assert_eq!(run.words(), [Word::Learning, Word::Diverged], "{}", run.text());
    }
}

#[test]
fn a_large_eta_saturates_the_sigmoids() {
    for (seed, eta) in [(0, 10.0), (1, 10.0), (2, 10.0), (3, 500.0), (4, 500.0), (5, 500.0)] {
        let run = told(Setup { seed, eta, steps: 1_000, ..circles() });
        assert_eq!(run.words(), [Word::Learning, Word::Saturated], "{}", run.text());
        let smaller_eta = adjust(SettingId::Eta, Direction::Down);
        assert_eq!(run.last.advice.remedies, [smaller_eta, Remedy::Again { eta: None }]);
    }
}

#[test]
fn a_large_eta_kills_rectified_units() {
    for seed in 0..4 {
        let setup = Setup { activation: Activation::Relu, eta: 0.5, steps: 1_000, ..circles() };
        let run = told(Setup { seed, ..setup });
        assert_eq!(run.word(), Word::DeadUnits, "{}", run.text());
        assert!(run.last.evidence.contains("units are 0 for every example"), "{}", run.last.evidence);
    }
}

#[test]
fn a_network_that_swings_between_two_states_bounces() {
    for seed in 0..4 {
        let setup = Setup { activation: Activation::Tanh, loss: Loss::CrossEntropy, ..circles() };
        let run = told(Setup { seed, ..setup });
        assert_eq!(run.word(), Word::Bouncing, "{}", run.text());
    }
}

#[test]
fn the_lectures_digits_over_fit() {
    for seed in 0..2 {
        let setup = Setup::lecture(data::resolve("mnist").expect("built in"));
        let run = told(Setup { seed, steps: 6_000, ..setup });
        assert_eq!(run.words(), [Word::Learning, Word::OverFitting], "{}", run.text());
    }
}

#[test]
fn small_batches_and_long_steps_bounce() {
    let mini = Setup { batch: Some(4), reduction: Reduction::Mean, eta: 5.0, ..circles() };
    let full = Setup { loss: Loss::CrossEntropy, eta: 0.1, steps: 3_000, ..circles() };
    for setup in [mini, full] {
        for seed in 0..3 {
            let run = told(Setup { seed, ..setup.clone() });
            assert_eq!(run.word(), Word::Bouncing, "{}", run.text());
        }
    }
}

#[test]
fn circles_without_noise_are_solved() {
    for seed in 0..3 {
        let run = told(Setup { seed, noise: 0.0, eta: 0.02, steps: 2_000, ..circles() });
        assert_eq!(run.words().last(), Some(&Word::Solved), "{}", run.text());
    }
}

#[test]
fn flipped_labels_are_learned_by_heart() {
    for (seed, eta) in [(0, 0.003), (1, 0.003), (2, 0.003), (0, 0.01), (1, 0.01), (2, 0.01), (3, 0.01)] {
        let setup = Setup {
            train_size: 60,
            test_size: 1_000,
            hidden: vec![100],
            activation: Activation::Relu,
            loss: Loss::CrossEntropy,
            init: Init::Scaled,
            optimizer: Optimizer::Adam,
            batch: Some(50),
            reduction: Reduction::Mean,
            eta,
            steps: 6_000,
            seed,
            ..circles()
        };
        let mut dataset = setup.data.load(&setup.request(), 1).expect("generated data load");
        let labels = dataset.train.labels.iter_mut().enumerate();
        labels.filter(|(n, _)| [0, 11].contains(&(n % 20))).for_each(|(_, label)| *label = 1 - *label);
        let run = told_on(setup, dataset);
        assert_eq!(run.word(), Word::OverFitting, "{}", run.text());
    }
}
