//! The page: its sections, from the top to the bottom.

use super::class_look::{color, symbol};
use super::confusion::confusion;
use super::curves::{charts, shortened};
use super::figures::figures;
use super::input::{Moment, Report, ReportedDiagnosis};
use super::mistakes::{class_name, mistakes};
use super::plane::plane;
use super::predictions::Predictions;
use crate::data::Shape;
use crate::export::escape::escaped;
use crate::numbers::{counted, grouped};
use crate::spelling::capitalized;
use crate::train::{Mark, Note, SETTINGS, Setting};

/// How the page looks, on the screen and in print.
const STYLE: &str = include_str!("style.css");

/// The most changes that are listed.
const MOST_CHANGES: usize = 200;

/// A report of a run: one HTML page that needs nothing else. Nothing on it is requested from anywhere.
pub fn report(report: &Report) -> String {
    let name = escaped(&shortened(&report.dataset.name));
    let sections = [
        header(report, &name),
        figures(report),
        section("What is happening", &diagnoses(report)),
        section("Curves", &charts(report)),
        section("What the network does", &moments(report)),
        section("Changes during the run", &changes(report)),
        section("Notes", &notes(report)),
        section("Set-up", &setup(report)),
        section("Run it again", &repetition(report)),
    ];
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <title>overfit: {name}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{}\
         <footer>Made by overfit {}.</footer>\n</body>\n</html>\n",
        sections.concat(),
        escaped(report.version)
    )
}

/// A section with a heading; nothing if it is empty.
fn section(title: &str, content: &str) -> String {
    if content.is_empty() {
        String::new()
    } else {
        format!("<section>\n<h2>{title}</h2>\n{content}</section>\n")
    }
}

fn header(report: &Report, name: &str) -> String {
    let (dataset, network) = (report.dataset, report.last.network);
    let sizes: Vec<String> = network.sizes().iter().map(ToString::to_string).collect();
    format!(
        "<h1>{name}</h1>\n<p class=\"faint\">{} and {}, {}; a network of {} units, {}; {}.</p>\n",
        counted(dataset.train.len() as u64, "training example"),
        counted(dataset.test.len() as u64, "test example"),
        if dataset.classes() == 1 { "1 class".to_owned() } else { format!("{} classes", dataset.classes()) },
        sizes.join("-"),
        counted(network.parameters() as u64, "parameter"),
        counted(report.last.step, "step")
    )
}

/// The last diagnosis in full, and the words before it.
fn diagnoses(report: &Report) -> String {
    let Some((last, earlier)) = report.diagnoses.split_last() else { return String::new() };
    let row = |diagnosis: &ReportedDiagnosis| {
        let [word, evidence] = [diagnosis.word, diagnosis.evidence].map(escaped);
        format!(
            "<tr><td>{}</td><td class=\"word\">{word}</td><td>{evidence}</td></tr>\n",
            grouped(diagnosis.step)
        )
    };
    let rows: String = earlier.iter().map(row).collect();
    let earlier = if rows.is_empty() {
        String::new()
    } else {
        format!(
            "<h3>Before that</h3>\n<div class=\"wide\"><table>\n<tr><th>step</th><th>diagnosis</th><th>why</th></tr>\n\
             {rows}</table></div>\n"
        )
    };
    let [word, evidence, advice] = [last.word, last.evidence, last.advice].map(escaped);
    format!("<p><span class=\"word\">{word}</span> {evidence}</p>\n<p>{advice}</p>\n{earlier}")
}

