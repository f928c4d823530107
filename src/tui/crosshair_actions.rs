//! Adding, moving and removing training points, by keys and by the mouse, while the network learns from them.
//!
//! Each edit is a change of a setting like any other: the trainer makes it between two steps, and it becomes part of the line
//! that repeats the run. A point that is moved is one edit, made where it is put down.

use ratatui::crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::action::PointAction;
use super::app::App;
use super::crosshair::{Hand, Held, Place, PlaneView};
use super::keymap::key_of;
use super::layout::{self, Areas};
use super::message::Effect;
use super::plane_point;
use super::run::{Points, Run};
use crate::data::{PointEdit, PointEdits, PointId, Shape};
use crate::train::{Adjustment, Direction, SettingId};

/// Classes that a digit stands for.
const DIGITS: usize = 10;

/// A point up to so many columns away is within reach.
const REACH: f32 = 6.0;

impl Run {
    /// The map of the plane in a terminal of this size, while the crosshair is on it.
    pub fn crosshair_view(&self, area: Rect) -> Option<PlaneView> {
        let picture = self.picture.as_ref().filter(|picture| !picture.map.is_empty())?;
        let [map, _] = layout::plane_areas(Areas::of(area, self).picture, &picture.dataset.class_names);
        let is_shown = self.is_probing && self.shape() == Shape::Plane && !map.is_empty();
        is_shown.then_some(PlaneView { window: picture.window, area: map })
    }

    /// Shows what the network makes of a place or an example, or no longer; on the plane, with a crosshair.
    pub(super) fn toggle_probe(&mut self) {
        self.is_probing = !self.is_probing;
        self.crosshair.held = None;
        if self.is_probing && self.shape() == Shape::Plane {
            self.points = Points::All;
            self.tell(format!("{}; test points stay as they are.", self.how_to_add()));
        }
    }

    /// Which keys add training points.
    fn how_to_add(&self) -> String {
        let [add, next] = [PointAction::Add, PointAction::NextClass(Direction::Up)].map(key_of);
        match self.snapshot.as_ref().map(|snapshot| snapshot.dataset.class_names.as_slice()) {
            Some([first, second]) => format!("1 adds a training point of {first}, 2 one of {second}"),
            Some(names) if names.len() > DIGITS => {
                format!("{add} adds a training point of {}; {next} chooses another class", names[0])
            }
            _ => "The digits of the legend add training points".to_owned(),
        }
    }

    /// Sends an edit of a training point to the trainer.
    fn edit(&mut self, point: PointId, edit: PointEdit) -> Vec<Effect> {
        self.adjust(Adjustment::value(SettingId::Points, PointEdits::one_more(point, edit)))
    }

    /// Adds a point of a class at the crosshair.
    fn add_point(&mut self, class: u8) -> Vec<Effect> {
        let Place { x, y } = self.crosshair.place;
        self.edit(self.wanted.points.next_added(), PointEdit::Added { x, y, class })
    }

    /// Puts the point in hand down at the crosshair.
    fn put_down(&mut self) -> Vec<Effect> {
        let Some(held) = self.crosshair.held.take() else { return Vec::new() };
        let Place { x, y } = self.crosshair.place;
        let edit = match held.point {
            PointId::Own(_) => PointEdit::Moved { x, y },
            PointId::Added(_) => PointEdit::Added { x, y, class: held.class },
        };
        self.edit(held.point, edit)
    }

    /// The training point nearest to the crosshair, by its index, if one is within reach: the one that the keys act on.
    pub fn nearest(&self, view: &PlaneView) -> Option<usize> {
        let dataset = &self.picture.as_ref()?.dataset;
        let away = |n: usize| view.columns_between(self.crosshair.place, dataset.train.inputs.point(n));
        let all = (0..dataset.points.len()).map(|n| (n, away(n)));
        let nearest = all.min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        (nearest.1 <= REACH).then_some(nearest.0)
    }

    fn hold(&mut self, n: usize, by: Hand) {
        let Some(picture) = &self.picture else { return };
        let (point, class) = (picture.dataset.points[n], picture.dataset.train.labels[n]);
        self.crosshair.held = Some(Held { point, class, by });
    }

    /// Picks up the nearest point, or puts down the one in hand.
    fn pick_up_or_put_down(&mut self, view: &PlaneView) -> Vec<Effect> {
        if self.crosshair.held.is_some() {
            return self.put_down();
        }
        let Some(n) = self.nearest(view) else { return self.nothing_near() };
        self.hold(n, Hand::Keys);
        if let Some(picture) = &self.picture {
            let (x, y) = picture.dataset.train.inputs.point(n);
            self.crosshair.place = view.place(view.cell(Place { x, y }));
        }
        Vec::new()
    }

    fn remove_nearest(&mut self, view: &PlaneView) -> Vec<Effect> {
        let Some(n) = self.nearest(view) else { return self.nothing_near() };
        let Some(picture) = &self.picture else { return Vec::new() };
        if picture.dataset.points.len() == 1 {
            self.tell("The last training point stays: a network cannot learn from none.".to_owned());
            return Vec::new();
        }
        let (dataset, point) = (&picture.dataset, picture.dataset.points[n]);
        let ((x, y), label) = (dataset.train.inputs.point(n), dataset.train.labels[n]);
        let class = &dataset.class_names[usize::from(label)];
        let words = format!("Removed the training point of class {class} at {x:.2}, {y:.2}.");
        self.crosshair.held = None;
        let effects = self.edit(point, PointEdit::Removed);
        self.tell(words);
        effects
    }

    fn nothing_near(&mut self) -> Vec<Effect> {
        self.tell("No training point is near.".to_owned());
        Vec::new()
    }

