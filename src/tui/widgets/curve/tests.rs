//! Charts as text.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{Chart, Curve, Mark, Pattern, Shade, Span, value_axis};
use crate::tui::axis::{Axis, Scaling};
use crate::tui::theme::{Background, Colors, Glyphs, Theme};

const THEME: Theme = Theme { colors: Colors::True, glyphs: Glyphs::Unicode, background: Background::Dark };

fn spans(points: &[(f64, f64)]) -> Vec<Span> {
    points.iter().map(|&(x, y)| Span { steps: (x, x), values: (y, y), last: y }).collect()
}

fn chart<'a>(lower: &[(f64, f64)], upper: &[(f64, f64)]) -> Chart<'a> {
    let curve = |name, pattern, points| Curve {
        name,
        place: None,
        style: Style::new(),
        pattern,
        spans: spans(points),
    };
    let curves = vec![curve("lower", Pattern::Solid, lower), curve("upper", Pattern::Dashed, upper)];
    let steps = Axis::linear((0.0, 100.0));
    Chart {
        value_axis: axis(&curves, &steps, Scaling::Linear),
        curves,
        steps,
        steps_of_label: 1,
        has_step_labels: true,
        unit: (1.0, ""),
        best: Some(20.0),
        shade: Some(Shade { from: 20.0, upper: 1, lower: 0 }),
        marks: vec![
            Mark { step: 30.0, words: vec!["eta 1→2".to_owned()] },
            Mark { step: 1e9, words: vec!["beyond".to_owned()] },
        ],
        cursor: Some(50.0),
        restored: Some(60.0),
        name_columns: 6,
    }
}

fn axis(curves: &[Curve], steps: &Axis, scaling: Scaling) -> Option<Axis> {
    value_axis(curves.iter().flat_map(|curve| &curve.spans), steps, scaling, None)
}

fn drawn(chart: &Chart, width: u16, height: u16) -> Vec<String> {
    drawn_with(THEME, chart, width, height)
}

fn drawn_with(theme: Theme, chart: &Chart, width: u16, height: u16) -> Vec<String> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    chart.render(theme, buffer.area, &mut buffer);
    let row = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect();
    (0..height).map(row).collect()
}

#[test]
fn no_size_and_no_number_of_points_is_too_small() {
    let points = [(0.0, 0.0), (100.0, 5.0), (7.0, f64::NAN), (9.0, f64::INFINITY)];
    for count in 0..=points.len() {
        for values in [Scaling::Linear, Scaling::Log] {
            for steps in
                [Axis::linear((0.0, 100.0)), Axis::log((0.5, 100.0), 0.5), Axis::linear((40.0, 60.0))]
            {
                let chart = chart(&points[..count], &points[..count]);
                let chart = Chart { steps, value_axis: axis(&chart.curves, &steps, values), ..chart };
                for (width, height) in
                    [(0, 0), (1, 1), (16, 4), (17, 4), (17, 3), (18, 60), (500, 4), (500, 200)]
                {
                    drawn(&chart, width, height);
                }
            }
        }
    }
}

#[test]
fn the_space_between_is_shaded_from_the_best_step_on_only() {
    let rows = drawn(&chart(&[(0.0, 0.0), (100.0, 0.0)], &[(0.0, 10.0), (100.0, 10.0)]), 113, 20);
    let shaded: Vec<usize> = rows[5].chars().enumerate().filter(|(_, c)| *c == '░').map(|(x, _)| x).collect();
    let best = rows[5].chars().position(|c| c == '┊').unwrap();
    assert!(shaded.len() > 30 && shaded.iter().all(|&x| x > best), "{}", rows[5]);
    let ascii = Theme { colors: Colors::None, glyphs: Glyphs::Ascii, background: Background::Dark };
    let plain =
        drawn_with(ascii, &chart(&[(0.0, 0.0), (100.0, 0.0)], &[(0.0, 10.0), (100.0, 10.0)]), 113, 20);
    assert_eq!(plain[5].matches('/').count(), shaded.len());
    let swapped = drawn(&chart(&[(0.0, 10.0), (100.0, 10.0)], &[(0.0, 0.0), (100.0, 0.0)]), 113, 20);
    assert!(swapped.iter().all(|row| !row.contains('░')), "only where the test line is above");
}

