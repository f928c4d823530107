//! Training points with a person's edits.
//!
//! The edits are made last, on whatever the data set is: more noise moves all points but those that a person has moved, more
//! flipped labels leave added points as they are, and a point that has left the training set comes back as it was edited. Test
//! and validation points are never edited.

use ndarray::Array2;

use super::dataset::Dataset;
use super::examples::Examples;
use super::features::Features;
use super::point_edits::{PointEdit, PointEdits, PointId};
use super::shape::Shape;
use super::validation::training_indices;

impl Dataset {
    /// Names the training points of the plane and edits them. `share` is that of the validation set, which is split off already.
    /// The last point stays even if all were removed: a network cannot learn from none.
    pub(super) fn edit_points(&mut self, edits: &PointEdits, share: f64) {
        let Features::Numbers(inputs) = &self.train.inputs else { return };
        if self.shape != Shape::Plane {
            return;
        }
        let all = self.train.len() + self.validation.as_ref().map_or(0, Examples::len);
        let own = training_indices(all, share).map(|index| PointId::Own(index as u32));
        if edits.is_empty() {
            self.points = own.collect();
            return;
        }
        let mut edited = Edited::default();
        for (n, point) in own.enumerate() {
            let (x, y) = match edits.get(point) {
                Some(PointEdit::Removed) => continue,
                Some(PointEdit::Moved { x, y }) => (x, y),
                Some(PointEdit::Added { .. }) | None => (inputs[(n, 0)], inputs[(n, 1)]),
            };
            if let Ok(at) = self.flipped.binary_search(&n) {
                edited.flipped.push(edited.labels.len());
                edited.true_labels.push(self.true_labels[at]);
            }
            edited.push(point, [x, y], self.train.labels[n]);
        }
        for (point, edit) in edits.iter() {
            if let PointEdit::Added { x, y, class } = edit
                && usize::from(class) < self.class_names.len()
            {
                edited.push(point, [x, y], class);
            }
        }
        if edited.labels.is_empty() {
            edited.push(PointId::Own(0), [inputs[(0, 0)], inputs[(0, 1)]], self.train.labels[0]);
        }
        self.take(edited);
    }

    fn take(&mut self, edited: Edited) {
        let rows = (edited.labels.len(), 2);
        let Ok(inputs) = Array2::from_shape_vec(rows, edited.coordinates) else { return };
        self.train.inputs = Features::Numbers(inputs);
        self.train.labels = edited.labels;
        self.points = edited.points;
        self.flipped = edited.flipped;
        self.true_labels = edited.true_labels;
    }
}

/// The training points after the edits.
#[derive(Default)]
struct Edited {
    /// x and y of each point in turn.
    coordinates: Vec<f32>,
    labels: Vec<u8>,
    points: Vec<PointId>,
    flipped: Vec<usize>,
    true_labels: Vec<u8>,
}

impl Edited {
    fn push(&mut self, point: PointId, place: [f32; 2], label: u8) {
        self.coordinates.extend(place);
        self.labels.push(label);
        self.points.push(point);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{self, Request};

    fn load(text: &str, request: Request) -> Dataset {
        let points = PointEdits::default().parse(text).unwrap();
        let request = Request { train_size: request.train_size.max(40), test_size: 20, points, ..request };
        data::resolve("circles").unwrap().load(&request, 1).unwrap()
    }

    fn place(dataset: &Dataset, point: PointId) -> Option<(f32, f32)> {
        let n = dataset.points.iter().position(|&other| other == point)?;
        Some(dataset.train.inputs.point(n))
    }

    #[test]
    fn points_are_moved_removed_and_added() {
        let (before, after) =
            (load("off", Request::default()), load("3@0.5,-2+7@off+new1@1,1,0+new2@off", Request::default()));
        assert_eq!(after.train.len(), 40);
        assert_eq!(place(&after, PointId::Own(2)), Some((0.5, -2.0)));
        assert_eq!(after.train.labels[2], before.train.labels[2], "it keeps its label");
        assert_eq!(place(&after, PointId::Own(6)), None);
        assert_eq!((after.points[39], after.train.labels[39]), (PointId::Added(1), 0));
        assert_eq!(
            after.train.inputs.point(38),
            before.train.inputs.point(39),
            "the others are as they were"
        );
        assert_eq!(after.test, before.test);
        assert!(
            load("new1@1,1,9", Request::default())
                .points
                .iter()
                .all(|point| matches!(point, PointId::Own(_)))
        );
    }

    #[test]
    fn flipped_labels_belong_to_the_points_that_are_left() {
        let noise = Request { flip: 0.2, seed: 4, ..Request::default() };
        let before = load("off", noise.clone());
        let (moved, gone) = (before.flipped[1], before.flipped[3]);
        let sound = (0..40).find(|n| !before.flipped.contains(n)).expect("most are");
        let edits = format!("{}@0,0+{}@off+new1@1,1,1+{}@off", moved + 1, gone + 1, sound + 1);
        let after = load(&edits, noise);
        assert_eq!(after.flipped.len(), before.flipped.len() - 1);
        for (&n, &label) in after.flipped.iter().zip(&after.true_labels) {
            let PointId::Own(index) = after.points[n] else { panic!("an added point is flipped") };
            let at = before.flipped.iter().position(|&flipped| flipped == index as usize).expect("flipped");
            assert_eq!(
                (label, after.train.labels[n]),
                (before.true_labels[at], before.train.labels[index as usize])
            );
        }
        assert!(after.flipped.is_sorted());
    }

    #[test]
    fn edits_survive_other_data_and_stay_out_of_the_validation_set() {
        let text = "2@3,3+31@off+39@off+new1@2,2,1";
        let noisy = load(text, Request { noise: 0.3, seed: 5, ..Request::default() });
        assert_eq!(place(&noisy, PointId::Own(1)), Some((3.0, 3.0)));
        assert_eq!(noisy.train.len(), 39);
        let few = load(text, Request { train_size: 400, ..Request::default() }).train.len();
        assert_eq!(few, 399, "each edit is made once");
        let [plain, edited] =
            ["off", text].map(|text| load(text, Request { validation: 0.3, ..Request::default() }));
        assert_eq!(edited.validation, plain.validation);
        for &point in &edited.points {
            assert_ne!(point, PointId::Own(30));
        }
        let own = |dataset: &Dataset| dataset.points.iter().filter(|p| matches!(p, PointId::Own(_))).count();
        let in_training = |index| plain.points.contains(&PointId::Own(index));
        let gone = usize::from(in_training(30)) + usize::from(in_training(38));
        assert_eq!(own(&edited), own(&plain) - gone);
    }

    #[test]
    fn a_last_point_stays() {
        let all: Vec<String> = (1..=40).map(|number| format!("{number}@off")).collect();
        assert_eq!(load(&all.join("+"), Request::default()).train.len(), 1);
        let one_class: Vec<String> = (1..=40).step_by(2).map(|number| format!("{number}@off")).collect();
        let rest = load(&one_class.join("+"), Request::default());
        assert!(rest.train.len() == 20 && rest.train.labels.iter().all(|&label| label == 1));
    }
}
