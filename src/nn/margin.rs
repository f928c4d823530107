//! How clear a prediction is.

/// The class with the largest output, and how far that is from the second largest one.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Margin {
    /// The class with the largest output; of equal ones the first.
    pub class: u8,
    /// The difference of the two largest outputs over their sum, from 0 (undecided) to 1.
    pub margin: f32,
}

impl Margin {
    /// The margin of the outputs for one example.
    pub fn of(outputs: impl IntoIterator<Item = f32>) -> Margin {
        let (mut class, mut first, mut second) = (0, f32::NEG_INFINITY, f32::NEG_INFINITY);
        for (number, output) in outputs.into_iter().enumerate() {
            if output > first {
                (class, first, second) = (number as u8, output, first);
            } else {
                second = second.max(output);
            }
        }
        let sum = first + second;
        Margin { class, margin: if sum > 0.0 { ((first - second) / sum).clamp(0.0, 1.0) } else { 0.0 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_margin_is_between_the_two_largest_outputs() {
        assert_eq!(Margin::of([0.125, 0.75, 0.25]), Margin { class: 1, margin: 0.5 });
        assert_eq!(Margin::of([0.5, 0.5]), Margin { class: 0, margin: 0.0 });
        assert_eq!(Margin::of([f32::NAN, 0.0]).margin, 0.0);
        assert_eq!(Margin::of([]), Margin::default());
    }
}
