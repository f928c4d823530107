//! The values of one setting in a sweep, as typed: a list, or a range on the ladder of the setting.

use std::fmt;

use crate::error::Error;
use crate::spelling::nearest;
use crate::train::ladder::Direction;
use crate::train::setting_id::SettingId;
use crate::train::settings::{SETTINGS, Setting, setting};
use crate::train::setup::Setup;

/// What stands between two values.
const COMMA: char = ',';
/// What stands between two values that have commas themselves.
const SLASH: char = '/';
/// What stands between the ends of a range.
const RANGE: &str = "..";
/// What stands before the path of a file with a list of points.
const FILE: char = '@';

/// A setting and the values that it takes in a sweep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// The setting.
    pub setting: SettingId,
    /// Its values, each once, as on the command line.
    pub values: Vec<String>,
}

impl Axis {
    /// Parses `SETTING=VALUES`. The ladder of a range is that of `base`, or of `base` with all examples if its ends are on that
    /// only. Whether a value goes with the other settings of a run is seen when its set-up is made.
    ///
    /// # Errors
    /// When there is no such setting, a range has no such end, or a value is named twice.
    pub fn parse(text: &str, base: &Setup) -> Result<Axis, Error> {
        let (setting, values) = split(text)?;
        if !(setting.applies)(&base.data) {
            return Err(Error::DoesNotApply { setting: setting.name, data: base.data.short_name() });
        }
        let mut axis = Axis { setting: setting.id, values: Vec::new() };
        for value in values {
            for value in expanded(setting, value.trim(), base)? {
                if axis.values.contains(&value) {
                    return Err(wrong(text, &format!("{value} is given twice")));
                }
                axis.values.push(value);
            }
        }
        Ok(axis)
    }

    /// The setting and the first value of `SETTING=VALUES`.
    ///
    /// # Errors
    /// When there is no such setting.
    pub fn first(text: &str) -> Result<(SettingId, String), Error> {
        let (setting, values) = split(text)?;
        let first = values.first().map_or("", |value| ends(value).map_or(*value, |(from, _)| from));
        Ok((setting.id, first.trim().to_owned()))
    }
}

impl fmt::Display for Axis {
    /// As on the command line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let has_commas = self.values.iter().any(|value| value.contains(COMMA));
        let between = if has_commas { SLASH } else { COMMA };
        write!(f, "{}={}", self.setting.name(), self.values.join(&between.to_string()))?;
        match self.values.as_slice() {
            [only] if has_commas && !only.contains(SLASH) => write!(f, "{SLASH}"),
            _ => Ok(()),
        }
    }
}

/// The setting and the values of `SETTING=VALUES`.
fn split(text: &str) -> Result<(&'static Setting, Vec<&str>), Error> {
    let (name, values) = text
        .split_once('=')
        .ok_or_else(|| wrong(text, "give SETTING=VALUES, as in eta=0.001,0.01 or hidden=5..10"))?;
    let found = setting(name.trim()).ok_or_else(|| {
        let names = || SETTINGS.iter().map(|setting| setting.name);
        match nearest(name.trim(), names()) {
            Some(meant) => wrong(text, &format!("there is no setting {name}: did you mean {meant}?")),
            None => wrong(
                text,
                &format!(
                    "there is no setting {name}: choose one of {}",
                    names().collect::<Vec<_>>().join(", ")
                ),
            ),
        }
    })?;
    if found.id == SettingId::Seed {
        return Err(wrong(text, "give --seeds N for N seeds, the first of which is --seed"));
    }
    // A slash at the end makes a list of a single value with commas.
    let list = values.strip_suffix(SLASH).unwrap_or(values);
    // The slashes of a path do not stand between values.
    let has_path = values.split(COMMA).any(|value| value.trim_start().starts_with(FILE));
    let between = if values.contains(SLASH) && !has_path { SLASH } else { COMMA };
    let values: Vec<&str> = list.split(between).collect();
    if values.iter().any(|value| value.trim().is_empty()) {
        return Err(wrong(text, "a value is missing"));
    }
    Ok((found, values))
}

/// The ends of a range; `None` for a single value, which may be a path with two dots.
fn ends(text: &str) -> Option<(&str, &str)> {
    text.split_once(RANGE).filter(|_| !text.trim_start().starts_with(FILE))
}

