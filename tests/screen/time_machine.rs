//! Looking back at steps that have passed, and going on from them.

use crate::support::{ASCII, COLOR, DATA, LOOKS, NO_COLOR, SIZES, Stage, run};
use overfit::cli::setup_of_words;
use overfit::nn::ThreadPool;
use overfit::train::{Session, Status};
use overfit::tui::app::Overlay;
use overfit::tui::layout::Areas;
use overfit::tui::message::Message;
use overfit::tui::panel_id::PanelId;
use overfit::tui::panels::PANELS;
use overfit::tui::theme::{Colors, Glyphs};
use ratatui::crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

const WORDS: &str = "circles --preset modern --train-size 60 --test-size 40 --hidden 8 --batch 20 --flip 0.1";

fn stage(words: &str, size: (u16, u16), steps: u64) -> Stage {
    let mut stage = Stage::new(COLOR, size, Some(setup_of_words(words).expect("a set-up")));
    stage.train(steps);
    stage
}

fn shown(stage: &Stage) -> u64 {
    run(stage).snapshot.as_ref().expect("a report").step
}

fn fresh(words: &str, step: u64) -> Session {
    let mut session =
        Session::new(setup_of_words(words).expect("a set-up"), ThreadPool::default()).expect("built in");
    while session.step() < step {
        session.advance();
    }
    session
}

fn press_mouse(stage: &mut Stage, kind: MouseEventKind, (column, row): (u16, u16)) {
    stage.tell(Message::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }));
}

/// The row of the bar and the columns of its ends.
fn bar(stage: &Stage) -> (u16, (u16, u16)) {
    let row = Areas::of(stage.app.area, run(stage)).time.y;
    let text = stage.text();
    let line = text.lines().nth(row.into()).expect("the bar");
    let column =
        |glyphs: [char; 2]| line.chars().position(|glyph| glyphs.contains(&glyph)).expect("an end") as u16;
    let last = line.chars().take_while(|&glyph| glyph != 's').collect::<String>().trim_end().chars().count();
    (row, (column(['├', '◆']), last as u16 - 1))
}

fn line_of_bar(stage: &Stage) -> String {
    let row = Areas::of(stage.app.area, run(stage)).time.y;
    stage.text().lines().nth(row.into()).expect("the bar").to_owned()
}

#[test]
fn t_pauses_and_shows_a_bar_above_the_keys_and_esc_returns_to_the_run() {
    for size in SIZES {
        for look in [COLOR, NO_COLOR, ASCII] {
            let mut stage = stage(WORDS, size, 300);
            stage.app.theme = look;
            assert!(stage.text().contains("RUN"), "{}", stage.text());
            stage.press("t");
            let text = stage.text();
            assert!(text.contains("PAUSED") && text.contains("step 300 of 300"), "{text}");
            assert!(text.contains("the run waits"), "{text}");
            let is_bar = |line: &&str| line.contains("step 300 of 300");
            assert_eq!(text.lines().position(|line| is_bar(&line)), Some(usize::from(size.1) - 2), "{text}");
            stage.press("<left>");
            assert!(stage.text().contains("PAST"), "{}", stage.text());
            stage.press("<esc>");
            assert!(run(&stage).time.is_none());
            assert_eq!(shown(&stage), 300);
            assert!(stage.text().contains("RUN"), "it goes on:\n{}", stage.text());
            // A run that was paused stays so.
            stage.press(" t<left><left>t");
            assert!(stage.text().contains("PAUSED") && run(&stage).time.is_none(), "{}", stage.text());
        }
    }
}

#[test]
fn no_panel_comes_or_goes_with_the_bar() {
    for name in DATA {
        for size in SIZES {
            let mut stage = stage(name, size, 30);
            let shown = |stage: &Stage| {
                let areas = Areas::of(stage.app.area, run(stage));
                let names = PANELS.iter().filter(|panel| !(panel.area)(&areas).is_empty());
                names.map(|panel| panel.name).filter(|&name| name != "time machine").collect::<Vec<_>>()
            };
            let before = shown(&stage);
            let left = Areas::of(stage.app.area, run(&stage)).picture.width;
            stage.press("t");
            assert_eq!(shown(&stage), before, "{name} {size:?}");
            assert_eq!(Areas::of(stage.app.area, run(&stage)).picture.width, left);
        }
    }
}

