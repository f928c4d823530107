//! What a panel shows and how to read it, in three sentences and a formula.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Rect};
use ratatui::text::Line;

use crate::data::Shape;
use crate::nn::{Activation, Loss};
use crate::tui::action::ProgramAction;
use crate::tui::app::App;
use crate::tui::keymap::key_of;
use crate::tui::panel_id::PanelId;
use crate::tui::run::Run;
use crate::tui::topic::Topic;
use crate::tui::widgets::text::{self, clear, panel, wrap};

/// Columns of the overlay, frame included, if the terminal is as wide.
const WIDTH: u16 = 72;

/// The explanation of a panel.
struct Explanation {
    title: &'static str,
    /// What it shows, how to read it, and what to look for.
    sentences: [&'static str; 3],
    /// The formula of what is shown.
    formula: &'static str,
}

/// Draws the explanation of a panel or a sheet in the middle of `area`. Without a run, it is of a panel of a log.
pub fn explanation(app: &App, run: Option<&Run>, topic: Topic, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let Some(Explanation { title, sentences, formula }) = explain(topic, run) else { return };
    let width = WIDTH.min(area.width);
    let columns = usize::from(width.saturating_sub(4));
    let readable = |text: &str| if theme.unicode() { text.to_owned() } else { in_ascii(text) };
    let mut lines: Vec<Line> =
        sentences.iter().flat_map(|text| wrap(&readable(text), columns, theme.text())).collect();
    lines.push(Line::default());
    lines.extend(wrap(&readable(formula), columns, theme.strong()));
    let above_footer = Rect { height: area.height.saturating_sub(1), ..area };
    let height = (lines.len() as u16 + 2).min(above_footer.height);
    let place = above_footer.centered(Constraint::Length(width), Constraint::Length(height));
    clear(theme, place, buffer);
    let [close, keys] = [ProgramAction::Back, ProgramAction::ToggleHelp].map(key_of);
    let foot = Line::styled(format!(" {keys}: keys   {close}: close "), theme.faint());
    let inner = panel(theme, Line::styled(format!(" {title} "), theme.strong()), foot, place, buffer);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    text::lines(&lines, inner, buffer);
}

/// A formula or a sentence in ASCII, with the symbols that the panels have there.
fn in_ascii(formula: &str) -> String {
    let names = [
        ("Σ", "sum "),
        ("½", "1/2"),
        ("²", "^2"),
        ("·", "*"),
        ("−", "-"),
        ("‖", "|"),
        ("√", "root of "),
        ("÷", "/"),
        ("Δ", "d"),
        ("σ", "s"),
        ("○", "o"),
        ("●", "*"),
        ("□", "n"),
        ("■", "m"),
        ("✗", "x"),
        ("☒", "X"),
        ("┊", ":"),
        ("✓", "ok"),
    ];
    names.iter().fold(formula.to_owned(), |text, (from, to)| text.replace(from, to))
}

fn explain(topic: Topic, run: Option<&Run>) -> Option<Explanation> {
    Some(match topic {
        Topic::Panel(id) => return run.map_or_else(|| panel_of_log(id), |run| Some(panel_of_run(id, run))),
        Topic::NextStep => Explanation {
            title: "The next step, explained",
            sentences: [
                "The four parts follow one training example through the step that the run takes next: forward to the outputs, the loss, backward to the deltas, and the update of one weight.",
                "The keys below choose the part, the example, and the weight by its layer, unit and input; the numbers are those of the trainer's own next step.",
                "The letters are the lecture's: x is an input, z a weighted input, a an activation, and delta how fast the loss changes with z; all of them count from 1.",
            ],
            formula: "w becomes w − eta · dC/dw, where dC/dw = (x or a) · delta",
        },
        Topic::GradientCheck => Explanation {
            title: "Gradient check",
            sentences: [
                "Each row is a random weight with its gradient computed twice: by backpropagation, and by how the loss differs when the weight is a little larger and a little smaller.",
                "If both agree, backpropagation is right and the status line says grad ✓; ✗ would be a fault of the program.",
                "A dash is a weight at a kink of a ReLU or of |w|, where the loss has no slope to compare.",
            ],
            formula: "numeric = (C(w + h) − C(w − h)) / 2h",
        },
        Topic::Drawing => Explanation {
            title: "Draw an image",
            sentences: [
                "What you draw is scaled and centred like the training images, and beside the sheet is what the network gets of it.",
                "The bars are its outputs, which follow each stroke and each step of training.",
                "Even scribbles get an answer, and often a sure one: the network knows nothing but its classes.",
            ],
            formula: "prediction = the class with the largest output",
        },
    })
}

const LOSS: Explanation = Explanation {
    title: "Loss",
    sentences: [
        "The loss measures how far the outputs are from the right ones, as a mean over the training examples (solid line) and over the test examples (dashed line), which the network never learns from.",
        "The mark ┊ is the best step: the one with the lowest loss on examples that were held out.",
        "Both lines falling is learning, both staying high is under-fitting, and the dashed line rising away from the solid one is over-fitting.",
    ],
    formula: "loss: whatever the program that wrote the log makes small",
};

const ACCURACY: Explanation = Explanation {
    title: "Accuracy",
    sentences: [
        "The accuracy is the share of examples whose class is predicted right, of the training examples (solid line) and of the test examples (dashed line).",
        "The range in brackets is the 95 % interval: with few test examples, chance alone moves the accuracy that much.",
        "The accuracy counts only which output is the largest, so it can stay the same while the loss still changes.",
    ],
    formula: "accuracy = right predictions / examples",
};

const DIAGNOSIS: Explanation = Explanation {
    title: "What is happening",
    sentences: [
        "The word in capitals names what the curves show at this moment, and the sentence behind it gives the evidence.",
        "Below it stands what to try and with which key, and after that facts about the run.",
        "The word follows the recent evaluations and waits until they agree, so that chance does not change it.",
    ],
    formula: "over-fitting: loss on held-out examples rises while the training loss falls",
};

/// The panels of the page of logs: what is trained there, and with which formulas, is up to another program.
fn panel_of_log(id: PanelId) -> Option<Explanation> {
    match id {
        PanelId::Loss => {
            let [_, best, both] = LOSS.sentences;
            let first = "The loss measures how far the model is from right answers, as a mean over the training examples (solid line) and over examples that were held out (dashed line), whatever the log calls them.";
            Some(Explanation { sentences: [first, best, both], ..LOSS })
        }
        PanelId::Accuracy => {
            let [first, _, last] = ACCURACY.sentences;
            let interval = "A range in brackets is the 95 % interval; it is there where the log says how many examples there were.";
            Some(Explanation { sentences: [first, interval, last], ..ACCURACY })
        }
        PanelId::Diagnosis => {
            let [first, _, last] = DIAGNOSIS.sentences;
            let below = "Below it stands what to try in the other program, and after that what was not certain and what happened to the log.";
            Some(Explanation { sentences: [first, below, last], ..DIAGNOSIS })
        }
        _ => None,
    }
}

fn panel_of_run(id: PanelId, run: &Run) -> Explanation {
    match id {
        PanelId::Picture => picture(run.shape()),
        PanelId::Loss => Explanation {
            formula: match run.wanted.loss {
                Loss::Quadratic => {
                    "loss = 1/n · Σ ½ |a − y|², summed over n examples with outputs a and targets y"
                }
                Loss::CrossEntropy => {
                    "loss = −1/n · Σ ln a, summed over n examples with the output a of the true class"
                }
            },
            ..LOSS
        },
        PanelId::Accuracy => ACCURACY,
        PanelId::Diagnosis => DIAGNOSIS,
        PanelId::Units => units(run),
        PanelId::Mistakes => Explanation {
            title: "Who is taken for whom",
            sentences: [
                "Each row is a true class and each column a prediction, so the diagonal counts the test examples that are right and every other number those that are wrong in one way.",
                "The list beside it has the examples of the chosen number, or all wrong ones, those first of which the network is most sure; Enter leads on to the list and to one of them.",
                "A large number off the diagonal means that the network cannot tell these two classes apart.",
            ],
            formula: "accuracy = sum of the diagonal / all test examples",
        },
        PanelId::Network => network(run),
        PanelId::Gallery => Explanation {
            title: "Test images",
            sentences: [
                "These are the test images, each with the prediction of the network and how sure it is of it.",
                "A wrong one has both names: the true class and the prediction.",
                "The image with the pointer is the one shown large.",
            ],
            formula: "prediction = the class with the largest output",
        },
    }
}

fn picture(shape: Shape) -> Explanation {
    match shape {
        Shape::Plane => Explanation {
            title: "The output over the plane",
            sentences: [
                "Every place of the plane has the colour of the class that the network predicts there, and the less its two largest outputs differ, the paler it is.",
                "Training examples (○ ●) and test examples (□ ■) lie on top of it, and those that are predicted wrong are crossed: ✗ in training, ☒ in the test.",
                "The decision boundary is the white line where the colours meet: one that bends around single training examples has memorised them.",
            ],
            formula: "strength of the colour = (a − b) / (a + b), where a and b are the two largest outputs",
        },
        Shape::Image { .. } => Explanation {
            title: "A test image",
            sentences: [
                "The bars are the outputs of the network for the image beside them, one for each class.",
                "The pointer is at the largest output, which is the prediction, and the tick at the true class.",
                "A long bar away from the tick is confidently wrong, which adds most to the loss.",
            ],
            formula: "prediction = the class with the largest output",
        },
        Shape::Numbers { .. } => Explanation {
            title: "Test examples by class",
            sentences: [
                "Each bar is the share of the test examples of one class that the network gets right.",
                "The numbers beside it are how many are right and how many there are.",
                "A short bar is a class that the network does not know: it may have too few examples.",
            ],
            formula: "length of a bar = right predictions of the class / examples of the class",
        },
    }
}

fn network(run: &Run) -> Explanation {
    if run.draws_network() {
        return Explanation {
            title: "The network",
            sentences: [
                "Each line is a weight: solid if it is positive, dotted if it is negative, and thick if it is more than 60 % of the largest of its layer; the arrows choose a unit, whose lines then have their numbers.",
                "Inputs are on the left, outputs on the right, and between them each hidden unit with what it responds to or a histogram of its activations.",
                "A unit without thick lines to the right hardly matters for the answer, and units with equal lines do the same work.",
            ],
            formula: "a = σ(z), z = Σ w·x + b: each unit adds up what its lines bring",
        };
    }
    Explanation {
        title: "Layers of the network",
        sentences: [
            "Each row is a layer: how large its weights are, how large their gradient was in the last step, how far that step moved them, and how many units hardly learn, now and over the run.",
            "A step of about a thousandth of the weights is usual: much smaller ones learn slowly, and larger ones may bounce.",
            "Weights that grow and grow often go with over-fitting, and L1 or L2 makes their norm fall.",
        ],
        formula: "‖w‖ = √(Σ w²) over the weights of a layer; step ÷ weight = ‖Δw‖ / ‖w‖",
    }
}

fn units(run: &Run) -> Explanation {
    let formula = match run.wanted.activation {
        Activation::Sigmoid => "a = 1 / (1 + exp(−z)), z = Σ w·x + b; saturated: a < 0.01 or a > 0.99",
        Activation::Tanh => "a = tanh z, z = Σ w·x + b; saturated: |a| > 0.98",
        Activation::Relu => "a = max(0, z), z = Σ w·x + b; dead: a = 0 for every test example",
    };
    let first = match run.shape() {
        Shape::Plane => {
            "Each tile is one hidden unit: its activation over the plane, with its strongest outgoing weight above it."
        }
        Shape::Image { .. } => {
            "Each tile is one hidden unit: its incoming weights as an image, with its strongest outgoing weight above it."
        }
        Shape::Numbers { .. } => {
            "Each tile is one hidden unit: its incoming weights, with its strongest outgoing weight above them."
        }
    };
    Explanation {
        title: "Hidden units",
        sentences: [
            first,
            "The bars below it are a histogram of its activations over the test examples.",
            "The word says whether it learns: a unit that is saturated, idle or dead gives nearly the same answer to every example.",
        ],
        formula,
    }
}