/// A value, or the values of a range.
fn expanded(setting: &Setting, text: &str, base: &Setup) -> Result<Vec<String>, Error> {
    let Some((from, to)) = ends(text) else {
        let mut setup = base.clone();
        // What does not go with the base may go with another value of the sweep.
        let is_value = setting.set(&mut setup, text).is_ok();
        return Ok(vec![if is_value { (setting.get)(&setup) } else { text.to_owned() }]);
    };
    let at_ends = |base: &Setup| {
        let (mut at, mut end) = (base.clone(), base.clone());
        setting.set(&mut at, from)?;
        setting.set(&mut end, to)?;
        Ok((at, end))
    };
    // Another value of the sweep may be a larger number of examples.
    let with_all = Setup { train_size: base.data.max_sizes().train, ..base.clone() };
    let (mut at, end) = at_ends(base).or_else(|error: Error| at_ends(&with_all).map_err(|_| error))?;
    let last = (setting.get)(&end);
    let mut values = vec![(setting.get)(&at)];
    if values[0] == last {
        return Ok(values);
    }
    let advice = |advice: &str| wrong(&format!("{}={text}", setting.name), advice);
    let behind_comma = |value: &str| value.split_once(COMMA).map(|(_, rest)| rest.to_owned());
    if behind_comma(&values[0]) != behind_comma(&last) {
        return Err(advice(&format!("only the first number climbs; give a list, as in {from}/{to}")));
    }
    match (height(&values[0]), height(&last)) {
        (Some(low), Some(high)) if low > high => return Err(advice(&format!("give {to}{RANGE}{from}"))),
        _ => {}
    }
    loop {
        at = at.stepped(setting, Direction::Up);
        let value = (setting.get)(&at);
        let is_beyond = height(&value) >= height(&last) && height(&last).is_some();
        if is_beyond || value == last || values.contains(&value) {
            values.push(last);
            return Ok(values);
        }
        values.push(value);
    }
}

/// Where a value of a setting stands on its ladder; `None` for words, which have no order.
fn height(value: &str) -> Option<f64> {
    match value {
        "off" => Some(0.0),
        "full" => Some(f64::INFINITY),
        number => number.split(COMMA).next()?.parse().ok(),
    }
}

fn wrong(text: &str, advice: &str) -> Error {
    Error::Usage(format!("--over {text} does not work: {advice}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data;

    fn axis(text: &str) -> Result<Axis, String> {
        let base = Setup::lecture(data::resolve("circles").expect("built in"));
        Axis::parse(text, &base).map_err(|error| error.to_string())
    }

    fn values(text: &str) -> Vec<String> {
        axis(text).expect("an axis").values
    }

    #[test]
    fn a_list_has_its_values_as_a_command_line_does() {
        assert_eq!(values("eta=1e-3, 0.010,.1"), ["0.001", "0.01", "0.1"]);
        assert_eq!(values("hidden=5,10,20"), ["5", "10", "20"]);
        assert_eq!(values("hidden=5/20,10/0"), ["5", "20,10", "0"]);
        assert_eq!(values("hidden=20,10/"), ["20,10"]);
        assert_eq!(values("activation=relu,tanh"), ["relu", "tanh"]);
    }

    #[test]
    fn a_range_climbs_the_ladder_of_the_keys() {
        assert_eq!(values("eta=0.001..0.03"), ["0.001", "0.002", "0.005", "0.01", "0.02", "0.03"]);
        assert_eq!(values("eta=0.003..0.004"), ["0.003", "0.004"]);
        assert_eq!(values("hidden=5..8,20"), ["5", "6", "7", "8", "20"]);
        assert_eq!(values("l2=off..5e-4"), ["off", "0.0001", "0.0002", "0.0005"]);
        assert_eq!(values("batch=100..full"), ["100", "200", "full"]);
        assert_eq!(values("activation=tanh..sigmoid"), ["tanh", "relu", "sigmoid"]);
        assert_eq!(values("train-size=100..1000"), ["100", "200", "400", "500", "1000"]);
        assert_eq!(values("noise=0.1..0.2"), ["0.1", "0.15", "0.2"]);
        assert_eq!(values("hidden=3..3"), ["3"]);
        assert_eq!(values("hidden=5,10..8,10/"), ["5,10", "6,10", "7,10", "8,10"]);
        // 400 examples are the default, but may be more.
        assert_eq!(values("batch=100..1000"), ["100", "200", "500", "1000"]);
    }

    #[test]
    fn a_path_is_no_range_and_its_slashes_stand_between_no_values() {
        assert_eq!(values("points=off,@../a,@b/c"), ["off", "@../a", "@b/c"]);
        assert_eq!(Axis::first("points=@../a").expect("an axis").1, "@../a");
    }

    #[test]
    fn an_axis_comes_back_from_its_text() {
        for text in ["eta=0.001,0.01", "hidden=5/20,10", "hidden=20,10/", "activation=relu"] {
            let axis = axis(text).expect("an axis");
            assert_eq!(axis.to_string(), text);
        }
    }

    #[test]
    fn what_is_no_axis_is_refused_in_a_sentence() {
        let refusals = [
            ("eta", "give SETTING=VALUES"),
            ("etta=1", "did you mean eta?"),
            ("eta=1,,2", "a value is missing"),
            ("eta=1,1.0", "1 is given twice"),
            ("eta=0.1..0.01", "give 0.01..0.1"),
            ("hidden=20,10..20,12/", "only the first number climbs; give a list, as in 20,10/20,12"),
            ("batch=100..1000000", "--batch 1000000 does not work"),
            ("eta=x..1", "give a number above 0"),
            ("seed=1,2", "give --seeds N"),
            ("augment=off,shift", "does not apply to circles"),
        ];
        for (text, expected) in refusals {
            let sentence = axis(text).expect_err(text);
            assert!(sentence.contains(expected), "{text}: {sentence}");
        }
    }
}
