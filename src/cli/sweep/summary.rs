//! The table that compares the combinations of a sweep.

use std::cmp::Ordering;

use super::lines::{Head, RunLine};
use crate::error::harmless;
use crate::numbers::{counted, percent};
use crate::train::{Score, Summary};

/// A combination of values and its runs.
struct Row {
    values: Vec<String>,
    summary: Summary,
}

/// The table of a sweep, or of the runs of it that there are.
pub fn table<'a>(sweep: &Head, runs: impl Iterator<Item = &'a RunLine>) -> String {
    let rows = rows(sweep, runs);
    let count: usize = rows.iter().map(|row| row.summary.runs).sum();
    let is_part = count != sweep.runs;
    let of = if is_part { format!(" of {}", sweep.runs) } else { String::new() };
    let seeds = counted(sweep.seeds as u64, "seed");
    let mut text = format!(
        "{}: {count}{of} runs, {} with {} each\n\
         Test accuracy and test loss are those of the best step of each run: means, ± half the 95 % interval (Student's t).\n\n",
        harmless(&sweep.dataset),
        counted(rows.len() as u64, "combination"),
        if is_part && sweep.seeds > 1 { format!("up to {seeds}") } else { seeds },
    );
    let best = rows.iter().max_by(|a, b| better(&a.summary, &b.summary));
    let is_best = |row: &Row| best.is_some_and(|best| best.values == row.values);
    let has_diverged = rows.iter().any(|row| row.summary.diverged > 0);
    let mut head: Vec<String> = vec![String::new()];
    head.extend(sweep.axes.iter().map(|axis| axis.setting.to_string()));
    head.extend(is_part.then(|| "runs".to_owned()));
    head.extend(["accuracy", "highest", "at the end", "loss", "solved", "over-fitted"].map(str::to_owned));
    if has_diverged {
        head.push("diverged".to_owned());
    }
    let mut lines = vec![head];
    for row in &rows {
        let mut line = vec![if is_best(row) { "*" } else { "" }.to_owned()];
        line.extend(row.values.iter().map(|value| harmless(value)));
        line.extend(is_part.then(|| row.summary.runs.to_string()));
        line.extend(cells(&row.summary));
        if has_diverged {
            line.push(share(row.summary.diverged, row.summary.runs));
        }
        lines.push(line);
    }
    text += &aligned(&lines);
    text + "\n* the highest mean accuracy\n"
}

/// Which of two combinations is the better one: that with the higher accuracy, or the lower loss.
fn better(a: &Summary, b: &Summary) -> Ordering {
    let accuracies = a.accuracy.mean.total_cmp(&b.accuracy.mean);
    accuracies.then(b.loss.mean.total_cmp(&a.loss.mean))
}

fn rows<'a>(sweep: &Head, runs: impl Iterator<Item = &'a RunLine>) -> Vec<Row> {
    let runs: Vec<&RunLine> = runs.collect();
    let combination = |line: &&RunLine| (line.run.index - 1) / sweep.seeds.max(1);
    let row = |runs: &[&RunLine]| {
        let scores: Vec<Score> = runs.iter().map(|line| line.run.score()).collect();
        let value =
            |setting: &str| runs[0].run.settings.get(setting).map_or_else(String::new, ToString::to_string);
        let values = sweep.axes.iter().map(|axis| value(&axis.setting)).collect();
        Some(Row { values, summary: Summary::of(&scores)? })
    };
    runs.chunk_by(|a, b| combination(a) == combination(b)).filter_map(row).collect()
}

/// The cells of a row behind its values.
fn cells(summary: &Summary) -> [String; 6] {
    [
        summary.accuracy.percent(),
        percent(summary.best_accuracy),
        percent(summary.last_accuracy.mean),
        summary.loss.short(),
        share(summary.solved, summary.runs),
        share(summary.over_fitted, summary.runs),
    ]
}

fn share(count: usize, of: usize) -> String {
    format!("{count}/{of}")
}

/// Lines of cells in columns two apart.
fn aligned(lines: &[Vec<String>]) -> String {
    let columns = lines.first().map_or(0, Vec::len);
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let line = |cells: &Vec<String>| {
        let padded = cells.iter().zip(&widths).map(|(cell, &width)| format!("{cell:<width$}"));
        format!("{}\n", padded.collect::<Vec<_>>().join("  ").trim_end())
    };
    lines.iter().map(line).collect()
}
