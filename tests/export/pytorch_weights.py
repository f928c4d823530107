"""Loads weights.safetensors into an nn.Sequential and compares its predictions with those of the program.

    python tests/export/pytorch_weights.py FOLDER

Needs PyTorch and safetensors.
"""

import os
import sys

try:
    import torch
    from torch import nn
    from safetensors import safe_open
except ImportError as missing:
    print("skipped: %s" % missing)
    sys.exit(77)

folder = sys.argv[1]
with safe_open(os.path.join(folder, "weights.safetensors"), "pt") as file:
    metadata = file.metadata()
    state = {name: file.get_tensor(name) for name in file.keys()}
activation = {"sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "relu": nn.ReLU}[metadata["activation"]]
layers = []
for n in range(0, 2 * (len(state) // 2), 2):
    units, inputs = state["%d.weight" % n].shape
    layers += [nn.Linear(inputs, units), activation()]
model = nn.Sequential(*layers[:-1])
model.load_state_dict(state, strict=True)

with open(os.path.join(folder, "inputs.f32"), "rb") as file:
    x = torch.frombuffer(bytearray(file.read()), dtype=torch.float32).reshape(10000, -1)
with open(os.path.join(folder, "predictions.u8"), "rb") as file:
    said = torch.frombuffer(bytearray(file.read()), dtype=torch.uint8)
with torch.no_grad():
    same = int((model(x).argmax(dim=1) == said).sum())
print("PyTorch %s: %s, %d of %d predictions are the same" % (torch.__version__, metadata["activation"], same, len(said)))
assert same == len(said) == 10000
