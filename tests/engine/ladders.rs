//! Ladders of values: from whatever value a person has typed, up is not lower, down is not higher, and no rung is skipped.

use overfit::data;
use overfit::train::{Adjustment, Direction, Refusal, SETTINGS, Setting, SettingId, Setup, settings_of};
use proptest::prelude::*;
use proptest::sample::select;

/// The value as a number: off is none, full is all, and the first hidden layer counts. `None` for the name of a choice.
fn order(setting: &Setting, setup: &Setup) -> Option<f64> {
    let text = (setting.get)(setup);
    match text.split(',').next()? {
        "off" if setting.id != SettingId::Augment => Some(0.0),
        "full" => Some(f64::INFINITY),
        number => number.parse().ok(),
    }
}

/// Numbers of all sizes, on the rungs of ladders and beside them.
fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        (0..10_000_u64).prop_map(|number| number.to_string()),
        any::<u64>().prop_map(|number| number.to_string()),
        (0..=1_000_u32).prop_map(|thousandths| (f64::from(thousandths) / 1_000.0).to_string()),
        (0.0..1.0_f64).prop_map(|share| share.to_string()),
        (1..1_000_u32, -12..12_i32).prop_map(|(digits, exponent)| format!("{digits}e{exponent}")),
        any::<f32>().prop_map(|number| number.abs().to_string()),
        (1..2_049_u32, 1..2_049_u32).prop_map(|(first, second)| format!("{first},{second}")),
        select(vec!["off", "full", "all", "0", "1"]).prop_map(str::to_owned),
    ]
}

/// A set-up of some data with some legal value of a setting.
fn with_value() -> impl Strategy<Value = (Setup, &'static Setting)> {
    let data = select(vec!["circles", "mnist", "tests/data/rows.csv", "tests/data/bars.csv"]);
    let typed = (data, 0..SETTINGS.len(), number(), number(), any::<bool>());
    typed.prop_filter_map("a legal value", |(name, row, size, value, has_size)| {
        let mut setup = Setup::lecture(data::resolve(name).expect("sound data"));
        let setting = &SETTINGS[row];
        if has_size {
            let _ = SettingId::TrainSize.row().set(&mut setup, &size); // a batch depends on it
        }
        setting.set(&mut setup, &value).ok()?;
        Some((setup.with_batch_in_range(), setting))
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        cases: 20_000,
        max_global_rejects: 1_000_000,
        max_local_rejects: 1_000_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn up_is_not_lower_and_down_is_not_higher((setup, setting) in with_value()) {
        let value = order(setting, &setup);
        let (up, down) = (setup.stepped(setting, Direction::Up), setup.stepped(setting, Direction::Down));
        let (back_down, back_up) = (up.stepped(setting, Direction::Down), down.stepped(setting, Direction::Up));
        if value.is_some() {
            let [up, down, back_down, back_up] = [&up, &down, &back_down, &back_up].map(|s| order(setting, s));
            prop_assert!(up >= value && value >= down, "{}: {down:?} {value:?} {up:?}", setting.name);
            // Beyond an end of the ladder there is no way back by single steps.
            let is_at_end = up == value || down == value;
            prop_assert!(back_down <= value || is_at_end, "{} skips up from {value:?}", setting.name);
            prop_assert!(back_up >= value || is_at_end, "{} skips down from {value:?}", setting.name);
        }
        for stepped in [up, down] {
            let text = (setting.get)(&stepped);
            prop_assert!(setting.set(&mut setup.clone(), &text).is_ok() || setting.id == SettingId::Batch, "{} {text}", setting.name);
        }
    }
}

#[test]
fn closed_sets_wrap_around() {
    let setup = Setup::lecture(data::resolve("mnist").expect("built in"));
    for setting in settings_of(&setup.data).filter(|setting| order(setting, &setup).is_none()) {
        let mut seen = vec![(setting.get)(&setup)];
        let mut next = setup.stepped(setting, Direction::Up);
        while (setting.get)(&next) != seen[0] {
            seen.push((setting.get)(&next));
            assert!(seen.len() < 10, "{} never comes back: {seen:?}", setting.name);
            next = next.stepped(setting, Direction::Up);
        }
        assert!(seen.len() > 1, "{} has one value", setting.name);
        let names = (setting.values)();
        assert!(seen.iter().all(|name| names.contains(name)), "{names} does not name all of {seen:?}");
    }
}

#[test]
fn the_end_of_a_ladder_is_told() {
    let setup = Setup { seed: u64::MAX, ..Setup::lecture(data::resolve("circles").expect("built in")) };
    let up = setup.adjusted(&Adjustment::next(SettingId::Seed, Direction::Up));
    assert_eq!(up, Err(Refusal::EndOfLadder(SettingId::Seed)));
    let no_images = setup.adjusted(&Adjustment::next(SettingId::Augment, Direction::Up));
    assert_eq!(no_images, Err(Refusal::DoesNotApply(SettingId::Augment, "circles".to_owned())));
}
