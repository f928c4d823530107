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
use safetensors::tensor::{Dtype, SafeTensors, TensorView};

use crate::nn::{Layer, Matrix};
use crate::train::Arrays;

const EXAMPLES: &str = "examples";
const NETWORK: &str = "network";
const BEST: &str = "best";
/// The most moments that an optimizer has.
const MOMENTS: usize = 2;

fn moment(n: usize) -> String {
    format!("moment.{n}")
}

/// A tensor that is ready to be written.
struct Tensor {
    name: String,
    dtype: Dtype,
    shape: Vec<usize>,
    bytes: Vec<u8>,
}

/// The arrays as text.
pub fn encoded(arrays: &Arrays) -> String {
    let mut tensors = tensors(NETWORK, &arrays.network);
    tensors.extend(self::tensors(BEST, &arrays.best));
    for (n, layers) in arrays.moments.iter().enumerate() {
        tensors.extend(self::tensors(&moment(n), layers));
    }
    tensors.push(Tensor {
        name: EXAMPLES.to_owned(),
        dtype: Dtype::I64,
        shape: vec![arrays.examples.len()],
        bytes: arrays.examples.iter().flat_map(|&example| (example as u64).to_le_bytes()).collect(),
    });
    let views = tensors.iter().filter_map(|tensor| {
        let view = TensorView::new(tensor.dtype, tensor.shape.clone(), &tensor.bytes);
        Some((tensor.name.as_str(), view.ok()?)) // the length is that of the shape
    });
    BASE64_STANDARD.encode(safetensors::serialize(views, None).unwrap_or_default())
}

fn tensors(name: &str, layers: &[Layer]) -> Vec<Tensor> {
    let bytes = |values: &mut dyn Iterator<Item = f32>| values.flat_map(f32::to_le_bytes).collect();
    let both = |(l, layer): (usize, &Layer)| {
        let (inputs, units) = (layer.inputs(), layer.units());
        let mut weights = (0..units).flat_map(|unit| (0..inputs).map(move |i| layer.weights[(i, unit)]));
        [
            Tensor {
                name: format!("{name}.{}.weight", 2 * l),
                dtype: Dtype::F32,
                shape: vec![units, inputs],
                bytes: bytes(&mut weights),
            },
            Tensor {
                name: format!("{name}.{}.bias", 2 * l),
                dtype: Dtype::F32,
                shape: vec![units],
                bytes: bytes(&mut layer.biases.values()),
            },
        ]
    };
    layers.iter().enumerate().flat_map(both).collect()
}

/// The arrays of a text; `None` if it is not one that [`encoded`] makes.
pub fn decoded(text: &str) -> Option<Arrays> {
    let bytes = BASE64_STANDARD.decode(text).ok()?;
    let file = SafeTensors::deserialize(&bytes).ok()?;
    let moments = (0..MOMENTS).map(|n| layers(&file, &moment(n)));
    let moments = moments.take_while(|layers| layers.as_ref().is_none_or(|layers| !layers.is_empty()));
    let examples = file.tensor(EXAMPLES).ok().filter(|tensor| tensor.dtype() == Dtype::I64)?;
    let example = |bytes: &[u8]| u64::from_le_bytes(bytes.try_into().unwrap_or_default()) as usize;
    Some(Arrays {
        network: layers(&file, NETWORK)?,
        best: layers(&file, BEST)?,
        moments: moments.collect::<Option<_>>()?,
        examples: examples.data().chunks_exact(8).map(example).collect(),
    })
}

/// The layers of this name, as many as there are; `None` if their shapes do not fit each other.
fn layers(file: &SafeTensors, name: &str) -> Option<Vec<Layer>> {
    let mut layers = Vec::new();
    while let Ok(weights) = file.tensor(&format!("{name}.{}.weight", 2 * layers.len())) {
        let biases = file.tensor(&format!("{name}.{}.bias", 2 * layers.len())).ok()?;
        let &[units, inputs] = weights.shape() else { return None };
        let are_floats = weights.dtype() == Dtype::F32 && biases.dtype() == Dtype::F32;
        if !are_floats || biases.shape() != [units] || units == 0 || inputs == 0 {
            return None;
        }
        let float = |bytes: &[u8], n: usize| {
            let bytes = bytes.get(4 * n..4 * n + 4).and_then(|bytes| bytes.try_into().ok());
            bytes.map_or(f32::NAN, f32::from_le_bytes)
        };
        layers.push(Layer {
            weights: Matrix::from_fn(inputs, units, |i, unit| float(weights.data(), unit * inputs + i)),
            biases: Matrix::from_fn(1, units, |_, unit| float(biases.data(), unit)),
        });
    }
    Some(layers)
}

#[cfg(test)]
mod tests {
    use super::*;

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