#[test]
fn marks_say_what_changed_on_the_axis() {
    let rows = drawn(&chart(&[(0.0, 0.0), (100.0, 1.0)], &[]), 113, 20);
    assert!(rows[18].contains("╷eta 1→2"), "{}", rows[18]);
    assert!(!rows.concat().contains("beyond"));
}

#[test]
fn zeros_on_a_log_axis_are_at_the_least_positive_value() {
    let log = |chart: Chart| axis(&chart.curves, &chart.steps, Scaling::Log).unwrap();
    let some = log(chart(&[(0.0, 0.0), (100.0, 0.01)], &[(0.0, 1.0), (100.0, 0.1)]));
    assert_eq!(some.share(0.0), some.share(0.01));
    let zeros = log(chart(&[(0.0, 0.0), (100.0, 0.0)], &[]));
    assert_eq!(zeros.scaling(), Scaling::Linear, "there are no ratios of zeros");
}

#[test]
fn lines_on_each_other_show_in_turn() {
    let flat = [(0.0, 5.0), (100.0, 5.0)];
    let other = [(0.0, 0.0), (100.0, 10.0)];
    for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
        let theme = Theme { colors: Colors::None, glyphs, background: Background::Dark };
        let rows = |lower: &[(f64, f64)]| {
            let chart =
                Chart { best: None, cursor: None, restored: None, shade: None, ..chart(lower, &flat) };
            drawn_with(theme, &Chart { value_axis: Some(Axis::linear((0.0, 10.0))), ..chart }, 113, 20)
        };
        let (both, alone) = (rows(&flat), rows(&other));
        let row = |rows: &[String]| rows.iter().max_by_key(|row| row.matches(['o', '*']).count()).cloned();
        let row_of = |rows: &[String]| if glyphs == Glyphs::Ascii { row(rows) } else { rows.get(9).cloned() };
        let symbols: std::collections::BTreeSet<char> =
            row_of(&both).unwrap().chars().skip(9).take(80).collect();
        assert!(symbols.len() >= 2, "{}", both.join("\n"));
        assert_ne!(both, alone);
    }
}

#[test]
fn a_cursor_and_a_place_are_drawn() {
    let rows = drawn(&chart(&[(0.0, 0.0), (100.0, 0.0)], &[(0.0, 10.0), (100.0, 10.0)]), 113, 20);
    assert!(rows.iter().filter(|row| row.contains('│')).count() > 10);
    assert_eq!(rows.concat().matches('◆').count(), 1);
}

#[test]
fn names_within_the_plot_stand_in_the_order_of_their_lines() {
    let flat = |y: u8, end: f64| vec![(0.0, f64::from(y)), (end, f64::from(y))];
    for (upper, lower, other) in (0..12_u8).flat_map(|upper| {
        (0..=upper).flat_map(move |lower| (0..12_u8).map(move |other| (upper, lower, other)))
    }) {
        let curve = |name, points: Vec<_>| Curve {
            name,
            place: None,
            style: Style::new(),
            pattern: Pattern::Solid,
            spans: spans(&points),
        };
        let long = |y| curve("", flat(y, 100.0));
        let short = |name, y| curve(name, flat(y, 50.0));
        let curves = vec![long(0), long(11), long(other), short("lower", lower), short("upper", upper)];
        let chart =
            Chart { curves, best: None, shade: None, cursor: None, marks: Vec::new(), ..chart(&[], &[]) };
        let chart = Chart { value_axis: axis(&chart.curves, &chart.steps, Scaling::Linear), ..chart };
        let rows = drawn(&chart, 60, 14);
        let row = |name: &str| rows.iter().position(|row| row.contains(name));
        let places = row("upper").zip(row("lower"));
        let Some((above, below)) = places else { panic!("{}", rows.join("\n")) };
        assert!(above < below || upper == lower, "{}", rows.join("\n"));
    }
}