/// The network at the best step and at the last one; once if they are the same.
fn moments(report: &Report) -> String {
    let moment = |title: &str, moment: Moment| {
        let predictions = Predictions::of(moment.network, report.dataset);
        let picture = match report.dataset.shape {
            Shape::Plane => plane(moment.network, report.dataset, &predictions) + &classes(report),
            Shape::Image { .. } | Shape::Numbers { .. } => String::new(),
        };
        format!(
            "<section>\n<h3>{title}: step {}</h3>\n{picture}{}{}</section>\n",
            grouped(moment.step),
            confusion(report.dataset, &predictions.confusion),
            mistakes(report.dataset, &predictions)
        )
    };
    let best = if report.best.step == report.last.step {
        String::new()
    } else {
        moment("At the best step", report.best)
    };
    let title = if best.is_empty() { "At the best step, which is the last" } else { "At the last step" };
    format!("<div class=\"moments\">\n{best}{}</div>\n", moment(title, report.last))
}

/// What the symbols of the plane mean.
fn classes(report: &Report) -> String {
    let entry = |class: usize| {
        let class = class as u8;
        let (color, symbol) = (color(class).hex(), symbol(class, 8.0, 6.0, 4.0));
        let name = class_name(report.dataset, class);
        format!(
            "<span><svg class=\"key\" viewBox=\"0 0 34 12\"><path class=\"known\" style=\"--class:{color}\" \
             d=\"{symbol}\"/></svg>{name}</span>\n"
        )
    };
    let classes: String = (0..report.dataset.classes()).map(entry).collect();
    format!(
        "<p class=\"legend\">{classes}<span>filled: training</span> <span>white: test</span> <span>crossed: wrong</span></p>\n"
    )
}

fn changes(report: &Report) -> String {
    let row = |mark: &Mark| {
        let [before, value] = [&mark.before, &mark.value].map(|text| escaped(&shortened(text)));
        let name = mark.target.name();
        format!(
            "<tr><td>{}</td><td>{name}</td><td class=\"value\">{before}</td><td class=\"value\">{value}</td></tr>\n",
            grouped(mark.step)
        )
    };
    let rows: String = report.marks.iter().take(MOST_CHANGES).map(row).collect();
    let more = match report.marks.len().saturating_sub(MOST_CHANGES) {
        0 => String::new(),
        more => {
            format!("<p>And {}; the line below has all of them.</p>\n", counted(more as u64, "more change"))
        }
    };
    if rows.is_empty() {
        return String::new();
    }
    format!(
        "<div class=\"wide\"><table>\n<tr><th>step</th><th>setting</th><th>before</th><th>after</th></tr>\n{rows}\
         </table></div>\n{more}"
    )
}

fn notes(report: &Report) -> String {
    let row = |note: &Note| {
        format!("<tr><td>{}</td><td class=\"value\">{}</td></tr>\n", grouped(note.step), escaped(&note.text))
    };
    let rows: String = report.notes.iter().map(row).collect();
    if rows.is_empty() {
        rows
    } else {
        format!("<table>\n<tr><th>step</th><th>note</th></tr>\n{rows}</table>\n")
    }
}

/// The settings at the start, those that apply to the data.
fn setup(report: &Report) -> String {
    let row = |setting: &Setting| {
        let value = escaped(&shortened(&setting.shown(report.setup)));
        format!(
            "<tr><td>{}</td><td class=\"value\">{value}</td><td class=\"faint\">{}</td></tr>\n",
            escaped(setting.label),
            escaped(&capitalized(setting.help))
        )
    };
    let applies = SETTINGS.iter().filter(|setting| (setting.applies)(&report.setup.data));
    let rows: String = applies.map(row).collect();
    format!(
        "<div class=\"wide\"><table>\n<tr><th>setting</th><th>value</th><th></th></tr>\n{rows}</table></div>\n"
    )
}

fn repetition(report: &Report) -> String {
    // A line breaks between arguments, not at the dashes of a flag.
    let words = report.command.split(' ').map(|word| format!("<span>{}</span>", escaped(word)));
    format!(
        "<pre>{}</pre>\n<p>With version {} this line gives the same curves, to the last bit: fingerprint \
         <code>{:016x}</code>.</p>\n",
        words.collect::<Vec<_>>().join(" "),
        escaped(report.version),
        report.fingerprint
    )
}
