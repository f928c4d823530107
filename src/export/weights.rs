//! The weights of a network as tensors that a PyTorch `nn.Sequential` of `Linear` and activation layers loads.

use std::collections::BTreeMap;

use super::tensors::{Numbers, Tensor, Tensors};
use crate::nn::{Activation, Layer, Loss, Matrix, Network};

/// The most units of a layer, and inputs of a network, that are read.
const MAX_UNITS: usize = 1 << 20;

/// The weights of a network, and where they come from.
#[derive(Clone, Copy, Debug)]
pub struct Weights<'a> {
    /// The network.
    pub network: &'a Network,
    /// Steps taken before.
    pub step: u64,
    /// The command line that repeats the run.
    pub command: &'a str,
}

impl Weights<'_> {
    /// The weights as the bytes of a safetensors file. Activation, loss, step and command line are its metadata.
    ///
    /// Softmax, the output activation of the cross-entropy, has no parameters: with and without it, the same file loads, and
    /// the largest output is the same one.
    pub fn safetensors(&self) -> Vec<u8> {
        let texts = [
            ("activation", self.network.activation.name().to_owned()),
            ("loss", self.network.loss.name().to_owned()),
            ("step", self.step.to_string()),
            ("command", self.command.to_owned()),
            ("format", "pt".to_owned()),
        ];
        let metadata = texts.map(|(name, text)| (name.to_owned(), text)).into();
        Tensors { metadata, ..network_tensors(self.network) }.to_bytes()
    }
}

/// The names of weights and biases of a layer, which begin with `prefix`. An activation layer stands between two linear
/// ones.
fn names(prefix: &str, layer: usize) -> [String; 2] {
    ["weight", "bias"].map(|name| format!("{prefix}{}.{name}", 2 * layer))
}

/// The weights (units × inputs) and biases of each layer: `0.weight`, `0.bias`, `2.weight`, `2.bias`, and so on.
pub fn network_tensors(network: &Network) -> Tensors {
    Tensors { tensors: layer_tensors("", &network.layers), ..Tensors::default() }
}

/// The same of layers, with names that begin with `prefix`.
pub fn layer_tensors(prefix: &str, layers: &[Layer]) -> BTreeMap<String, Tensor> {
    let both = |(n, layer): (usize, &Layer)| {
        let [weights, biases] = names(prefix, n);
        let (inputs, units) = (layer.inputs(), layer.units());
        let of_units = (0..units).flat_map(|unit| (0..inputs).map(move |input| layer.weights[(input, unit)]));
        let of_units = Tensor::new(&[units, inputs], Numbers::F32(of_units.collect()));
        [(weights, of_units), (biases, Tensor::new(&[units], Numbers::F32(layer.biases.values().collect())))]
    };
    layers.iter().enumerate().flat_map(both).collect()
}

/// The network whose layers are among these tensors, as [`network_tensors`] names them. Others are left alone.
///
/// # Errors
/// Says what is wrong as the end of a sentence that begins with the name of the file.
pub fn network(tensors: &Tensors, activation: Activation, loss: Loss) -> Result<Network, String> {
    let layers = layers(tensors, "")?;
    if layers.is_empty() {
        return Err(format!("has no weights: there is no tensor {}", names("", 0)[0]));
    }
    Ok(Network { layers, activation, loss })
}

/// The layers among these tensors whose names begin with `prefix`; none if there is no first one.
///
/// # Errors
/// Says what is wrong as the end of a sentence that begins with the name of the file.
pub fn layers(tensors: &Tensors, prefix: &str) -> Result<Vec<Layer>, String> {
    let mut layers: Vec<Layer> = Vec::new();
    while tensors.tensors.contains_key(&names(prefix, layers.len())[0]) {
        let layer = layer(tensors, prefix, layers.len())?;
        if layers.last().is_some_and(|before| before.units() != layer.inputs()) {
            return Err(format!(
                "has layers that do not fit each other: {} and the one before",
                layers.len() + 1
            ));
        }
        layers.push(layer);
    }
    Ok(layers)
}

