use super::*;
use crate::data::{self, Dataset};
use crate::nn::ThreadPool;
use crate::train::{Session, SettingId, Setup, State, Target};

/// A short run, and its evaluations.
fn run(name: &str, steps: u64) -> (Session, Vec<crate::train::Point>) {
    let setup = Setup { steps, ..Setup::lecture(data::resolve(name).expect("a data set")) };
    let mut session = Session::new(setup, ThreadPool::default()).expect("it loads");
    let mut points: Vec<_> = session.history().latest().copied().into_iter().collect();
    while *session.state() == State::Learning {
        points.extend(session.advance());
    }
    (session, points)
}

/// The report of a run, with hostile texts in every place for text.
fn hostile_page(session: &Session, points: &[crate::train::Point]) -> String {
    const TEXT: &str = "<script>alert('a' & \"b\")</script>\u{1b}[2J";
    let dataset = Dataset {
        name: TEXT.to_owned(),
        class_names: vec![TEXT.to_owned(); session.dataset().classes()],
        ..(**session.dataset()).clone()
    };
    let mark = crate::train::Mark {
        step: 7,
        target: Target::Setting(SettingId::Eta),
        before: TEXT.to_owned(),
        value: TEXT.to_owned(),
    };
    report(&Report {
        version: TEXT,
        command: TEXT,
        fingerprint: session.history().fingerprint(),
        setup: session.setup(),
        dataset: &dataset,
        points,
        marks: &[mark],
        diagnoses: &[ReportedDiagnosis { step: 7, word: TEXT, evidence: TEXT, advice: TEXT }; 2],
        notes: &[crate::train::Note { step: 7, text: TEXT.to_owned() }],
        best: Moment { step: 20, network: session.best() },
        last: Moment { step: session.step(), network: session.network() },
    })
}

#[test]
fn texts_are_never_markup_and_nothing_is_requested() {
    for name in ["circles", "mnist"] {
        let (session, points) = run(name, 60);
        let page = hostile_page(&session, &points);
        assert!(!page.contains("<script") && !page.contains('\u{1b}'), "{name}");
        assert!(page.contains("&lt;script&gt;alert(&#39;a&#39; &amp; &quot;b&quot;)"));
        let links = ["href=\"", "src=\"", "url("].map(|link| page.matches(link).count());
        let data = page.matches("=\"data:image/png;base64,").count();
        assert_eq!(links[0] + links[1] + links[2], data, "{name}: every link holds its image");
        assert!(page.contains(&format!("{:016x}", session.history().fingerprint())));
    }
}

#[test]
fn pages_are_small() {
    for (name, most) in [("circles", 150_000), ("mnist", 100_000)] {
        let (session, points) = run(name, 2_000);
        let page = hostile_page(&session, &points);
        assert!(page.len() < most, "{name}: {} bytes", page.len());
    }
}

#[test]
fn pictures_are_of_the_best_and_of_the_last_step() {
    let (session, points) = run("circles", 60);
    let page = hostile_page(&session, &points);
    assert!(page.contains("At the best step: step 20") && page.contains("At the last step: step 60"));
    assert_eq!(page.matches("class=\"plane\"").count(), 2);
    assert_eq!(
        page.matches("class=\"curve test\"").count(),
        3,
        "a curve in each chart, and one in the legend"
    );
}
