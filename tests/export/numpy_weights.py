"""Compares the lecture's forward pass on weights.npz with the predictions of the program.

    python tests/export/numpy_weights.py FOLDER

Needs NumPy, and safetensors for the metadata.
"""

import os
import sys

try:
    import numpy as np
    from safetensors import safe_open
except ImportError as missing:
    print("skipped: %s" % missing)
    sys.exit(77)

folder = sys.argv[1]
model = np.load(os.path.join(folder, "weights.npz"))
with safe_open(os.path.join(folder, "weights.safetensors"), "numpy") as file:
    metadata = file.metadata()
    for name in file.keys():
        layer, kind = name.split(".")
        ours = model["%s%d" % (kind[0], int(layer) // 2 + 1)]
        assert np.array_equal(ours.reshape(file.get_tensor(name).shape), file.get_tensor(name)), name

# As in the lecture, examples are columns: (784 x examples).
x = np.fromfile(os.path.join(folder, "inputs.f32"), "<f4").reshape(10000, -1).T
said = np.fromfile(os.path.join(folder, "predictions.u8"), "u1")


def sigmoid(z):
    return 1.0 / (1.0 + np.exp(-z))


activation = {"sigmoid": sigmoid, "tanh": np.tanh, "relu": lambda z: np.maximum(z, 0)}[metadata["activation"]]
layers = len(model.files) // 2
a = x
for layer in range(1, layers + 1):
    w, b = model["w%d" % layer], model["b%d" % layer]
    assert w.dtype == np.float32 and w.shape[1] == a.shape[0] and b.shape == (w.shape[0], 1), (w.shape, b.shape)
    z = w.dot(a) + b
    a = activation(z) if layer < layers else sigmoid(z)
same = int((a.argmax(axis=0) == said).sum())
print("NumPy %s: %s, %d of %d predictions are the same" % (np.__version__, metadata["activation"], same, said.size))
assert same == said.size == 10000
assert metadata["command"].startswith("overfit train mnist") and metadata["step"].isdigit()
