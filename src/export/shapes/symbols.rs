//! Symbols, and letters that fonts often lack.

use super::shape::{Place, Shape};

/// How thick the lines of a symbol are.
const THIN: f32 = 1.3;
const MIDDLE: Place = Place::new(5.0, 10.5);

/// The shapes of a symbol.
pub fn symbol(character: char) -> Option<Vec<Shape>> {
    filled(character).or_else(|| outlined(character)).or_else(|| arrow(character)).or_else(|| sign(character))
}

fn filled(character: char) -> Option<Vec<Shape>> {
    let one = match character {
        '●' => Shape::Disc { middle: MIDDLE, radius: 4.3 },
        '•' => Shape::Disc { middle: MIDDLE, radius: 2.2 },
        '■' => Shape::between(1.0, 6.5, 9.0, 14.5),
        '▲' => Shape::polygon(&[(5.0, 6.0), (9.6, 14.5), (0.4, 14.5)]),
        '▼' => Shape::polygon(&[(5.0, 15.0), (9.6, 6.5), (0.4, 6.5)]),
        '▶' => Shape::polygon(&[(1.0, 5.5), (9.5, 10.5), (1.0, 15.5)]),
        '◀' => Shape::polygon(&[(9.0, 5.5), (0.5, 10.5), (9.0, 15.5)]),
        '▸' => Shape::polygon(&[(2.5, 7.0), (8.5, 10.5), (2.5, 14.0)]),
        '◂' => Shape::polygon(&[(7.5, 7.0), (1.5, 10.5), (7.5, 14.0)]),
        '◆' => Shape::polygon(&[(5.0, 5.5), (9.6, 10.5), (5.0, 15.5), (0.4, 10.5)]),
        _ => return None,
    };
    Some(vec![one])
}

fn outlined(character: char) -> Option<Vec<Shape>> {
    const SQUARE: [(f32, f32); 5] = [(1.6, 7.1), (8.4, 7.1), (8.4, 13.9), (1.6, 13.9), (1.6, 7.1)];
    let closed = |places: &[(f32, f32)]| vec![Shape::stroke(places, THIN)];
    match character {
        '○' => Some(vec![Shape::ring(MIDDLE, 3.7, THIN)]),
        '□' => Some(closed(&SQUARE)),
        '◇' => Some(closed(&[(5.0, 6.2), (9.0, 10.5), (5.0, 14.8), (1.0, 10.5), (5.0, 6.2)])),
        'Δ' => Some(closed(&[(5.0, 5.0), (9.0, 15.5), (1.0, 15.5), (5.0, 5.0)])),
        '△' => Some(closed(&[(5.0, 6.8), (8.8, 14.0), (1.2, 14.0), (5.0, 6.8)])),
        '▽' => Some(closed(&[(5.0, 14.2), (8.8, 7.0), (1.2, 7.0), (5.0, 14.2)])),
        '☒' => Some(vec![
            Shape::stroke(&SQUARE, THIN),
            Shape::stroke(&[(3.4, 8.9), (6.6, 12.1)], THIN),
            Shape::stroke(&[(6.6, 8.9), (3.4, 12.1)], THIN),
        ]),
        _ => None,
    }
}

fn arrow(character: char) -> Option<Vec<Shape>> {
    let lines = |lines: &[&[(f32, f32)]]| Some(lines.iter().map(|line| Shape::stroke(line, THIN)).collect());
    let across: &[(f32, f32)] = &[(1.0, 10.5), (9.0, 10.5)];
    let along: &[(f32, f32)] = &[(5.0, 5.0), (5.0, 16.0)];
    let left: &[(f32, f32)] = &[(4.0, 7.5), (1.0, 10.5), (4.0, 13.5)];
    let right: &[(f32, f32)] = &[(6.0, 7.5), (9.0, 10.5), (6.0, 13.5)];
    let up: &[(f32, f32)] = &[(2.0, 8.0), (5.0, 5.0), (8.0, 8.0)];
    let down: &[(f32, f32)] = &[(2.0, 13.0), (5.0, 16.0), (8.0, 13.0)];
    match character {
        '←' => lines(&[across, left]),
        '→' => lines(&[across, right]),
        '↔' => lines(&[across, left, right]),
        '↑' => lines(&[along, up]),
        '↓' => lines(&[along, down]),
        '↕' => lines(&[along, up, down]),
        _ => None,
    }
}

fn sign(character: char) -> Option<Vec<Shape>> {
    let line = |places: &[(f32, f32)]| Shape::stroke(places, THIN);
    match character {
        '✓' => Some(vec![line(&[(1.2, 11.0), (4.0, 14.5), (8.8, 6.0)])]),
        '✗' => Some(vec![line(&[(1.8, 6.8), (8.2, 14.4)]), line(&[(8.2, 6.8), (1.8, 14.4)])]),
        '−' | '–' => Some(vec![line(&[(1.2, 11.0), (8.8, 11.0)])]),
        '—' => Some(vec![line(&[(0.0, 11.0), (10.0, 11.0)])]),
        '‖' => Some(vec![line(&[(3.4, 4.0), (3.4, 17.0)]), line(&[(6.6, 4.0), (6.6, 17.0)])]),
        '√' => Some(vec![line(&[(0.8, 11.0), (2.6, 10.4), (4.6, 16.0), (8.0, 4.0), (10.0, 4.0)])]),
        'Σ' => Some(vec![line(&[(8.6, 5.0), (1.6, 5.0), (5.4, 10.2), (1.6, 15.5), (8.6, 15.5)])]),
        '…' => {
            let dot = |x| Shape::Disc { middle: Place::new(x, 15.0), radius: 0.95 };
            Some([1.7, 5.0, 8.3].map(dot).into())
        }
        _ => None,
    }
}

/// Greek letters of formulas.
pub fn letter(character: char) -> Option<Vec<Shape>> {
    let round = Shape::ring(Place::new(4.8, 12.3), 3.1, THIN);
    match character {
        'σ' => Some(vec![round, Shape::stroke(&[(4.8, 9.2), (9.0, 9.2)], THIN)]),
        'δ' => {
            let neck = [(6.6, 9.8), (3.6, 6.6), (3.6, 5.2), (5.0, 4.4), (7.6, 4.8)];
            Some(vec![round, Shape::stroke(&neck, THIN)])
        }
        _ => None,
    }
}
