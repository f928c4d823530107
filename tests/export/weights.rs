//! Weights, as NumPy and PyTorch read them.

use overfit::export::{Weights, npz};
use overfit::nn::Workspace;
use overfit::train::inputs_of;

use super::{check_with, finished, folder, setup, write};

/// All of MNIST's test images are predicted the same by the program, by the lecture's forward pass in NumPy, and by PyTorch.
#[test]
fn numpy_and_pytorch_predict_the_same_for_all_test_images() {
    let runs = [
        ("sigmoid", "mnist --test-size 10000 --steps 300 --eta 0.002"),
        ("relu", "mnist --preset modern --test-size 10000 --hidden 40,20 --activation relu --steps 300"),
        ("single", "mnist --preset modern --test-size 10000 --hidden 0 --steps 100"),
    ];
    let root = folder("weights");
    for (name, words) in runs {
        let folder = root.path().join(name);
        std::fs::create_dir_all(&folder).expect("a folder");
        let (session, _) = finished(setup(words));
        let (network, test) = (session.network(), &session.dataset().test);
        let command = session.command_line("train ");
        let weights = Weights { network, step: session.step(), command: &command };
        write(&folder, "weights.npz", npz(network).expect("memory"));
        write(&folder, "weights.safetensors", weights.safetensors());
        let inputs: Vec<u8> = test.inputs.rows().flatten().flat_map(f32::to_le_bytes).collect();
        write(&folder, "inputs.f32", inputs);
        let predictions = network.predict(&inputs_of(&test.inputs).all(), &mut Workspace::default());
        let classes: Vec<u8> = predictions.iter().map(|prediction| prediction.class).collect();
        let right = classes.iter().zip(&test.labels).filter(|(said, label)| said == label).count();
        assert!(classes.len() == 10_000 && right > 1_500, "{name}: {right}");
        write(&folder, "predictions.u8", classes);
        check_with("numpy_weights.py", &folder);
        check_with("pytorch_weights.py", &folder);
    }
}