    /// Whether a digit stands for each class.
    pub fn has_digit_for_each_class(&self) -> bool {
        self.wanted.data.classes() <= DIGITS
    }

    /// The digits that stand for a class, for the hints.
    pub fn class_digits(&self) -> String {
        match self.wanted.data.classes() {
            2 => "1 2".to_owned(),
            classes => format!("0-{}", classes.min(DIGITS).saturating_sub(1)),
        }
    }

    /// The class that a digit stands for: as in the legend, and 1 and 2 where there are two.
    fn class_of(&self, digit: usize) -> Option<u8> {
        let classes = self.wanted.data.classes();
        let class = if classes == 2 { digit.checked_sub(1)? } else { digit };
        (class < classes).then_some(class as u8)
    }

    fn place_point(&mut self, digit: usize, area: Rect) -> Vec<Effect> {
        let Some(class) = self.class_of(digit) else {
            self.tell(format!("There is no class {digit}."));
            return Vec::new();
        };
        self.choose_class(class, area);
        self.add_chosen()
    }

    fn add_chosen(&mut self) -> Vec<Effect> {
        self.crosshair.held = None;
        self.add_point(self.crosshair.class)
    }

    /// Chooses the class of the points to add, and shows the page of the legend that has it.
    fn choose_class(&mut self, class: u8, area: Rect) {
        self.crosshair.class = class;
        let Some(picture) = &self.picture else { return };
        let panel = Areas::of(area, self).picture;
        if let Some(legend) = layout::legend(panel, &picture.dataset.class_names) {
            self.class_page = legend.page_of(class.into());
        }
    }

    fn choose_next_class(&mut self, direction: Direction, area: Rect) {
        let classes = self.wanted.data.classes().max(1);
        let step = match direction {
            Direction::Up => 1,
            Direction::Down => classes - 1,
        };
        let class = (usize::from(self.crosshair.class) + step) % classes;
        self.choose_class(class as u8, area);
    }
}

impl App {
    /// Performs an action of the crosshair.
    pub(super) fn perform_on_points(&mut self, action: PointAction) -> Vec<Effect> {
        let area = self.area;
        let Some(run) = &mut self.run else { return Vec::new() };
        if action == PointAction::Leave {
            // Out of what is in hand first.
            if run.crosshair.held.take().is_none() {
                run.toggle_probe();
            }
            return Vec::new();
        }
        let Some(view) = run.crosshair_view(area) else { return Vec::new() };
        match action {
            PointAction::Move(arrow, cells) => {
                run.crosshair.place = view.moved(run.crosshair.place, arrow, cells);
                Vec::new()
            }
            PointAction::Place(digit) => run.place_point(digit, area),
            PointAction::Add => run.add_chosen(),
            PointAction::NextClass(direction) => {
                run.choose_next_class(direction, area);
                Vec::new()
            }
            PointAction::Remove => run.remove_nearest(&view),
            PointAction::PickUp => run.pick_up_or_put_down(&view),
            PointAction::Leave => Vec::new(),
        }
    }

    /// Handles the mouse on the plane while the crosshair is on it; `None` if the event is for something else.
    pub(super) fn point_with_crosshair(&mut self, event: MouseEvent) -> Option<Vec<Effect>> {
        let area = self.area;
        let run = self.run.as_mut()?;
        let view = run.crosshair_view(area)?;
        let place = Position::new(event.column, event.row);
        let is_carried = matches!(run.crosshair.held, Some(Held { by: Hand::Mouse(_), .. }));
        if !view.area.contains(place) {
            if matches!(event.kind, MouseEventKind::Down(_)) && is_carried {
                run.crosshair.held = None; // its release was never told
                return None;
            }
            if !is_carried {
                return None;
            }
        }
        let cell = (
            place.x.clamp(view.area.x, view.area.right() - 1) - view.area.x,
            place.y.clamp(view.area.y, view.area.bottom() - 1) - view.area.y,
        );
        match event.kind {
            MouseEventKind::Down(button) => {
                run.crosshair.place = view.place(cell);
                Some(match button {
                    MouseButton::Left => run.press_on_plane(area, place),
                    MouseButton::Right | MouseButton::Middle => run.remove_nearest(&view),
                })
            }
            MouseEventKind::Drag(MouseButton::Left) if is_carried => {
                run.crosshair.place = view.place(cell);
                Some(Vec::new())
            }
            MouseEventKind::Up(MouseButton::Left) if is_carried => Some(run.release(area, place)),
            _ => None,
        }
    }
}

impl Run {
    /// The left button goes down at the crosshair: takes hold of the training point that is there, says what else is there,
    /// or adds a point where there is none.
    fn press_on_plane(&mut self, area: Rect, place: Position) -> Vec<Effect> {
        if self.crosshair.held.is_some() {
            return self.put_down();
        }
        let panel = Areas::of(area, self).picture;
        if let Some(n) = plane_point::training_point(self, panel, place) {
            self.hold(n, Hand::Mouse(self.crosshair.place));
        } else if plane_point::is_free(self, panel, place) {
            return self.add_point(self.crosshair.class);
        } else if let Some(words) = plane_point::describe(self, panel, place) {
            self.tell(words);
        }
        Vec::new()
    }

    /// The left button goes up: puts down a point that was dragged, and says what one is that was clicked.
    fn release(&mut self, area: Rect, place: Position) -> Vec<Effect> {
        match self.crosshair.held {
            Some(Held { by: Hand::Mouse(start), .. }) if start == self.crosshair.place => {
                self.crosshair.held = None;
                if let Some(words) = plane_point::describe(self, Areas::of(area, self).picture, place) {
                    self.tell(words);
                }
                Vec::new()
            }
            _ => self.put_down(),
        }
    }
}
