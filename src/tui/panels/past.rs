//! The past of one test example: the output for its true class over the run, and when it was right.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::numbers::grouped;
use crate::train::Answer;
use crate::tui::app::App;
use crate::tui::run::Run;
use crate::tui::theme::Theme;
use crate::tui::widgets::bar::{HIGHEST, upright};
use crate::tui::widgets::text::{self, text_width, truncate, wrap};

/// Rows of the past: the bars and the words, two of them where there is little room.
pub const ROWS: u16 = 3;
/// The most columns of the name of the class before the bars.
const NAME: usize = 8;

/// Draws the past of test example `n` into `area`: upright bars from the first step to the last, and words.
pub fn draw(app: &App, run: &Run, n: usize, area: Rect, buffer: &mut Buffer) {
    let (Some(picture), Some(snapshot)) = (&run.picture, &run.snapshot) else { return };
    let records = snapshot.examples.of(n);
    let label = picture.dataset.test.labels.get(n).copied().map(usize::from);
    let Some(name) = label.and_then(|label| picture.dataset.class_names.get(label)) else { return };
    if records.len() < 2 {
        return; // there is nothing to compare yet
    }
    let theme = app.theme;
    let name = truncate(name, NAME.min(usize::from(area.width) / 3));
    let columns = usize::from(area.width).saturating_sub(text_width(&name) + 1);
    let bars = Line::from(vec![
        Span::styled(format!("{name} "), theme.faint()),
        Span::styled(bars(theme, &records, columns), theme.test()),
    ]);
    let rows = usize::from(area.height).saturating_sub(1);
    let wrapped = words(&records).map(|words| wrap(&words, area.width.into(), theme.text()));
    let fitting = wrapped.iter().find(|lines| lines.len() <= rows).or(wrapped.last());
    let mut lines = vec![bars];
    lines.extend(fitting.cloned().unwrap_or_default());
    text::lines(&text::truncate_lines(lines, area.height.into(), area.width.into()), area, buffer);
}

/// A bar for each record or, if there are more of them than columns, for the mean of neighbouring ones.
fn bars(theme: Theme, records: &[(u64, Answer)], columns: usize) -> String {
    let count = records.len().min(columns);
    let bar = |column: usize| {
        let these = &records[column * records.len() / count..(column + 1) * records.len() / count];
        let mean = these.iter().map(|(_, answer)| answer.truth()).sum::<f32>() / these.len() as f32;
        upright(theme, (mean * HIGHEST as f32).round() as usize)
    };
    (0..count).map(bar).collect()
}

/// At which steps the example was right, in many words and in few.
fn words(records: &[(u64, Answer)]) -> [String; 2] {
    let runs: Vec<[u64; 2]> = records
        .chunk_by(|a, b| a.1.is_right() == b.1.is_right())
        .filter(|run| run[0].1.is_right())
        .map(|run| [run[0].0, run[run.len() - 1].0])
        .collect();
    let range = |[first, last]: [u64; 2]| {
        if first == last { grouped(first) } else { format!("{}-{}", grouped(first), grouped(last)) }
    };
    let is_right_now = records.last().is_some_and(|(_, answer)| answer.is_right());
    let was_right_first = records.first().is_some_and(|(_, answer)| answer.is_right());
    // A run that was opened from a file is known from its checkpoint on.
    let known_since = records.first().map(|(step, _)| *step).filter(|&step| step > 0);
    let known = known_since.map_or_else(String::new, |step| format!(" (known since {})", grouped(step)));
    let long = match (runs.as_slice(), is_right_now) {
        ([], _) => match known_since {
            Some(step) => format!("never right since step {}", grouped(step)),
            None => "never right so far".to_owned(),
        },
        ([_], true) if was_right_first => match known_since {
            Some(step) => format!("right since step {} at least", grouped(step)),
            None => "right from the start".to_owned(),
        },
        ([[first, _]], true) => format!("right since step {}", grouped(*first)),
        ([only], false) => format!("right only at steps {}", range(*only)),
        ([first, second], false) => format!("right only at steps {} and {}", range(*first), range(*second)),
        ([.., [since, _]], true) => {
            let before = match runs.len() - 1 {
                1 => "once before".to_owned(),
                times => format!("{times} times before"),
            };
            format!("right since step {}, and {before}", grouped(*since))
        }
        ([.., last], false) => format!("right {} times, last at steps {}", runs.len(), range(*last)),
    };
    let has_said = runs.is_empty() || (runs.len() == 1 && is_right_now && was_right_first);
    let long = if has_said { long } else { long + &known };
    let short = match (runs.as_slice(), is_right_now) {
        ([.., [since, _]], true) if !was_right_first || runs.len() > 1 => {
            format!("right since {}", grouped(*since))
        }
        ([.., [_, last]], false) => format!("right until {}", grouped(*last)),
        _ => long.clone(),
    };
    [long, short]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::display::{Background, Colors, Glyphs};

    fn records(right: &[u8]) -> Vec<(u64, Answer)> {
        let answer = |right: u8| Answer::of([f32::from(right) / 10.0, 0.45], 0);
        (0..).step_by(100).zip(right.iter().map(|&right| answer(right))).collect()
    }

    #[test]
    fn words_say_when_an_example_was_right() {
        for (outputs, long, short) in [
            (&[1, 2, 1][..], "never right so far", "never right so far"),
            (&[9, 9, 8], "right from the start", "right from the start"),
            (&[1, 9, 8], "right since step 100", "right since 100"),
            (&[1, 9, 9, 1], "right only at steps 100-200", "right until 200"),
            (&[9, 1, 1], "right only at steps 0", "right until 0"),
            (&[1, 9, 1, 9, 9, 1], "right only at steps 100 and 300-400", "right until 400"),
            (&[1, 9, 1, 9, 9], "right since step 300, and once before", "right since 300"),
            (&[1, 9, 1, 9, 1, 9], "right since step 500, and 2 times before", "right since 500"),
            (&[9, 1, 9, 1, 9, 1], "right 3 times, last at steps 400", "right until 400"),
        ] {
            assert_eq!(words(&records(outputs)), [long, short]);
        }
    }

    #[test]
    fn of_a_run_from_a_file_it_is_said_since_when_the_past_is_known() {
        for (outputs, long) in [
            (&[1, 2, 1][..], "never right since step 5,000"),
            (&[9, 9, 8], "right since step 5,000 at least"),
            (&[1, 9, 8], "right since step 5,100 (known since 5,000)"),
            (&[1, 9, 9, 1], "right only at steps 5,100-5,200 (known since 5,000)"),
        ] {
            let later = records(outputs).into_iter().map(|(step, answer)| (5_000 + step, answer));
            assert_eq!(words(&later.collect::<Vec<_>>())[0], long);
        }
    }

    #[test]
    fn many_records_share_the_columns() {
        let theme = Theme { colors: Colors::None, glyphs: Glyphs::Unicode, background: Background::Dark };
        assert_eq!(bars(theme, &records(&[0, 0, 10, 10]), 9), "▁▁██");
        assert_eq!(bars(theme, &records(&[0, 0, 10, 10]), 2), "▁█");
        assert_eq!(bars(theme, &records(&[0, 10, 10, 0, 0, 0]), 3), "▅▅▁");
        assert_eq!(bars(theme, &records(&[5, 5]), 0), "");
    }
}