#[test]
fn everything_on_screen_follows_the_step() {
    for words in [WORDS, "mnist --train-size 100 --test-size 30 --hidden 12", "tests/data/rows.csv"] {
        let last = 90 * setup_of_words(words).expect("a set-up").eval_every();
        let mut stage = stage(words, (120, 36), last);
        stage.press("t<home>");
        assert_eq!(shown(&stage), 0, "{}", stage.text());
        for keys in ["<s-right>", "<right><right>", "<left>", "<s-right><s-right>"] {
            stage.press(keys);
            let step = shown(&stage);
            assert!(step > 0 && step < last, "{step}");
            let fresh = fresh(words, step);
            let run = run(&stage);
            let snapshot = run.snapshot.as_ref().expect("a report");
            assert_eq!(&*snapshot.network, fresh.network());
            assert_eq!(snapshot.history, *fresh.history());
            assert_eq!(snapshot.examples, *fresh.example_history());
            // What has no gradient is NaN, which equals nothing.
            assert_eq!(format!("{:?}", snapshot.layers), format!("{:?}", fresh.layers()));
            assert_eq!(snapshot.diagnosis, fresh.diagnosis());
            let picture = run.picture.as_ref().expect("a picture");
            assert_eq!((picture.step, &*picture.network), (step, fresh.network()), "the picture is of it");
            let cursor = run.view.cursor.expect("a cursor");
            assert_eq!(cursor.last_step, fresh.history().latest().expect("an evaluation").step);
            assert_eq!(
                run.ghost.as_ref().and_then(|ghost| ghost.latest()).map(|latest| latest.step),
                Some(last)
            );
            let text = stage.text().replace(',', "");
            assert!(text.contains(&format!("step {step} ")), "{text}");
            assert!(text.contains(&format!("fingerprint {:016x}", fresh.history().fingerprint())), "{text}");
        }
        stage.press("<end>");
        assert_eq!(shown(&stage), last);
    }
}

#[test]
fn zooming_makes_the_arrows_go_by_single_steps() {
    let words = "circles --batch 50 --hidden 6";
    let mut stage = stage(words, (120, 36), 3_000);
    let every = stage.session().expect("a run").setup().eval_every();
    assert!(every > 1);
    stage.press("t<s-left>");
    let far = 3_000 - shown(&stage);
    assert!(far.is_multiple_of(every) && far >= 10 * every, "{far}");
    let before = shown(&stage);
    stage.press("zzzz<left>");
    assert_eq!(shown(&stage), before - 1, "{}", stage.text());
    assert_eq!(
        &*run(&stage).snapshot.as_ref().expect("a report").network,
        fresh(words, before - 1).network()
    );
    assert!(stage.text().contains(", evaluated at "), "{}", stage.text());
}

#[test]
fn a_click_on_the_bar_or_on_a_curve_goes_there() {
    for size in SIZES {
        let mut stage = stage(WORDS, size, 400);
        stage.press("t");
        let (row, (first, last)) = bar(&stage);
        press_mouse(&mut stage, MouseEventKind::Down(MouseButton::Left), (first, row));
        assert_eq!(shown(&stage), 0, "{}", stage.text());
        press_mouse(&mut stage, MouseEventKind::Drag(MouseButton::Left), (u16::midpoint(first, last), row));
        assert!((150..=250).contains(&shown(&stage)), "{}", stage.text());
        press_mouse(&mut stage, MouseEventKind::Down(MouseButton::Left), (last, row));
        assert_eq!(shown(&stage), 400);
        press_mouse(&mut stage, MouseEventKind::Down(MouseButton::Left), (first.saturating_sub(1), row));
        assert_eq!(shown(&stage), 400, "beside the bar there is nothing");
        let loss = Areas::of(stage.app.area, run(&stage)).loss;
        let (left, right) = (loss.x + loss.width / 4, loss.x + loss.width / 2);
        press_mouse(&mut stage, MouseEventKind::Down(MouseButton::Left), (left, loss.y + 3));
        let there = shown(&stage);
        press_mouse(&mut stage, MouseEventKind::Down(MouseButton::Left), (right, loss.y + 3));
        assert!(0 < there && there < shown(&stage) && shown(&stage) < 400, "{there} {}", shown(&stage));
    }
}

