//! The cures that are worth trying on a run.

use super::cure::{Cost, Cure, Start};
use crate::data::Augment;
use crate::train::adjustment::Adjustment;
use crate::train::session::Session;
use crate::train::setting_id::SettingId;
use crate::train::setup::Setup;
use crate::train::state::State;

/// Penalties act on the mean loss, whatever the reduction, so the same strengths suit all runs. They are a factor of
/// ten apart: the best one is rarely missed by more than a factor of three, and that matters little.
const PENALTIES: [&str; 3] = ["0.003", "0.0003", "0.03"];
/// Of L1, which does not become weaker as weights become small, less is enough.
const L1_PENALTIES: [&str; 3] = ["0.001", "0.0001", "0.01"];
/// The usual dropout rates (Srivastava et al. 2014).
const RATES: [&str; 2] = ["0.5", "0.2"];
/// Multiples of the number of examples. More would take longer to try than a person waits.
const MULTIPLES: [usize; 2] = [4, 2];

/// The cures that apply to a run: "no cure", then one strength of each kind, then the other strengths. None needs a
/// new run, and none changes nothing.
pub fn candidates(session: &Session) -> Vec<Cure> {
    let setup = session.setup();
    let mut cures = vec![Cure::none()];
    cures.extend(back_to_best(session));
    if matches!(session.state(), State::Diverged(_)) {
        cures.extend([3.0, 10.0].into_iter().filter_map(|factor| smaller_eta(session, factor)));
        return cures;
    }
    let kinds = [
        more_examples(setup),
        penalties(setup),
        units(setup),
        augmentations(setup),
        dropout(setup),
        l1(setup),
        etas(setup),
    ];
    let most = kinds.iter().map(Vec::len).max().unwrap_or(0);
    for strength in 0..most {
        cures.extend(kinds.iter().filter_map(|kind| kind.get(strength)).cloned());
    }
    cures
}

/// A cure that sets one setting, unless that changes nothing, is refused or needs a new run.
fn set(setup: &Setup, setting: SettingId, value: &str, cost: Cost) -> Option<Cure> {
    let adjustment = Adjustment::value(setting, value);
    let wanted = setup.adjusted(&adjustment).ok()?;
    if wanted == *setup || setup.needs_restart(&wanted).is_some() {
        return None;
    }
    let name = format!("{} {value}", setting.row().label);
    Some(Cure { name, start: Start::Here, adjustments: vec![adjustment], cost })
}

/// Going back to the best step and stopping there, if a later one has been evaluated.
fn back_to_best(session: &Session) -> Option<Cure> {
    let history = session.history();
    let is_later =
        history.best()?.test.step < history.latest()?.step || session.step() > history.latest()?.step;
    is_later.then(|| Cure {
        name: "back to the best step".to_owned(),
        start: Start::BestAndStop,
        adjustments: Vec::new(),
        cost: Cost::LaterSteps,
    })
}

/// From the best step with a smaller eta.
fn smaller_eta(session: &Session, factor: f32) -> Option<Cure> {
    let setup = session.setup();
    let value = (SettingId::Eta.row().get)(&setup.clone().with_eta(setup.eta / factor));
    let cure = set(setup, SettingId::Eta, &value, Cost::LaterSteps)?;
    session.history().best()?;
    Some(Cure { name: format!("best step, {}", cure.name), start: Start::Best, ..cure })
}

fn more_examples(setup: &Setup) -> Vec<Cure> {
    let most = setup.data.max_sizes().train;
    let mut sizes: Vec<usize> =
        MULTIPLES.iter().map(|multiple| setup.train_size.saturating_mul(*multiple).min(most)).collect();
    sizes.dedup();
    let of = |size: &usize| {
        let cost = Cost::Examples(size.saturating_sub(setup.train_size));
        let cure = set(setup, SettingId::TrainSize, &size.to_string(), cost)?;
        Some(Cure { name: format!("{size} examples"), ..cure })
    };
    sizes.iter().filter_map(of).collect()
}

fn penalties(setup: &Setup) -> Vec<Cure> {
    all(setup, SettingId::L2, &PENALTIES)
}

fn l1(setup: &Setup) -> Vec<Cure> {
    all(setup, SettingId::L1, &L1_PENALTIES)
}

fn dropout(setup: &Setup) -> Vec<Cure> {
    if setup.hidden.is_empty() { Vec::new() } else { all(setup, SettingId::Dropout, &RATES) }
}

fn all(setup: &Setup, setting: SettingId, values: &[&str]) -> Vec<Cure> {
    values.iter().filter_map(|value| set(setup, setting, value, Cost::Nothing)).collect()
}

fn augmentations(setup: &Setup) -> Vec<Cure> {
    let kinds = [Augment::Elastic, Augment::Shift, Augment::Affine];
    let of = |kind: &Augment| {
        let cure = set(setup, SettingId::Augment, kind.name(), Cost::Distortion)?;
        Some(Cure { name: format!("{}: {}", SettingId::Augment.row().label, kind.name()), ..cure })
    };
    kinds.iter().filter_map(of).collect()
}

fn units(setup: &Setup) -> Vec<Cure> {
    let fewer = |divisor: usize| {
        let hidden = setup.hidden.iter().map(|units| (units / divisor).max(1)).collect();
        let value = (SettingId::Hidden.row().get)(&Setup { hidden, ..setup.clone() });
        set(setup, SettingId::Hidden, &value, Cost::Units)
    };
    let mut cures: Vec<Cure> = [2, 4].into_iter().filter_map(fewer).collect();
    cures.dedup();
    cures
}

fn etas(setup: &Setup) -> Vec<Cure> {
    let of = |factor: f32| {
        let value = (SettingId::Eta.row().get)(&setup.clone().with_eta(setup.eta * factor));
        set(setup, SettingId::Eta, &value, Cost::Nothing)
    };
    [1.0 / 3.0, 3.0].into_iter().filter_map(of).collect()
}
