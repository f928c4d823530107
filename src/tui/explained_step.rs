//! The sheet that explains the next step of the run: what it shows, and what is chosen on it.

use std::sync::Arc;

use super::action::ExplainAction;
use crate::nn::{Network, Parameter};
use crate::train::{Explanation, NextStep, RunId, Setup, Snapshot, next};

/// The parts of an explanation, one shown at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// From the inputs of a unit to its activation.
    Forward,
    /// From the outputs to the loss.
    Loss,
    /// From the loss back to δ of the unit and the gradient of the weight.
    Backward,
    /// From the gradients of all examples to the new weight.
    Update,
}

impl Tab {
    /// All of them, in the order of a step.
    pub const ALL: [Tab; 4] = [Tab::Forward, Tab::Loss, Tab::Backward, Tab::Update];

    /// The name in the title.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Forward => "forward",
            Tab::Loss => "loss",
            Tab::Backward => "backward",
            Tab::Update => "update",
        }
    }
}

/// What the sheet has to show.
#[derive(Debug, Default)]
pub enum Sheet {
    /// Nothing yet: the trainer is asked for a copy of the run, or the step is being computed.
    #[default]
    Waiting,
    /// There is no next step, because the run has ended.
    Ended,
    /// A step.
    Step {
        /// All of it.
        step: Arc<NextStep>,
        /// The chosen example and weight.
        explanation: Box<Explanation>,
    },
}

/// The sheet that explains the next step.
#[derive(Debug)]
pub struct ExplainedStep {
    /// The number of the last request.
    pub(super) request: u64,
    /// Whether it has not been answered yet.
    pub(super) is_awaited: bool,
    /// The moment of the run that the last answer is about.
    pub(super) moment: Option<Moment>,
    /// What is shown.
    pub sheet: Sheet,
    /// The part that is shown.
    pub tab: Tab,
}

/// A moment of a run: as long as nothing in it differs, its next step is the same.
#[derive(Debug)]
pub(super) struct Moment {
    run: RunId,
    step: u64,
    setup: Arc<Setup>,
    network: Arc<Network>,
}

impl Moment {
    pub(super) fn of(snapshot: &Snapshot) -> Moment {
        Moment {
            run: snapshot.run,
            step: snapshot.step,
            setup: Arc::clone(&snapshot.setup),
            network: Arc::clone(&snapshot.network),
        }
    }

    pub(super) fn is(&self, snapshot: &Snapshot) -> bool {
        (self.run, self.step) == (snapshot.run, snapshot.step)
            && self.setup == snapshot.setup
            && (Arc::ptr_eq(&self.network, &snapshot.network) || self.network == snapshot.network)
    }
}

impl ExplainedStep {
    /// A sheet before the first answer to this request.
    pub(super) fn new(request: u64) -> ExplainedStep {
        ExplainedStep { request, is_awaited: true, moment: None, sheet: Sheet::Waiting, tab: Tab::Forward }
    }

    /// Shows a step, with the same example and weight as before if it has them.
    pub(super) fn show(&mut self, step: Option<Arc<NextStep>>) {
        let before = self.chosen();
        self.is_awaited = false;
        self.sheet = step.map_or(Sheet::Ended, |step| {
            let (example, parameter) =
                before.map_or((0, None), |(example, parameter)| (example, Some(parameter)));
            let example = example.min(step.examples().len().saturating_sub(1));
            let pass = step.pass(example);
            let kept = parameter.filter(|&parameter| exists(&step, parameter));
            let parameter = kept.unwrap_or_else(|| pass.steepest(0));
            let explanation = Box::new(Explanation::new(&step, example, pass, parameter));
            Sheet::Step { step, explanation }
        });
    }

    /// The chosen example and weight.
    fn chosen(&self) -> Option<(usize, Parameter)> {
        match &self.sheet {
            Sheet::Step { explanation, .. } => Some((explanation.example, explanation.parameter)),
            Sheet::Waiting | Sheet::Ended => None,
        }
    }

    /// Shows another part, or chooses another example or weight.
    pub(super) fn update(&mut self, action: ExplainAction) {
        if let ExplainAction::Tab(direction) = action {
            self.tab = next(&Tab::ALL, self.tab, direction);
        }
        if let Sheet::Step { step, explanation } = &mut self.sheet {
            choose(step, explanation, action);
        }
    }
}

/// Replaces an explanation by that of another example or weight.
fn choose(step: &NextStep, explanation: &mut Explanation, action: ExplainAction) {
    let (Parameter { layer, from, to }, layers) = (explanation.parameter, &step.network().layers);
    let (mut example, mut parameter) = (explanation.example, explanation.parameter);
    match action {
        ExplainAction::Tab(_) => return,
        ExplainAction::Example(by) => example = moved(example, by, step.examples().len()),
        ExplainAction::Layer(by) => parameter = explanation.pass.steepest(moved(layer, by, layers.len())),
        ExplainAction::Unit(by) => parameter.to = moved(to, by, layers[layer].units()),
        ExplainAction::Weight(by) => {
            // The bias stands behind the weights.
            let inputs = layers[layer].inputs();
            let place = moved(from.unwrap_or(inputs), by, inputs + 1);
            parameter.from = (place < inputs).then_some(place);
        }
    }
    let pass = if example == explanation.example { explanation.pass.clone() } else { step.pass(example) };
    *explanation = Explanation::new(step, example, pass, parameter);
}

/// The place that is `by` places behind `place` of `count`; behind the last one comes the first.
fn moved(place: usize, by: i64, count: usize) -> usize {
    let count = count.max(1);
    let by = by.rem_euclid(i64::try_from(count).unwrap_or(i64::MAX)) as usize;
    (place + by) % count
}

fn exists(step: &NextStep, Parameter { layer, from, to }: Parameter) -> bool {
    let layer = step.network().layers.get(layer);
    layer.is_some_and(|layer| to < layer.units() && from.is_none_or(|from| from < layer.inputs()))
}
