//! Lines of boxes.

use super::shape::{HEIGHT, Place, Shape, WIDTH};

/// How thick a light line and a heavy one are.
const LIGHT: f32 = 1.2;
const HEAVY: f32 = 3.0;
/// The share of a dash and its gap that is the dash.
const DASH: f32 = 0.6;
/// How thick lines are that are not straight.
const CURVED: f32 = 1.4;

const MIDDLE: Place = Place::new(WIDTH / 2.0, HEIGHT / 2.0);

/// How thick the lines from the middle of a cell to its edges are; 0 where there is none.
#[derive(Clone, Copy)]
struct Arms {
    up: f32,
    right: f32,
    down: f32,
    left: f32,
}

/// The shapes of a character that draws boxes.
pub fn lines(character: char) -> Option<Vec<Shape>> {
    arms(character).map(Arms::shapes).or_else(|| corner(character)).or_else(|| dashes(character))
}

fn arms(character: char) -> Option<Arms> {
    let arms = |up, right, down, left| Some(Arms { up, right, down, left });
    match character {
        '─' => arms(0.0, LIGHT, 0.0, LIGHT),
        '━' => arms(0.0, HEAVY, 0.0, HEAVY),
        '│' => arms(LIGHT, 0.0, LIGHT, 0.0),
        '┃' => arms(HEAVY, 0.0, HEAVY, 0.0),
        '┌' => arms(0.0, LIGHT, LIGHT, 0.0),
        '┐' => arms(0.0, 0.0, LIGHT, LIGHT),
        '└' => arms(LIGHT, LIGHT, 0.0, 0.0),
        '┘' => arms(LIGHT, 0.0, 0.0, LIGHT),
        '├' => arms(LIGHT, LIGHT, LIGHT, 0.0),
        '┤' => arms(LIGHT, 0.0, LIGHT, LIGHT),
        '┬' => arms(0.0, LIGHT, LIGHT, LIGHT),
        '┴' => arms(LIGHT, LIGHT, 0.0, LIGHT),
        '┼' => arms(LIGHT, LIGHT, LIGHT, LIGHT),
        '┏' => arms(0.0, HEAVY, HEAVY, 0.0),
        '┓' => arms(0.0, 0.0, HEAVY, HEAVY),
        '┗' => arms(HEAVY, HEAVY, 0.0, 0.0),
        '┛' => arms(HEAVY, 0.0, 0.0, HEAVY),
        '┣' => arms(HEAVY, HEAVY, HEAVY, 0.0),
        '┫' => arms(HEAVY, 0.0, HEAVY, HEAVY),
        '┳' => arms(0.0, HEAVY, HEAVY, HEAVY),
        '┻' => arms(HEAVY, HEAVY, 0.0, HEAVY),
        '╋' => arms(HEAVY, HEAVY, HEAVY, HEAVY),
        '┯' => arms(0.0, HEAVY, LIGHT, HEAVY),
        '┷' => arms(LIGHT, HEAVY, 0.0, HEAVY),
        '┿' => arms(LIGHT, HEAVY, LIGHT, HEAVY),
        '╴' => arms(0.0, 0.0, 0.0, LIGHT),
        '╵' => arms(LIGHT, 0.0, 0.0, 0.0),
        '╶' => arms(0.0, LIGHT, 0.0, 0.0),
        '╷' => arms(0.0, 0.0, LIGHT, 0.0),
        '╸' => arms(0.0, 0.0, 0.0, HEAVY),
        '╹' => arms(HEAVY, 0.0, 0.0, 0.0),
        '╺' => arms(0.0, HEAVY, 0.0, 0.0),
        '╻' => arms(0.0, 0.0, HEAVY, 0.0),
        '╼' => arms(0.0, HEAVY, 0.0, LIGHT),
        '╾' => arms(0.0, LIGHT, 0.0, HEAVY),
        _ => None,
    }
}

impl Arms {
    /// A rectangle along and one across, each reaching as far as the other one is thick.
    fn shapes(self) -> Vec<Shape> {
        let Arms { up, right, down, left } = self;
        let Place { x, y } = MIDDLE;
        let (across, along) = (right.max(left) / 2.0, up.max(down) / 2.0);
        let arm = |thickness: f32, shape: Shape| (thickness > 0.0).then_some(shape);
        [
            arm(up, Shape::between(x - up / 2.0, 0.0, x + up / 2.0, y + across)),
            arm(down, Shape::between(x - down / 2.0, y - across, x + down / 2.0, HEIGHT)),
            arm(left, Shape::between(0.0, y - left / 2.0, x + along, y + left / 2.0)),
            arm(right, Shape::between(x - along, y - right / 2.0, WIDTH, y + right / 2.0)),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Round corners and the cross.
fn corner(character: char) -> Option<Vec<Shape>> {
    let Place { x, y } = MIDDLE;
    let radius = x;
    // A quarter of a circle, and the line from there to the upper or lower edge.
    let round = |across: f32, along: f32, first: f32| {
        let edge = if along > y { HEIGHT } else { 0.0 };
        vec![
            Shape::arc(Place::new(across, along), radius, first..first + 1.0, CURVED),
            Shape::stroke(&[(x, along), (x, edge)], CURVED),
        ]
    };
    match character {
        '╭' => Some(round(WIDTH, y + radius, 2.0)),
        '╮' => Some(round(0.0, y + radius, 3.0)),
        '╯' => Some(round(0.0, y - radius, 0.0)),
        '╰' => Some(round(WIDTH, y - radius, 1.0)),
        '╱' => Some(vec![Shape::stroke(&[(0.0, HEIGHT), (WIDTH, 0.0)], CURVED)]),
        '╲' => Some(vec![Shape::stroke(&[(0.0, 0.0), (WIDTH, HEIGHT)], CURVED)]),
        '╳' => Some(vec![
            Shape::stroke(&[(0.0, HEIGHT), (WIDTH, 0.0)], CURVED),
            Shape::stroke(&[(0.0, 0.0), (WIDTH, HEIGHT)], CURVED),
        ]),
        _ => None,
    }
}

fn dashes(character: char) -> Option<Vec<Shape>> {
    let Place { x, y } = MIDDLE;
    let across = |count: usize, thickness: f32| {
        let length = WIDTH / count as f32;
        let dash = |n: usize| {
            let left = length * (n as f32 + (1.0 - DASH) / 2.0);
            Shape::between(left, y - thickness / 2.0, left + length * DASH, y + thickness / 2.0)
        };
        Some((0..count).map(dash).collect())
    };
    let along = |count: usize, thickness: f32| {
        let length = HEIGHT / count as f32;
        let dash = |n: usize| {
            let top = length * (n as f32 + (1.0 - DASH) / 2.0);
            Shape::between(x - thickness / 2.0, top, x + thickness / 2.0, top + length * DASH)
        };
        Some((0..count).map(dash).collect())
    };
    match character {
        '╌' => across(2, LIGHT),
        '╍' => across(2, HEAVY),
        '┄' => across(3, LIGHT),
        '┅' => across(3, HEAVY),
        '┈' => across(4, LIGHT),
        '┉' => across(4, HEAVY),
        '╎' => along(2, LIGHT),
        '╏' => along(2, HEAVY),
        '┆' => along(3, LIGHT),
        '┇' => along(3, HEAVY),
        '┊' => along(4, LIGHT),
        '┋' => along(4, HEAVY),
        _ => None,
    }
}
