//! The parts of the screen, one file each. A panel draws the state and never changes it.

mod augmented_images;
mod card;
mod classes;
mod command_line;
mod crosshair;
mod cures;
mod curves;
mod diagnosis;
mod drawing;
mod evaluated;
mod examples;
mod explained;
mod explanation;
mod exports;
mod field;
mod footer;
mod gallery;
mod gradient_check;
mod guess;
mod help;
mod image;
mod menu;
mod mistakes;
mod names;
mod network;
mod network_drawing;
mod network_layers;
mod note;
mod one_unit;
mod opened_point;
mod outputs;
mod past;
mod picker;
mod pins;
mod plane;
mod plane_legend;
mod point_symbol;
mod probe;
mod question;
mod reading;
mod readout;
mod row;
mod said;
mod saved;
mod scrolled;
mod setup;
mod small;
mod status;
mod sweep;
mod sweep_cell;
mod sweep_map;
mod time_bar;
mod unit_parts;
mod unit_tiles;
mod units;
mod watched;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub use card::card;
pub use command_line::command_line;
pub use cures::cures;
pub use drawing::drawing;
pub use explained::explained_step;
pub use explanation::explanation;
pub use exports::exports;
pub use footer::footer;
pub use gallery::image_at;
pub use gradient_check::gradient_check;
pub use guess::hidden;
pub use help::help;
pub use note::note;
pub use picker::{card_at, picker};
pub use question::question;
pub use reading::reading;
pub use said::{all_words, said};
pub use saved::saved_runs;
pub use setup::setup;
pub use small::small;
pub use sweep::{map_cell_at, run_of_cell_at, sweep};
pub use time_bar::share_at as time_bar_share;
pub use unit_tiles::unit_at;
pub use watched::watched;

use super::app::App;
use super::layout::Areas;
use super::run::Run;
use crate::data::Shape;

/// What a panel is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About {
    /// The run; what it says of the test set can be left out.
    Run,
    /// Results on test examples only.
    TestSet,
}

/// A part of the run screen.
pub struct Panel {
    /// The name in messages of tests.
    pub name: &'static str,
    /// Whether the panel is shown for data of this shape.
    pub shows: fn(Shape) -> bool,
    /// What it is about.
    pub about: About,
    /// The area of the panel.
    pub area: fn(&Areas) -> Rect,
    /// Draws the panel into its area.
    pub draw: fn(&App, &Run, Rect, &mut Buffer),
}

fn always(_: Shape) -> bool {
    true
}

fn points(shape: Shape) -> bool {
    shape == Shape::Plane
}

fn images(shape: Shape) -> bool {
    matches!(shape, Shape::Image { .. })
}

fn numbers(shape: Shape) -> bool {
    matches!(shape, Shape::Numbers { .. })
}

/// All panels of the run screen.
pub const PANELS: &[Panel] = &[
    Panel {
        name: "status",
        shows: always,
        about: About::Run,
        area: |areas| areas.status,
        draw: status::draw,
    },
    Panel { name: "plane", shows: points, about: About::Run, area: |areas| areas.picture, draw: plane::draw },
    Panel {
        name: "image",
        shows: images,
        about: About::TestSet,
        area: |areas| areas.picture,
        draw: image::draw,
    },
    Panel {
        name: "classes",
        shows: numbers,
        about: About::TestSet,
        area: |areas| areas.picture,
        draw: classes::draw,
    },
    Panel {
        name: "gallery",
        shows: images,
        about: About::TestSet,
        area: |areas| areas.gallery,
        draw: gallery::draw,
    },
    Panel { name: "loss", shows: always, about: About::Run, area: |areas| areas.loss, draw: curves::loss },
    Panel {
        name: "accuracy",
        shows: always,
        about: About::Run,
        area: |areas| areas.accuracy,
        draw: curves::accuracy,
    },
    Panel {
        name: "probe",
        shows: always,
        about: About::TestSet,
        area: |areas| areas.probe,
        draw: probe::draw,
    },
    Panel {
        name: "time machine",
        shows: always,
        about: About::Run,
        area: |areas| areas.time,
        draw: time_bar::draw,
    },
    Panel { name: "units", shows: always, about: About::Run, area: |areas| areas.units, draw: units::draw },
    Panel {
        name: "mistakes",
        shows: always,
        about: About::TestSet,
        area: |areas| areas.mistakes,
        draw: mistakes::draw,
    },
    Panel {
        name: "network",
        shows: always,
        about: About::Run,
        area: |areas| areas.network,
        draw: network::draw,
    },
    Panel {
        name: "diagnosis",
        shows: always,
        about: About::Run,
        area: |areas| areas.diagnosis,
        draw: diagnosis::draw,
    },
];
