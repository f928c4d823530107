//! The most confident mistakes of a network on the test examples.

use super::curves::shortened;
use super::predictions::Predictions;
use crate::data::{Dataset, Shape};
use crate::export::escape::escaped;
use crate::export::png_image::{Pixels, data_link};
use crate::numbers::{counted, grouped, percent};

/// The most mistakes that are shown.
const MOST: usize = 24;
/// The most pixels of all images together, so that a page stays small.
const MOST_PIXELS: usize = 60_000;

/// How many mistakes there are, and the most confident ones: images with what was said, or a table.
pub fn mistakes(dataset: &Dataset, predictions: &Predictions) -> String {
    let count = predictions.mistakes.len();
    if count == 0 {
        return "<p>No mistakes on the test examples.</p>\n".to_owned();
    }
    let total = counted(dataset.test.len() as u64, "test example");
    let list = match dataset.shape {
        // They are crossed in the picture.
        Shape::Plane => return format!("<p>{} of {total} are wrong.</p>\n", grouped(count as u64)),
        Shape::Image { width, height } => images(dataset, predictions, width, height),
        Shape::Numbers { .. } => table(dataset, predictions),
    };
    format!("<p>{} of {total} are wrong; the most confident mistakes:</p>\n{list}", grouped(count as u64))
}

/// What the network said about an example, what is true, and how confident it was.
struct Mistake {
    said: String,
    truth: String,
    confidence: String,
}

impl Mistake {
    fn of(n: usize, dataset: &Dataset, predictions: &Predictions) -> Mistake {
        let prediction = predictions.said[n];
        Mistake {
            said: class_name(dataset, prediction.class),
            truth: class_name(dataset, dataset.test.labels[n]),
            confidence: percent(prediction.confidence.into()),
        }
    }
}

/// The name of a class, escaped.
pub fn class_name(dataset: &Dataset, class: u8) -> String {
    let name = dataset.class_names.get(usize::from(class));
    name.map_or_else(|| class.to_string(), |name| escaped(&shortened(name)))
}

fn images(dataset: &Dataset, predictions: &Predictions, width: usize, height: usize) -> String {
    let most = (MOST_PIXELS / (width * height).max(1)).clamp(1, MOST);
    let figure = |&n: &usize| {
        let Mistake { said, truth, confidence } = Mistake::of(n, dataset, predictions);
        // Ink is dark on paper.
        let grey = |pixel: f32| (255.0 * (1.0 - pixel.clamp(0.0, 1.0))).round() as u8;
        let bytes: Vec<u8> = dataset.test.inputs.row(n).map(grey).collect();
        let link = data_link(width, height, Pixels::Grey, &bytes);
        format!(
            "<figure><img src=\"{link}\" alt=\"test example {n}\"><figcaption>said <b>{said}</b>, {confidence}<br>\
             is <b>{truth}</b></figcaption></figure>\n"
        )
    };
    let figures: String = predictions.mistakes.iter().take(most).map(figure).collect();
    format!("<div class=\"images\">\n{figures}</div>\n")
}

fn table(dataset: &Dataset, predictions: &Predictions) -> String {
    let row = |&n: &usize| {
        let Mistake { said, truth, confidence } = Mistake::of(n, dataset, predictions);
        format!(
            "<tr><td>{}</td><td>{said}</td><td>{confidence}</td><td>{truth}</td></tr>\n",
            grouped(n as u64 + 1)
        )
    };
    let rows: String = predictions.mistakes.iter().take(MOST / 2).map(row).collect();
    format!(
        "<div class=\"wide\"><table>\n<tr><th>test example</th><th>said</th><th>confidence</th><th>is</th></tr>\n{rows}\
         </table></div>\n"
    )
}