#[test]
fn space_asks_and_goes_on_from_there_with_the_old_curve_as_a_ghost() {
    let mut stage = stage(WORDS, (120, 36), 300);
    let before = stage.session().expect("a run").history().clone();
    stage.press("t<left><left><left>");
    let step = shown(&stage);
    stage.press(" ");
    let text = stage.text();
    assert!(text.contains(&format!("Go on from step {step}?")), "{text}");
    assert!(
        text.contains(&format!("The {} steps after it are lost; their curve stays.", 300 - step)),
        "{text}"
    );
    stage.press("n");
    assert_eq!((shown(&stage), stage.session().expect("a run").step()), (step, 300));
    stage.press(" y");
    assert!(run(&stage).time.is_none());
    assert_eq!(stage.session().expect("a run").step(), step);
    let snapshot = run(&stage).snapshot.as_ref().expect("a report");
    assert_eq!((snapshot.step, &snapshot.status), (step, &Status::Running));
    assert_eq!(run(&stage).ghost.as_ref(), Some(&before));
    let notice = run(&stage).notice.clone().unwrap_or_default();
    assert!(notice.contains(&format!("From step {step} the run goes on anew.")), "{notice}");
    // Without a change it is the same run.
    stage.train(300 - step);
    assert_eq!(stage.session().expect("a run").history().fingerprint(), before.fingerprint());
    // With one, the line on the screen repeats it.
    stage.press("t<s-left> y]").train(50).press("Y");
    let line = stage.copied_line().expect("a line").to_owned();
    let words = line.split_once(' ').expect("a program").1;
    let again = fresh(words, stage.session().expect("a run").step());
    assert_eq!(
        stage.session().expect("a run").history().fingerprint(),
        again.history().fingerprint(),
        "{line}"
    );
}

#[test]
fn the_present_is_not_left_by_space() {
    let mut stage = stage(WORDS, (120, 36), 100);
    stage.press(" t ");
    assert!(run(&stage).time.is_none() && stage.app.question.is_none());
    assert!(stage.text().contains("RUN"), "{}", stage.text());
    assert_eq!(stage.session().expect("a run").step(), 100);
}

#[test]
fn until_a_step_is_computed_the_nearest_one_is_shown() {
    let mut stage = stage("circles --batch 50 --hidden 6", (120, 36), 3_000);
    stage.forbid_recalls();
    let every = stage.session().expect("a run").setup().eval_every();
    stage.press("t<left>zzzz<left><left><left>");
    let (chosen, there) = (run(&stage).time.as_ref().expect("it is open").step, shown(&stage));
    assert!(chosen.abs_diff(there) < every && chosen != there, "{chosen} {there} {every}");
    assert!(line_of_bar(&stage).contains("computing"), "{}", stage.text());
    let snapshot = run(&stage).snapshot.clone().expect("a report");
    assert_eq!(&*snapshot.network, fresh("circles --batch 50 --hidden 6", there).network());
    stage.press(" ");
    assert!(line_of_bar(&stage).contains("goes on once computed"), "{}", stage.text());
    assert!(stage.app.question.is_none());
    stage.press("<esc>");
    assert_eq!(shown(&stage), 3_000);
}

