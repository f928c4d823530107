"""Writes all of MNIST in every form that the program reads, and compares what a run with each comes to.

    cargo build --release
    python tests/data/every_form.py target/release/overfit

For Python 2.7 or 3 with NumPy; takes some minutes, and 400 MB in a folder for temporary files.
"""

from __future__ import print_function

import gzip
import json
import os
import pickle
import shutil
import struct
import subprocess
import sys
import tempfile

import numpy as np

try:
    import cPickle as pickle  # Python 2 writes the two differently
except ImportError:
    pass

RUN = ["--train-size", "500", "--test-size", "100", "--hidden", "30", "--steps", "100", "--json"]
HERE = os.path.dirname(os.path.abspath(__file__))


def fingerprint(program, path):
    output = subprocess.check_output([program, "train", path] + RUN)
    return json.loads(output.decode().splitlines()[-1])["fingerprint"]


def load():
    with gzip.open(os.path.join(HERE, "..", "..", "assets", "mnist.pkl.gz")) as file:
        parts = pickle.load(file) if sys.version_info[0] == 2 else pickle.load(file, encoding="latin1")
    (train, labels), (more, more_labels), test = parts
    return (np.concatenate([train, more]), np.concatenate([labels, more_labels])), test


def pickles(folder, train, test):
    """Every protocol, type, order and scale that people have used."""
    for protocol in range(1, pickle.HIGHEST_PROTOCOL + 1):
        for dtype, scale in [("u1", 1), ("f4", 256), ("f4", 255), ("f8", 256), ("f8", 255), ("i8", 1)]:
            for order in "CF":

                def part(images, labels):
                    images = images if scale == 1 else images / float(scale)
                    return images.astype(dtype, order=order), labels.astype(np.int64)

                (images, labels) = train
                parts = part(images[:50000], labels[:50000]), part(images[50000:], labels[50000:]), part(*test)
                path = os.path.join(folder, "mnist.pkl")
                with open(path, "wb") as file:
                    pickle.dump(parts, file, protocol)
                yield "pickle, protocol %d, %s / %d, %s order" % (protocol, dtype, scale, order), path


def archives(folder, train, test):
    """Keras' layout, packed or not."""
    square = lambda images: images.reshape(-1, 28, 28)
    for dtype, scale in [("u1", 1), ("f4", 255), ("f8", 256)]:
        for order in "CF":
            for save in [np.savez, np.savez_compressed]:
                path = os.path.join(folder, "mnist.npz")
                x_train, x_test = [
                    (square(x) if scale == 1 else square(x) / float(scale)).astype(dtype, order=order)
                    for x in (train[0], test[0])
                ]
                save(path, x_train=x_train, y_train=train[1], x_test=x_test, y_test=test[1])
                yield "npz, %s / %d, %s order, %s" % (dtype, scale, order, save.__name__), path


def idx(folder, train, test):
    for opened, ending in [(open, ""), (gzip.open, ".gz")]:
        place = os.path.join(folder, "idx" + ending)
        os.mkdir(place)
        for name, (images, labels) in [("train", train), ("t10k", test)]:
            with opened(os.path.join(place, name + "-images-idx3-ubyte" + ending), "wb") as file:
                file.write(struct.pack(">4i", 0x803, len(images), 28, 28) + images.astype("u1").tobytes())
            with opened(os.path.join(place, name + "-labels-idx1-ubyte" + ending), "wb") as file:
                file.write(struct.pack(">2i", 0x801, len(labels)) + labels.astype("u1").tobytes())
        yield "IDX" + ending, place


def table(folder, train, test):
    header = "label," + ",".join("pixel%d" % pixel for pixel in range(784))
    for name, (images, labels) in [("train", train), ("test", test)]:
        rows = np.column_stack([labels, images])
        path = os.path.join(folder, "digits_%s.csv" % name)
        np.savetxt(path, rows, fmt="%d", delimiter=",", header=header, comments="")
    yield "CSV", os.path.join(folder, "digits_train.csv")


def main(program):
    print("Python %s, NumPy %s" % (sys.version.split()[0], np.__version__))
    train, test = load()
    wanted = fingerprint(program, "mnist")
    print("%s  built in" % wanted)
    folder = tempfile.mkdtemp()
    different = 0
    try:
        for form in [idx, archives, pickles, table]:
            for name, path in form(folder, train, test):
                found = fingerprint(program, path)
                different += found != wanted
                print("%s  %s%s" % (found, name, "" if found == wanted else "  DIFFERENT"))
    finally:
        shutil.rmtree(folder)
    sys.exit(1 if different else 0)


if __name__ == "__main__":
    main(sys.argv[1])
