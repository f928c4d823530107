"""Saves one tiny image set in every dialect of pickle and NumPy, for the tests of `src/data/pickle`.

Usage: python make_pickles.py NAME        (writes NAME.json: a title for each dialect, the pickle as hex digits)

The files beside this script were made by
    numpy1.json     Python 3.11, NumPy 1.26.4
    numpy2.json     Python 3.11, NumPy 2.4.6
    python2.json    Python 2.7, NumPy 1.16.6, the module cPickle
"""

import binascii
import json
import sys

import numpy as np

try:
    import cPickle as pickle
except ImportError:
    import pickle

PYTHON_2 = sys.version_info[0] == 2


def part(start, n):
    """Images start ... start + n - 1 of 7 x 7 pixels. The tests make the same ones from the same formula."""
    images = [[(97 * image + 41 * pixel) % 256 for pixel in range(49)] for image in range(start, start + n)]
    labels = [image % 3 for image in range(start, start + n)]
    return np.array(images, "u1"), np.array(labels, "i8")


PARTS = part(0, 2), part(2, 1), part(3, 1)


def each(images, labels=lambda labels: labels):
    """The three parts, with functions applied to their images and their labels."""
    return tuple((images(x), labels(y)) for x, y in PARTS)


PIXELS = {
    "uint8": lambda x: x,
    "int64": lambda x: x.astype("i8"),
    "float32 / 256": lambda x: (x / 256.0).astype("f4"),
    "float32 / 255": lambda x: (x / 255.0).astype("f4"),
    "float64 / 256": lambda x: x / 256.0,
    "float64 whole": lambda x: x.astype("f8"),
    "big-endian float32": lambda x: (x / 256.0).astype(">f4"),
}
LABELS = {
    "int32 labels": lambda y: y.astype("i4"),
    "uint8 labels": lambda y: y.astype("u1"),
    "big-endian labels": lambda y: y.astype(">i8"),
    "float labels": lambda y: y.astype("f4"),
    "a list of labels": lambda y: [int(label) for label in y],
    "a column of labels": lambda y: y.reshape(-1, 1),
}


def joined(a, b):
    return np.concatenate([a[0], b[0]]), np.concatenate([a[1], b[1]])


def variants():
    """Pairs of a title and what is saved under it: all that is not about the protocol."""
    for name, pixels in PIXELS.items():
        yield name, each(pixels)
        yield name + ", Fortran order", each(lambda x: np.asfortranarray(pixels(x)))
    for name, labels in LABELS.items():
        yield name, each(PIXELS["float32 / 256"], labels)
    yield "not contiguous", each(lambda x: np.repeat(x, 2, axis=1)[:, ::2], lambda y: np.repeat(y, 2)[::2])
    yield "rows and columns", each(lambda x: x.reshape(-1, 7, 7))
    yield "rows and columns, Fortran order", each(lambda x: np.asfortranarray(x.reshape(-1, 7, 7)))
    yield "read-only", each(lambda x: np.frombuffer(x.tobytes(), "u1").reshape(-1, 49))
    yield "lists", [list(pair) for pair in PARTS]
    # As expand_mnist.py of Nielsen's book writes it: the images made of one share the object of its label.
    numbers = [np.int64(label) for label in range(3)]
    listed = [[list(x), [numbers[label] for label in y]] for x, y in each(PIXELS["float32 / 256"])]
    yield "a list of arrays", (listed[0], each(PIXELS["float32 / 256"])[1], listed[2])
    train, test = joined(PARTS[0], PARTS[1]), PARTS[2]
    yield "two pairs", (train, test)
    yield "dict", {
        "Train": {"Features": train[0], "Labels": train[1]},
        "Test": {"Features": test[0], "Labels": test[1]},
    }


def main():
    protocols = (0, 1, 2) if PYTHON_2 else (0, 2, 3, 4, 5)
    pickles = {}
    for title, saved in variants():
        for protocol in protocols:
            raw = pickle.dumps(saved, protocol)
            pickles["%s, protocol %d" % (title, protocol)] = binascii.hexlify(raw).decode("ascii")
    with open(sys.argv[1] + ".json", "w") as file:
        json.dump(pickles, file, indent=0, sort_keys=True, separators=(",", ":"))


if __name__ == "__main__":
    main()
