//! Curves, as pandas and TensorBoard read them.

use overfit::export::{EVENT_FILE, csv, event_file};
use overfit::run_file::json_lines;
use overfit::train::SettingId;

use super::{check_with, finished, folder, setup, with_change, write};

#[test]
fn pandas_and_tensorboard_read_every_evaluation() {
    let runs = [
        ("plain", setup("circles --steps 3000")),
        (
            "validated",
            with_change(setup("circles --steps 1500 --validation 0.2"), 700, SettingId::Eta, "0.01"),
        ),
    ];
    let root = folder("curves");
    for (name, setup) in runs {
        let (session, points) = finished(setup);
        assert!(points.len() > 50, "{}", points.len());
        let folder = root.path().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        write(&folder, "curves.csv", csv(&points));
        write(&folder, "curves.jsonl", json_lines(&points, session.history().marks()));
        // A second for each step, from a fixed day on.
        let events = event_file(&points, |point| 1.7e9 + point.step as f64);
        write(&folder, &format!("{EVENT_FILE}0.overfit"), events);
        check_with("pandas_curves.py", &folder);
        check_with("tensorboard_curves.py", &folder);
    }
}
