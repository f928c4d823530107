//! The line that repeats a run: copied, shown whole, and left on the terminal.

use crate::support::{COLOR, Stage};
use overfit::data;
use overfit::train::Setup;
use overfit::tui::app::Overlay;

fn lecture() -> Setup {
    Setup::lecture(data::resolve("circles").expect("built in"))
}

#[test]
fn it_is_copied_and_shown_in_the_run_and_in_the_set_up() {
    for before in ["", ",", "?<esc>"] {
        let mut stage = Stage::new(COLOR, (80, 24), Some(lecture()));
        stage.app.program = "cargo run --release --".to_owned();
        stage.train(20).press("]").train(5).press(before).press("Y");
        let line = "cargo run --release -- circles --at 20:eta=0.01";
        assert_eq!(stage.copied_line(), Some(line));
        let text = stage.text();
        assert!(text.contains(line) && text.contains("Sent to the clipboard"), "{text}");
        let shown = stage.app.overlay;
        stage.copied = None;
        stage.press("Y");
        assert_eq!((stage.copied_line(), stage.app.overlay), (Some(line), shown), "once more");
        stage.press("<esc>");
        assert_eq!(stage.app.overlay, if before == "," { Overlay::Setup(0) } else { Overlay::None });
    }
}

#[test]
fn a_long_line_can_be_read_to_its_end_at_80x24() {
    let mut stage = Stage::new(COLOR, (80, 24), Some(lecture()));
    for _ in 0..30 {
        stage.train(10).press("]").train(10).press("[");
    }
    stage.press("Y");
    let line = stage.copied.clone().expect("a line");
    assert!(line.len() > 80 * 10, "{line}");
    let mut lines: Vec<String> = Vec::new();
    for _ in 0..60 {
        for row in stage.text().lines() {
            let row = row.trim().trim_end_matches(" \\");
            if line.contains(row) && row.len() > 10 && !lines.iter().any(|seen| seen == row) {
                lines.push(row.to_owned());
            }
        }
        stage.press("<down>");
    }
    assert_eq!(lines.join(" "), line, "every row was on the screen once");
}

#[test]
fn what_is_left_on_the_terminal_are_the_results_and_the_line() {
    let mut stage = Stage::new(COLOR, (80, 24), Some(lecture()));
    assert_eq!(stage.app.farewell(), None, "nothing was learned");
    stage.train(2_000).press("]").train(100);
    let farewell = stage.app.farewell().expect("words");
    let history = stage.session().expect("a run").history();
    let (best, last) =
        (history.best().expect("the best").test.step, history.latest().expect("the last").step);
    let lines: Vec<&str> = farewell.lines().collect();
    assert!(lines[0].starts_with("circles, seed 0: 2,100 of 10,000 steps"), "{farewell}");
    let grouped = |step: u64| format!("{},{:03}", step / 1_000, step % 1_000);
    assert!(lines[1].starts_with(&format!("best step {}: test loss 0.", grouped(best))), "{farewell}");
    assert!(lines[2].starts_with(&format!("last step {}: test loss 0.", grouped(last))), "{farewell}");
    assert!(lines.iter().all(|line| line.len() <= 80), "{farewell}");
    assert_eq!(lines[3..], ["The same run again:", "overfit circles --at 2000:eta=0.01"], "{farewell}");
}