fn layer(tensors: &Tensors, prefix: &str, n: usize) -> Result<Layer, String> {
    let [weights, biases] = names(prefix, n);
    let numbers = |name: &str| match tensors.tensors.get(name) {
        Some(tensor) => match tensor.numbers() {
            Numbers::F32(numbers) if numbers.iter().all(|number| number.is_finite()) => {
                Ok((tensor.shape(), numbers))
            }
            _ => Err(format!("has a tensor {name} that is not made of finite 32-bit floats")),
        },
        None => Err(format!("has no tensor {name}")),
    };
    let (shape, values) = numbers(&weights)?;
    let &[units, inputs] = shape else { return Err(format!("has a tensor {weights} that is no matrix")) };
    if ![units, inputs].iter().all(|length| (1..=MAX_UNITS).contains(length)) {
        return Err(format!("has a tensor {weights} without rows or columns, or with too many"));
    }
    let (shape, of_biases) = numbers(&biases)?;
    if shape != [units] {
        return Err(format!("has a tensor {biases} that does not have a number for each of {units} units"));
    }
    Ok(Layer {
        weights: Matrix::from_fn(inputs, units, |input, unit| values[unit * inputs + input]),
        biases: Matrix::from_fn(1, units, |_, unit| of_biases[unit]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nn::Init;
    use crate::random::{Stream, stream};

    fn random(sizes: &[usize]) -> Network {
        let mut rng = stream(1, Stream::Weights);
        Network::new(sizes, Activation::Relu, Loss::CrossEntropy, Init::Normal, &mut rng)
    }

    fn read(tensors: &Tensors) -> Result<Network, String> {
        network(tensors, Activation::Relu, Loss::CrossEntropy)
    }

    #[test]
    fn a_network_comes_back_to_the_last_bit() {
        for sizes in [&[2, 2][..], &[2, 10, 2], &[49, 5, 17, 3]] {
            let network = random(sizes);
            let bytes = Weights { network: &network, step: 7, command: "overfit circles" }.safetensors();
            let tensors = Tensors::from_bytes(&bytes).expect("tensors");
            assert_eq!(read(&tensors), Ok(network));
            assert_eq!(tensors.metadata["step"], "7");
            assert_eq!(tensors.metadata["loss"], "cross-entropy");
        }
    }

    #[test]
    fn names_and_shapes_are_those_of_a_sequential() {
        let tensors = network_tensors(&random(&[3, 5, 2])).tensors;
        let shapes: Vec<_> = tensors.iter().map(|(name, tensor)| (name.as_str(), tensor.shape())).collect();
        let expected: [(&str, &[usize]); 4] =
            [("0.bias", &[5]), ("0.weight", &[5, 3]), ("2.bias", &[2]), ("2.weight", &[2, 5])];
        assert_eq!(shapes, expected);
    }

    #[test]
    fn weights_that_are_no_network_are_refused() {
        let whole = network_tensors(&random(&[3, 5, 2]));
        let with = |name: &str, shape: &[usize], value: f32| {
            let mut tensors = whole.clone();
            let count = shape.iter().product();
            tensors.tensors.insert(name.to_owned(), Tensor::new(shape, Numbers::F32(vec![value; count])));
            tensors
        };
        for (tensors, words) in [
            (Tensors::default(), "no weights"),
            (with("0.weight", &[15], 0.0), "no matrix"),
            (with("0.weight", &[0, 3], 0.0), "without rows"),
            (with("0.bias", &[4], 0.0), "each of 5 units"),
            (with("2.weight", &[2, 4], 0.0), "do not fit"),
            (with("2.bias", &[2], f32::NAN), "finite"),
        ] {
            let error = read(&tensors).expect_err(words);
            assert!(error.contains(words), "{error}");
        }
        let mut partial = whole.clone();
        partial.tensors.remove("2.bias");
        assert_eq!(read(&partial), Err("has no tensor 2.bias".to_owned()));
    }
}
