"""What the scripts beside this file share: rows that cannot be learned honestly, and the file `truth.json`.

Two numbers of a row decide its class and eight are noise; then 20 % of the labels are flipped. A large model that sees 80 such rows
learns the rule first and the flipped labels by heart afterwards, so its validation loss falls, turns and rises.
"""

import json
import os
import sys

import numpy as np

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data", "logs")
TRAIN, VALIDATION, FEATURES = 80, 200, 10


def rows(seed=7, flipped=0.2):
    """Training rows, training labels, validation rows, validation labels."""
    random = np.random.default_rng(seed)
    x = random.normal(size=(TRAIN + VALIDATION, FEATURES)).astype("float32")
    y = x[:, :2].sum(axis=1) > 0
    y = (y ^ (random.random(len(y)) < flipped)).astype("int64")
    return x[:TRAIN], y[:TRAIN], x[TRAIN:], y[TRAIN:]


def fresh(*names):
    """An empty folder below `tests/data/logs`."""
    folder = os.path.join(FOLDER, *names)
    for path, _, files in os.walk(folder, topdown=False):
        for file in files:
            os.remove(os.path.join(path, file))
        if path != folder:
            os.rmdir(path)
    os.makedirs(folder, exist_ok=True)
    return folder


def curve(steps, values):
    """One curve. A value that is no number becomes null, since JSON has no word for it."""
    values = [float(value) for value in values]
    return {"steps": [int(step) for step in steps], "values": [v if np.isfinite(v) else None for v in values]}


def write_truth(folder, program, unit, curves, name="truth.json"):
    """Writes what the program itself reports, one line a curve. `unit` says what the steps count."""
    rest = {"program": program, "python": sys.version.split()[0], "steps": unit, "rows": {"train": TRAIN, "validation": VALIDATION}}
    lines = ["  %s: %s" % (json.dumps(key), json.dumps(value)) for key, value in rest.items()]
    drawn = ["    %s: %s" % (json.dumps(key), json.dumps(value)) for key, value in curves.items()]
    lines.append('  "curves": {\n' + ",\n".join(drawn) + "\n  }")
    with open(os.path.join(folder, name), "w", newline="\n") as file:
        file.write("{\n" + ",\n".join(lines) + "\n}\n")


class Console:
    """Sends what this process and its libraries print to a file, as `> FILE` in a shell does."""

    def __init__(self, path):
        self.path = path

    def __enter__(self):
        sys.stdout.flush()
        self.kept = os.dup(1)
        file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.dup2(file, 1)
        os.close(file)

    def __exit__(self, *error):
        sys.stdout.flush()
        os.dup2(self.kept, 1)
        os.close(self.kept)
