"""Writes tests/data/logs/burn and burn_final: folders in the form that burn's `FileMetricLogger` writes.

    python tests/logs/burn_folders.py

They are made by hand, not by burn: a small network is trained here with NumPy, and its batches are written as burn would write them.
Each epoch of each part has a folder, `train/epoch-1` and `valid/epoch-1` to begin with, and each measure a file in it with one line
for each batch: its mean, a comma, and the number of its rows. An accuracy is in percent. Newer versions add a line to each file at the
end of the epoch, with the mean of the epoch and the word `final` (`burn_final`, which has the loss only).

Needs NumPy.
"""

import os

import numpy as np

import noisy

EPOCHS, HIDDEN, BATCH, ETA = 15, 64, 32, 0.7
x, y, x_validation, y_validation = noisy.rows()
random = np.random.default_rng(1)
w1, b1 = random.normal(size=(noisy.FEATURES, HIDDEN)) * 0.4, np.zeros(HIDDEN)
w2, b2 = random.normal(size=HIDDEN) * 0.1, 0.0


def forward(x, y):
    """The network's answer, the mean loss and the accuracy in percent of a batch."""
    hidden = np.maximum(x @ w1 + b1, 0)
    p = 1 / (1 + np.exp(-(hidden @ w2 + b2)))
    return hidden, p, -np.log(np.where(y == 1, p, 1 - p)).mean(), 100 * ((p > 0.5) == y).mean()


def learn(x, y):
    global w1, b1, w2, b2
    hidden, p, loss, accuracy = forward(x, y)
    error = (p - y) / len(y)
    back = np.outer(error, w2) * (hidden > 0)
    w2, b2 = w2 - ETA * hidden.T @ error, b2 - ETA * error.sum()
    w1, b1 = w1 - ETA * x.T @ back, b1 - ETA * back.sum(axis=0)
    return loss, accuracy


def write(part, epoch, batches):
    """Writes the measures of an epoch and returns their means, in which each batch counts as often as it has rows."""
    means = []
    for place, name in enumerate(["Loss", "Accuracy"]):
        values = [float(np.float32(scores[place])) for _, scores in batches]
        counts = [count for count, _ in batches]
        means.append(np.average(values, weights=counts))
        # Rust writes neither an exponent nor the zero of 1.0.
        text = [np.format_float_positional(value, trim="-") for value in values + [means[-1]]]
        lines = ["%s,%d\n" % line for line in zip(text, counts)]
        for folder, rest in [("burn", []), ("burn_final", [text[-1] + ",final\n"])]:
            if (folder, name) == ("burn_final", "Accuracy"):
                continue
            path = os.path.join(noisy.FOLDER, folder, part, "epoch-%d" % epoch)
            os.makedirs(path, exist_ok=True)
            with open(os.path.join(path, name + ".log"), "w", newline="\n") as file:
                file.writelines(lines + rest)
    return means


folders = [noisy.fresh("burn"), noisy.fresh("burn_final")]
means = {"train": [], "valid": []}
for epoch in range(1, EPOCHS + 1):
    parts = np.split(random.permutation(noisy.TRAIN), range(BATCH, noisy.TRAIN, BATCH))
    means["train"].append(write("train", epoch, [(len(part), learn(x[part], y[part])) for part in parts]))
    parts = np.split(np.arange(noisy.VALIDATION), range(BATCH, noisy.VALIDATION, BATCH))
    found = [(len(part), forward(x_validation[part], y_validation[part])[2:]) for part in parts]
    means["valid"].append(write("valid", epoch, found))
curves = {}
for place, name in enumerate(["loss", "accuracy"]):
    for part, word in [("train", "train"), ("valid", "validation")]:
        curves[word + "_" + name] = noisy.curve(range(1, EPOCHS + 1), [mean[place] for mean in means[part]])
losses = {name: curve for name, curve in curves.items() if name.endswith("loss")}
for folder, drawn in zip(folders, [curves, losses]):
    noisy.write_truth(folder, "none: by hand, in the form of burn", "epochs from 1", drawn)
