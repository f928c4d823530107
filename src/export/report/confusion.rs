//! Which classes a network mistakes for which.

use super::mistakes::class_name;
use crate::data::Dataset;
use crate::nn::ConfusionMatrix;

/// The most classes whose counts are shown as a matrix; of more, the most frequent mistakes are listed.
const MOST_CLASSES: usize = 16;
/// The most rows of that list.
const MOST_ROWS: usize = 20;

/// The counts as a table.
pub fn confusion(dataset: &Dataset, matrix: &ConfusionMatrix) -> String {
    if matrix.classes() <= MOST_CLASSES { square(dataset, matrix) } else { list(dataset, matrix) }
}

fn square(dataset: &Dataset, matrix: &ConfusionMatrix) -> String {
    let classes = 0..matrix.classes();
    let name = |class: usize| class_name(dataset, class as u8);
    let head = classes.clone().map(|class| format!("<th>{}</th>", name(class))).collect::<Vec<_>>().concat();
    let cell = |truth: usize, said: usize| {
        let count = matrix.count(truth, said);
        let share = count as f64 / matrix.of_class(truth).max(1) as f64;
        let class = if truth == said { "right" } else { "mistaken" };
        // Zeros would only be in the way.
        let text = if count == 0 { String::new() } else { count.to_string() };
        format!("<td class=\"{class}\" style=\"--share:{:.0}%\">{text}</td>", 100.0 * share)
    };
    let row = |truth: usize| {
        let cells: String = classes.clone().map(|said| cell(truth, said)).collect();
        format!("<tr><th>{}</th>{cells}</tr>\n", name(truth))
    };
    let rows: String = classes.clone().map(row).collect();
    format!(
        "<p class=\"faint\">Test examples: true class down, predicted class across</p>\n\
         <div class=\"wide\"><table class=\"confusion\">\n<tr><td></td>{head}</tr>\n{rows}</table></div>\n"
    )
}

fn list(dataset: &Dataset, matrix: &ConfusionMatrix) -> String {
    let classes = 0..matrix.classes();
    let pairs = classes.clone().flat_map(|truth| classes.clone().map(move |said| (truth, said)));
    let mistaken = |&(truth, said): &(usize, usize)| truth != said && matrix.count(truth, said) > 0;
    let mut pairs: Vec<(usize, usize)> = pairs.filter(mistaken).collect();
    pairs.sort_by_key(|&(truth, said)| std::cmp::Reverse(matrix.count(truth, said)));
    let name = |class: usize| class_name(dataset, class as u8);
    let row = |&(truth, said): &(usize, usize)| {
        format!(
            "<tr><td>{}</td><td>{}</td><td>{}</td></tr>\n",
            name(truth),
            name(said),
            matrix.count(truth, said)
        )
    };
    let rows: String = pairs.iter().take(MOST_ROWS).map(row).collect();
    format!(
        "<p class=\"faint\">The most frequent mistakes on the test examples</p>\n<div class=\"wide\"><table>\n\
         <tr><th>true class</th><th>predicted</th><th>times</th></tr>\n{rows}</table></div>\n"
    )
}
