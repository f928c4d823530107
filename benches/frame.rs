//! Benchmarks of a frame of the real screen, and of a picture of the network.
//!
//! Successive frames differ as they do at full pace. The budget of a frame is 8 ms: at 25 frames a second that leaves four
//! fifths of a core for other work, and keys are answered without delay.

#[path = "../tests/screen/support/mod.rs"]
mod support;

use std::fmt;
use std::io::{self, BufWriter};
use std::sync::Arc;

use divan::{Bencher, black_box};
use overfit::cli::setup_of_words;
use overfit::nn::ThreadPool;
use overfit::train::{RunId, Session, Setup};
use overfit::tui::app::App;
use overfit::tui::layout;
use overfit::tui::picture::{PictureRenderer, Request};
use overfit::tui::run::Run;
use overfit::tui::screen;
use ratatui::backend::{Backend, CrosstermBackend, TestBackend};
use ratatui::crossterm::style::force_color_output;
use ratatui::layout::Rect;
use ratatui::{Terminal, TerminalOptions, Viewport};
use support::{COLOR, Stage};

/// The content and the size of a screen.
#[derive(Clone, Copy)]
struct Scene {
    /// The data set, and flags.
    words: &'static str,
    /// Steps between two frames, about as many as at full pace.
    steps: u64,
    size: (u16, u16),
    history: Curves,
    /// The keys that open panels.
    keys: &'static str,
}

/// The length of the curves.
#[derive(Clone, Copy, PartialEq)]
enum Curves {
    /// A few hundred evaluations.
    Short,
    /// As many evaluations as are kept, with the curves of the previous run.
    Full,
}

const SCENES: [Scene; 9] = [
    Scene { words: "circles", steps: 1_500, size: (120, 36), history: Curves::Short, keys: "" },
    Scene { words: "circles", steps: 1_500, size: (200, 60), history: Curves::Short, keys: "" },
    Scene { words: "circles", steps: 1_500, size: (200, 60), history: Curves::Full, keys: "" },
    Scene { words: "mnist", steps: 150, size: (120, 36), history: Curves::Short, keys: "" },
    Scene { words: "mnist", steps: 150, size: (200, 60), history: Curves::Short, keys: "" },
    Scene { words: "circles", steps: 1_500, size: (200, 60), history: Curves::Full, keys: ALL_PANELS },
    Scene { words: "circles", steps: 1_500, size: (200, 60), history: Curves::Full, keys: "567W" },
    Scene { words: "mnist", steps: 150, size: (200, 60), history: Curves::Short, keys: ALL_PANELS },
    Scene { words: LARGE, steps: 1, size: (200, 60), history: Curves::Short, keys: ALL_PANELS },
];

/// Keys that open all panels beside those of the first view.
const ALL_PANELS: &str = "567";

/// All images of MNIST, and many units.
const LARGE: &str =
    "mnist --train-size 60000 --test-size 10000 --hidden 800 --batch 1000 --reduction mean --eta 0.5";

/// Steps of circles that nearly fill the history, with an evaluation every 5 steps.
const LONG: u64 = 20_000;

/// The number of different frames, which are drawn in turn.
const FRAMES: u64 = 4;
/// The size of the output buffer, as in the program.
const FRAME_BYTES: usize = 1 << 20;

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let long = if self.history == Curves::Full { ", full curves" } else { "" };
        let data = self.words.split(' ').next().unwrap_or_default();
        let large = if self.words == LARGE { " large" } else { "" };
        let keys = if self.keys.is_empty() { String::new() } else { format!(", keys {}", self.keys) };
        write!(f, "{data}{large} {}x{}{long}{keys}", self.size.0, self.size.1)
    }
}

impl Scene {
    fn setup(self) -> Setup {
        Setup { steps: 10 * LONG, ..setup_of_words(self.words).expect("a set-up") }
    }

    /// The screen at successive moments.
    fn film(self) -> Vec<App> {
        let still = |frame| {
            let mut stage = Stage::new(COLOR, self.size, Some(self.setup()));
            if self.history == Curves::Full {
                stage.train(LONG).press("ry").train(LONG);
            }
            stage.train(frame * self.steps).press(self.keys);
            stage.app
        };
        (1..=FRAMES).map(still).collect()
    }

    fn area(self) -> Rect {
        Rect::new(0, 0, self.size.0, self.size.1)
    }
}

/// Measures drawing the frames in turn.
fn play<B: Backend>(bencher: Bencher, scene: Scene, backend: B) {
    force_color_output(true);
    let film = scene.film();
    let viewport = Viewport::Fixed(scene.area());
    let Ok(mut terminal) = Terminal::with_options(backend, TerminalOptions { viewport }) else {
        panic!("a terminal of fixed size cannot fail");
    };
    let mut stills = film.iter().cycle();
    bencher.bench_local(|| {
        let app = stills.next().expect("the frames repeat");
        terminal.draw(|frame| screen::draw(app, frame.area(), frame.buffer_mut())).map(drop).ok()
    });
}

/// Measures drawing, comparing with the previous frame, and copying.
#[divan::bench(args = SCENES)]
fn in_memory(bencher: Bencher, scene: Scene) {
    play(bencher, scene, TestBackend::new(scene.size.0, scene.size.1));
}

/// Measures drawing, comparing, and encoding for a terminal.
#[divan::bench(args = SCENES)]
fn as_bytes(bencher: Bencher, scene: Scene) {
    play(bencher, scene, CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::sink())));
}

/// Measures making a picture of the network, which the program does in a thread of its own.
#[divan::bench(args = SCENES)]
fn picture(bencher: Bencher, scene: Scene) {
    let session = Session::new(scene.setup(), ThreadPool::default()).expect("built in");
    let run = Run::new(RunId::default(), scene.setup());
    let request = Request {
        step: 0,
        run: RunId::default(),
        network: Arc::new(session.network().clone()),
        dataset: Arc::clone(session.dataset()),
        grid: layout::map_pixels(scene.area(), &run),
        knocked_out: Vec::new(),
        unit: None,
    };
    let mut renderer = PictureRenderer::default();
    bencher.bench_local(|| renderer.render(black_box(&request).clone()));
}

fn main() {
    divan::main();
}
