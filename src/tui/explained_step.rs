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

impl Sheet {
    fn of(step: Arc<NextStep>, example: usize, parameter: Parameter) -> Sheet {
        let example = example.min(step.examples().len().saturating_sub(1));
        let explanation = Explanation::new(&step, example, step.pass(example), parameter);
        Sheet::Step { step, explanation: Box::new(explanation) }
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
            let (example, parameter) = before.unwrap_or((0, step.steepest(0)));
            let parameter = if exists(&step, parameter) { parameter } else { step.steepest(0) };
            Sheet::of(step, example, parameter)
        });
    }

    /// The chosen example and weight.
    fn chosen(&self) -> Option<(usize, Parameter)> {
        match &self.sheet {
            Sheet::Step { explanation, .. } => Some((explanation.example, explanation.parameter)),
            Sheet::Waiting | Sheet::Ended => None,
        }
    }

    pub(super) fn update(&mut self, action: ExplainAction) {
        match action {
            ExplainAction::Tab(direction) => self.tab = next(&Tab::ALL, self.tab, direction),
            ExplainAction::Example(by) => self
                .choose(|step, (example, parameter)| (moved(example, by, step.examples().len()), parameter)),
            ExplainAction::Layer(by) => self.choose(|step, (example, parameter)| {
                (example, step.steepest(moved(parameter.layer, by, step.network().layers.len())))
            }),
            ExplainAction::Unit(by) => self.choose(|step, (example, parameter)| {
                let units = step.network().layers[parameter.layer].units();
                (example, Parameter { to: moved(parameter.to, by, units), ..parameter })
            }),
            ExplainAction::Weight(by) => self.choose(|step, (example, parameter)| {
                // The bias stands behind the weights.
                let inputs = step.network().layers[parameter.layer].inputs();
                let place = moved(parameter.from.unwrap_or(inputs), by, inputs + 1);
                (example, Parameter { from: (place < inputs).then_some(place), ..parameter })
            }),
        }
    }

    /// Chooses another example or weight.
    fn choose(&mut self, other: impl FnOnce(&NextStep, (usize, Parameter)) -> (usize, Parameter)) {
        if let Sheet::Step { step, explanation } = &mut self.sheet {
            let (example, parameter) = other(step, (explanation.example, explanation.parameter));
            let pass =
                if example == explanation.example { explanation.pass.clone() } else { step.pass(example) };
            **explanation = Explanation::new(step, example, pass, parameter);
        }
    }
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
