//! How long one frame of the real screen takes, and one picture of what the network says.
//!
//! Every frame differs from the one before as it does at full pace. A frame may take 8 ms: then keys are
//! answered at once, and a core has four fifths of its time for other work at 25 frames a second.

#[path = "../tests/screen/support/mod.rs"]
mod support;

use std::fmt;
use std::io::{self, BufWriter};
use std::sync::Arc;

use divan::{Bencher, black_box};
use overfit::data;
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

/// What the screen shows, and how large it is.
#[derive(Clone, Copy)]
struct Scene {
    dataset: &'static str,
    /// Steps between two frames, about as many as a machine takes at full pace.
    steps: u64,
    size: (u16, u16),
    history: Curves,
}

/// How much there is of the curves.
#[derive(Clone, Copy, PartialEq)]
enum Curves {
    /// A few hundred evaluations.
    Short,
    /// As many as are kept, and those of the run before.
    Full,
}

const SCENES: [Scene; 5] = [
    Scene { dataset: "circles", steps: 1_500, size: (120, 36), history: Curves::Short },
    Scene { dataset: "circles", steps: 1_500, size: (200, 60), history: Curves::Short },
    Scene { dataset: "circles", steps: 1_500, size: (200, 60), history: Curves::Full },
    Scene { dataset: "mnist", steps: 150, size: (120, 36), history: Curves::Short },
    Scene { dataset: "mnist", steps: 150, size: (200, 60), history: Curves::Short },
];

/// After so many steps of circles there are almost as many buckets as there can be, with an evaluation every 5.
const LONG: u64 = 20_000;

/// Frames that are drawn in turn.
const FRAMES: u64 = 4;
/// As in the program: room for a whole frame of a large window.
const FRAME_BYTES: usize = 1 << 20;

impl fmt::Display for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let long = if self.history == Curves::Full { ", full curves" } else { "" };
        write!(f, "{} {}x{}{long}", self.dataset, self.size.0, self.size.1)
    }
}

impl Scene {
    fn setup(self) -> Setup {
        let lecture = Setup::lecture(data::resolve(self.dataset).expect("built in"));
        Setup { steps: 10 * LONG, ..lecture }
    }

    /// The screen at one moment after the other.
    fn film(self) -> Vec<App> {
        let still = |frame| {
            let mut stage = Stage::new(COLOR, self.size, Some(self.setup()));
            if self.history == Curves::Full {
                stage.train(LONG).press("r").train(LONG);
            }
            stage.train(frame * self.steps);
            stage.app
        };
        (1..=FRAMES).map(still).collect()
    }

    fn area(self) -> Rect {
        Rect::new(0, 0, self.size.0, self.size.1)
    }
}

/// Draws frame after frame.
fn play<B: Backend>(bencher: Bencher, scene: Scene, backend: B) {
    force_color_output(true);
    let film = scene.film();
    let viewport = Viewport::Fixed(scene.area());
    let Ok(mut terminal) = Terminal::with_options(backend, TerminalOptions { viewport }) else {
        panic!("a terminal of fixed size asks nobody");
    };
    let mut stills = film.iter().cycle();
    bencher.bench_local(|| {
        let app = stills.next().expect("they go round");
        terminal.draw(|frame| screen::draw(app, frame.area(), frame.buffer_mut())).map(drop).ok()
    });
}

/// Drawn, compared with the frame before, and copied.
#[divan::bench(args = SCENES)]
fn in_memory(bencher: Bencher, scene: Scene) {
    play(bencher, scene, TestBackend::new(scene.size.0, scene.size.1));
}

/// Drawn, compared, and written as the bytes that go to a terminal.
#[divan::bench(args = SCENES)]
fn as_bytes(bencher: Bencher, scene: Scene) {
    play(bencher, scene, CrosstermBackend::new(BufWriter::with_capacity(FRAME_BYTES, io::sink())));
}

/// What the network says about the plane and all examples: the painter's work, beside the screen.
#[divan::bench(args = SCENES)]
fn picture(bencher: Bencher, scene: Scene) {
    let session = Session::new(scene.setup(), ThreadPool::default()).expect("built in");
    let run = Run::new(RunId::default(), scene.setup());
    let request = Request {
        run: RunId::default(),
        network: Arc::new(session.network().clone()),
        dataset: Arc::clone(session.dataset()),
        grid: layout::map_pixels(scene.area(), &run),
    };
    let mut renderer = PictureRenderer::default();
    bencher.bench_local(|| renderer.render(black_box(&request).clone()));
}

fn main() {
    divan::main();
}
