//! What is said of real runs.

use super::*;

fn circles() -> Setup {
    Setup::lecture(data::resolve("circles").expect("built in"))
}

/// The story of a real run.
fn told(setup: Setup) -> Reporter {
    let dataset = setup.data.load(&setup.request(), 1).expect("built in");
    told_on(setup, dataset)
}

fn told_on(setup: Setup, dataset: Dataset) -> Reporter {
    let guessing = loss_of_guessing(setup.loss, &dataset.train.labels, dataset.classes());
    let mut diagnosis_panel = Reporter::new(Monitor::new(guessing, "test", setup.steps));
    let mut session = Session::with_dataset(setup, Arc::new(dataset), ThreadPool::default());
    diagnosis_panel.observe(session.history().latest().expect("the start"));
    while *session.state() == State::Learning {
        if let Some(point) = session.advance() {
            diagnosis_panel.observe(&point);
        }
    }
    if let State::Diverged(divergence) = session.state() {
        diagnosis_panel.monitor.diverged(divergence.step, divergence.reason);
        diagnosis_panel.look();
    }
    println!("seed {}: {}", session.setup().seed, diagnosis_panel.text());
    assert!(diagnosis_panel.flickers() <= 2, "{}", diagnosis_panel.text());
    diagnosis_panel
}

#[test]
fn the_lectures_circles_learn_and_then_hardly_do() {
    for seed in 0..3 {
        let diagnosis_panel = told(Setup { seed, ..circles() });
        assert_eq!(diagnosis_panel.word(), Word::Plateau, "{}", diagnosis_panel.text());
        assert!(diagnosis_panel.words().iter().all(|word| matches!(word, Word::Learning | Word::Plateau)));
    }
}

#[test]
fn a_straight_line_under_fits_circles() {
    for seed in 0..4 {
        let diagnosis_panel = told(Setup { seed, hidden: Vec::new(), steps: 5_000, ..circles() });
        assert_eq!(
            diagnosis_panel.words(),
            [Word::Learning, Word::Plateau, Word::UnderFitting],
            "{}",
            diagnosis_panel.text()
        );
    }
}

#[test]
fn a_huge_eta_diverges() {
    for seed in 0..4 {
        let diagnosis_panel = told(Setup { seed, eta: 1e9, ..circles() });
        assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Diverged], "{}", diagnosis_panel.text());
    }
}

#[test]
fn a_large_eta_saturates_the_sigmoids() {
    for seed in 0..4 {
        let diagnosis_panel = told(Setup { seed, eta: 10.0, steps: 1_000, ..circles() });
        assert_eq!(diagnosis_panel.word(), Word::UnderFitting, "{}", diagnosis_panel.text());
        let advice = diagnosis_panel.monitor.diagnosis().advice;
        assert!(matches!(advice, Advice::SmallerSteps | Advice::StartWithSmallerEta), "{advice:?}");
    }
}

#[test]
fn small_batches_and_long_steps_bounce() {
    let mini = Setup { batch: Some(4), reduction: Reduction::Mean, eta: 5.0, ..circles() };
    let full = Setup { loss: Loss::CrossEntropy, eta: 0.1, steps: 3_000, ..circles() };
    for setup in [mini, full] {
        for seed in 0..3 {
            let diagnosis_panel = told(Setup { seed, ..setup.clone() });
            assert_eq!(
                diagnosis_panel.words(),
                [Word::Learning, Word::Bouncing],
                "{}",
                diagnosis_panel.text()
            );
        }
    }
}

#[test]
fn circles_without_noise_are_solved() {
    for seed in 0..3 {
        let diagnosis_panel = told(Setup { seed, noise: 0.0, eta: 0.02, steps: 2_000, ..circles() });
        // Some of these begin on a plateau that is one.
        let start = [Word::Learning, Word::Plateau, Word::Learning, Word::Solved];
        let words = diagnosis_panel.words();
        assert!(words == start || words == [Word::Learning, Word::Solved], "{}", diagnosis_panel.text());
    }
}

#[test]
fn the_lectures_digits_are_learning_for_thousands_of_steps() {
    for seed in 0..2 {
        let setup = Setup::lecture(data::resolve("mnist").expect("built in"));
        let diagnosis_panel = told(Setup { seed, steps: 1_500, ..setup });
        assert_eq!(diagnosis_panel.word(), Word::Learning, "{}", diagnosis_panel.text());
        assert!(diagnosis_panel.words().iter().all(|word| matches!(word, Word::Learning | Word::Plateau)));
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
        let diagnosis_panel = told_on(setup, dataset);
        assert_eq!(diagnosis_panel.word(), Word::OverFitting, "{}", diagnosis_panel.text());
    }
}