#[test]
fn what_changes_the_run_is_for_the_present() {
    let mut stage = stage(WORDS, (120, 36), 200);
    stage.press("t<s-left>");
    let step = shown(&stage);
    let before = stage.session().expect("a run").setup().clone();
    for keys in [
        "[", "]", "-", "+", "(", "{", "/", "*", "r", "R", "u", ".", "s", "A", "S", "M", "h", "a", "f", "b",
        "l", "p", "c",
    ] {
        stage.press(keys);
        let notice = run(&stage).notice.clone().unwrap_or_default();
        assert!(notice.contains("This is the past."), "{keys}: {notice}");
        assert_eq!(stage.app.overlay, Overlay::None, "{keys}");
    }
    stage.press(",<down><right><left><enter>3d<esc>");
    assert_eq!((shown(&stage), stage.session().expect("a run").setup()), (step, &before));
    // What changes the view stays.
    stage.press("5y<tab>w1?<esc>");
    assert_eq!(shown(&stage), step);
}

#[test]
fn quitting_is_about_the_present() {
    let mut stage = stage(WORDS, (120, 36), 200);
    stage.press("t<home>q");
    assert!(stage.text().contains("The weights of step 200 are lost"), "{}", stage.text());
    stage.press("n");
    assert!(run(&stage).time.is_none());
    stage.press("t<home><c-c>");
    assert!(stage.quit);
    assert!(stage.app.farewell().expect("last words").contains("200 of"), "{:?}", stage.app.farewell());
}

#[test]
fn reports_and_runs_of_the_present_do_not_disturb_what_is_shown() {
    let mut stage = stage(WORDS, (120, 36), 200);
    stage.press("t<s-left><left>");
    let step = shown(&stage);
    stage.train(30);
    assert_eq!(shown(&stage), step);
    assert!(line_of_bar(&stage).contains("of 230"), "{}", stage.text());
    stage.press("<end>");
    assert_eq!(shown(&stage), 230);
    stage.train(10);
    assert_eq!(shown(&stage), 240, "the present stays the present");
    assert_eq!(run(&stage).wanted, *stage.session().expect("a run").setup());
}

#[test]
fn changes_are_seen_at_their_steps() {
    let mut stage = stage("circles --hidden 5 --batch 100", (120, 36), 100);
    stage.press("+++]").train(100).press("t");
    for (keys, units) in [("<home>", 5), ("<end>", 8), ("<left>", 8)] {
        stage.press(keys);
        let snapshot = run(&stage).snapshot.as_ref().expect("a report");
        assert_eq!(snapshot.network.hidden_sizes(), [units], "{keys}");
        assert!(stage.text().contains(&format!("2-{units}-2 ")), "{}", stage.text());
        assert_eq!(run(&stage).wanted.hidden, [units]);
    }
    stage.press("<esc>");
    assert_eq!(run(&stage).wanted, *stage.session().expect("a run").setup());
}

#[test]
fn overlays_are_closed_and_a_hidden_test_set_stays_hidden() {
    let mut stage = stage(WORDS, (120, 36), 100);
    stage.press(",t");
    assert!(stage.app.overlay == Overlay::None && run(&stage).time.is_some());
    stage.press("<esc>ht");
    assert!(run(&stage).time.is_none());
    assert!(run(&stage).notice.as_ref().is_some_and(|notice| notice.contains("guessed")));
    let mut stage = Stage::new(COLOR, (120, 36), Some(setup_of_words(WORDS).expect("a set-up")));
    stage.press("t<left><esc>");
    assert!(run(&stage).time.is_none());
}

#[test]
fn each_panel_on_the_whole_screen_leaves_the_bar_in_view() {
    for name in DATA {
        for look in
            LOOKS.into_iter().filter(|look| look.colors != Colors::Ansi16 || look.glyphs != Glyphs::Shades)
        {
            let mut stage = stage(name, (80, 24), 60);
            stage.app.theme = look;
            stage.press("t<left>");
            for id in PanelId::ALL {
                stage.press(&id.digit().to_string());
                assert!(line_of_bar(&stage).contains(" of 60"), "{}", stage.text());
            }
        }
    }
}
