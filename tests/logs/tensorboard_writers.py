"""Writes tests/data/logs/tensorboard and tensorboard_folders: event files of `torch.utils.tensorboard.SummaryWriter`.

    python tests/logs/tensorboard_writers.py

`tensorboard` is one writer whose tags have the slash that PyTorch's documentation uses, `tensorboard_folders` two writers, in
`train` and `validation`, with the same tags. The files are given a name without that of the machine.

Needs PyTorch and tensorboard.
"""

import os

import torch
from torch.utils.tensorboard import SummaryWriter

import noisy

EPOCHS = 80
torch.manual_seed(1)
x, y, x_validation, y_validation = map(torch.from_numpy, noisy.rows())
layers = torch.nn.Sequential(torch.nn.Linear(noisy.FEATURES, 64), torch.nn.ReLU(), torch.nn.Linear(64, 2))
optimizer = torch.optim.SGD(layers.parameters(), lr=0.2)


def scores(x, y):
    output = layers(x)
    return torch.nn.functional.cross_entropy(output, y), (output.argmax(1) == y).float().mean()


reported = {"train_loss": [], "validation_loss": [], "train_accuracy": [], "validation_accuracy": []}
for epoch in range(EPOCHS):
    for batch in torch.randperm(noisy.TRAIN).split(10):
        optimizer.zero_grad()
        scores(x[batch], y[batch])[0].backward()
        optimizer.step()
    with torch.no_grad():
        values = [*scores(x, y), *scores(x_validation, y_validation)]
    for name, value in zip(["train_loss", "train_accuracy", "validation_loss", "validation_accuracy"], values):
        reported[name].append(float(value))


def write(folder, tags):
    with SummaryWriter(folder) as writer:
        for epoch in range(EPOCHS):
            for tag, name in tags.items():
                writer.add_scalar(tag, reported[name][epoch], epoch)
    (file,) = os.listdir(folder)
    os.rename(os.path.join(folder, file), os.path.join(folder, "events.out.tfevents.1700000000.machine.1.0"))


def truth(folder):
    curves = {name: noisy.curve(range(EPOCHS), values) for name, values in reported.items()}
    noisy.write_truth(folder, "PyTorch %s" % torch.__version__, "epochs from 0", curves)


folder = noisy.fresh("tensorboard")
tags = {"Loss/train": "train_loss", "Loss/validation": "validation_loss"}
write(folder, dict(tags, **{"Accuracy/train": "train_accuracy", "Accuracy/validation": "validation_accuracy"}))
truth(folder)

folder = noisy.fresh("tensorboard_folders")
for part in ["train", "validation"]:
    write(os.path.join(folder, part), {"loss": part + "_loss", "accuracy": part + "_accuracy"})
truth(folder)
