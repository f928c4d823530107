//! The arrays of a checkpoint as text: a safetensors file in base64.
//!
//! | name | what | shape |
//! | --- | --- | --- |
//! | `network.0.weight`, `network.0.bias`, `network.2.weight` … | the layers, as PyTorch names those of an `nn.Sequential` | units × inputs; units |
//! | `best.0.weight` … | the same at the best evaluation | |
//! | `moment.0.0.weight` …, `moment.1.0.weight` … | v of momentum, or m and s of Adam | |
//! | `examples` | the order of the training examples | examples |

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::export::{Numbers, Tensor, Tensors, layer_tensors, layers};
use crate::train::Arrays;

const EXAMPLES: &str = "examples";
const NETWORK: &str = "network.";
const BEST: &str = "best.";
/// The most moments that an optimizer has.
const MOMENTS: usize = 2;

fn moment(n: usize) -> String {
    format!("moment.{n}.")
}

/// The arrays as text.
pub fn encoded(arrays: &Arrays) -> String {
    let mut tensors = layer_tensors(NETWORK, &arrays.network);
    tensors.extend(layer_tensors(BEST, &arrays.best));
    for (n, layers) in arrays.moments.iter().enumerate() {
        tensors.extend(layer_tensors(&moment(n), layers));
    }
    let examples = arrays.examples.iter().map(|&example| example as u64).collect();
    tensors.insert(EXAMPLES.to_owned(), Tensor::new(&[arrays.examples.len()], Numbers::U64(examples)));
    BASE64_STANDARD.encode(Tensors { tensors, ..Tensors::default() }.to_bytes())
}

/// The arrays of a text; `None` if it is not one that [`encoded`] makes.
pub fn decoded(text: &str) -> Option<Arrays> {
    let bytes = BASE64_STANDARD.decode(text).ok()?;
    let file = Tensors::from_bytes(&bytes).ok()?;
    let moments = (0..MOMENTS).map(|n| layers(&file, &moment(n)).ok());
    let moments = moments.take_while(|layers| layers.as_ref().is_none_or(|layers| !layers.is_empty()));
    let Numbers::U64(examples) = file.tensors.get(EXAMPLES)?.numbers() else { return None };
    Some(Arrays {
        network: layers(&file, NETWORK).ok()?,
        best: layers(&file, BEST).ok()?,
        moments: moments.collect::<Option<_>>()?,
        examples: examples.iter().map(|&example| usize::try_from(example).unwrap_or(usize::MAX)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::{Layer, Matrix};

    #[test]
    fn arrays_come_back_to_the_bit() {
        let layer = |inputs: usize, units: usize| Layer {
            weights: Matrix::from_fn(inputs, units, |i, j| (i as f32 + 0.1) / (j as f32 - 0.3)),
            biases: Matrix::from_fn(1, units, |_, j| -0.0 * j as f32),
        };
        let network = vec![layer(3, 2), layer(2, 4)];
        for moments in [vec![], vec![network.clone()], vec![network.clone(), network.clone()]] {
            let arrays =
                Arrays { best: network.clone(), network: network.clone(), moments, examples: vec![2, 0, 1] };
            assert_eq!(decoded(&encoded(&arrays)), Some(arrays));
        }
        assert_eq!(decoded("AAAA"), None);
        assert_eq!(decoded("not base64"), None);
    }
}
