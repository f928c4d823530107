//! What is said of curves with a known story.

use super::*;

#[test]
fn a_curve_that_keeps_falling_is_learning() {
    let diagnosis_panel = scripted(1_000, |t, _| {
        let loss = 0.25 / (1.0 + 20.0 * t);
        (loss, loss + 0.01, 0.7, 0.7)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning], "{}", diagnosis_panel.text());
}

#[test]
fn a_curve_that_settles_is_a_plateau() {
    let diagnosis_panel = scripted(1_000, |t, _| {
        let loss = 0.1 + 0.15 * (-20.0 * t).exp();
        (loss, loss + 0.01, 0.85, 0.8)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
}

#[test]
fn noise_does_not_make_a_plateau_flicker() {
    for stream in 0..10 {
        let diagnosis_panel = scripted(20_000, |t, i| {
            let loss = 0.1 + 0.15 * (-50.0 * t).exp();
            (loss * (1.0 + 0.04 * noise(i, stream)), loss * (1.1 + 0.1 * noise(i, 100 + stream)), 0.85, 0.8)
        });
        assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
    }
}

#[test]
fn a_plateau_at_the_start_is_left_when_it_breaks() {
    let diagnosis_panel = scripted(2_000, |t, _| {
        let loss = 0.04 + 0.205 / (1.0 + (25.0 * (t - 0.3)).exp());
        (loss, loss, 1.0 - 2.0 * loss, 1.0 - 2.0 * loss)
    });
    assert_eq!(diagnosis_panel.word(), Word::Plateau, "{}", diagnosis_panel.text());
    assert_eq!(
        diagnosis_panel.words()[diagnosis_panel.words().len() - 2],
        Word::Learning,
        "{}",
        diagnosis_panel.text()
    );
    assert!(
        diagnosis_panel.words().len() <= 5 && diagnosis_panel.story.flickers() == 0,
        "{}",
        diagnosis_panel.text()
    );
}

#[test]
fn a_test_loss_that_climbs_while_the_accuracy_stays_is_over_fitting() {
    let diagnosis_panel = scripted(500, |t, i| {
        let test = 0.15 + 0.6 * (t - 0.2).powi(2) + 0.01 * noise(i, 1);
        (0.2 * (-4.0 * t).exp(), test, 0.99, 0.8)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::OverFitting], "{}", diagnosis_panel.text());
    let diagnosis = diagnosis_panel.diagnosis();
    assert!(diagnosis.evidence.starts_with("Test loss rose from 0.14"), "{}", diagnosis.evidence);
    assert!(diagnosis.evidence.contains("while training loss fell to 0.0037."), "{}", diagnosis.evidence);
    assert_eq!(diagnosis.advice.remedies.first(), Some(&adjust(SettingId::TrainSize, Direction::Up)));
    assert!(matches!(diagnosis.advice.remedies.last(), Some(Remedy::GoBack { .. })), "{}", diagnosis.advice);
}

#[test]
fn one_lucky_test_loss_is_not_over_fitting() {
    let diagnosis_panel = scripted(500, |t, i| {
        let test = if i == 300 { 0.09 } else { 0.11 + 0.003 * noise(i, 2) };
        (0.1 + 0.1 * (-10.0 * t).exp(), test, 0.85, 0.85)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
}

#[test]
fn both_accuracies_near_one_are_solved_though_the_loss_still_falls() {
    let diagnosis_panel = scripted(500, |t, _| {
        let loss = 0.25 * (-20.0 * t).exp();
        (loss, 1.2 * loss, 1.0 - loss, 1.0 - loss)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Solved], "{}", diagnosis_panel.text());
}

#[test]
fn large_swings_without_progress_are_bouncing() {
    let diagnosis_panel = scripted(1_000, |_, i| {
        let loss = 0.12 * (1.0 + 0.2 * noise(i, 3));
        (loss, loss + 0.01, 0.8, 0.8)
    });
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Bouncing], "{}", diagnosis_panel.text());
}

#[test]
fn a_short_run_has_a_word_too() {
    let diagnosis_panel = scripted(30, |t, _| (0.1 + 0.15 * (-30.0 * t).exp(), 0.12, 0.85, 0.8));
    assert_eq!(diagnosis_panel.words(), [Word::Learning, Word::Plateau], "{}", diagnosis_panel.text());
}
