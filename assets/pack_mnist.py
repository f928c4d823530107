"""Packs the four original MNIST files into mnist.pkl.gz, in the classic layout.

Usage: python3 pack_mnist.py FOLDER      (the folder that holds the four IDX files)
"""

import gzip
import hashlib
import io
import pickle
import struct
import sys
import zlib
from pathlib import Path

import numpy as np

MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}
TARGET = Path(__file__).with_name("mnist.pkl.gz")
BLOCK = 65_280  # as other writers of the format have it: even if it does not shrink, it fits into 64 KiB


class Python2Pickler(pickle._Pickler):
    """Writes protocol 2 as Python 2 did, in which the classic file was made.

    Python 3 would spell bytes as text of twice the size, to be encoded while loading; Python 2 has one
    string type for both. The name of NumPy's module is the old one, which every NumPy understands.
    """

    dispatch = pickle._Pickler.dispatch.copy()

    def save_bytes(self, string):
        if len(string) < 256:
            self.write(pickle.SHORT_BINSTRING + struct.pack("<B", len(string)) + string)
        else:
            self.write(pickle.BINSTRING + struct.pack("<i", len(string)) + string)
        self.memoize(string)

    def save_str(self, string):
        self.save_bytes(string.encode("ascii"))

    def save_global(self, thing, name=None):
        name = name or thing.__name__
        module = thing.__module__.replace("numpy._core", "numpy.core")
        self.write(pickle.GLOBAL + f"{module}\n{name}\n".encode("ascii"))
        self.memoize(thing)

    dispatch[bytes] = save_bytes
    dispatch[str] = save_str
    dispatch[type] = save_global
    dispatch[type(len)] = save_global


def read_idx(folder, name):
    """The bytes of an IDX file as an array; its header gives the number of dimensions and their sizes."""
    raw = (folder / name).read_bytes()
    found = hashlib.md5(raw).hexdigest()
    if found != MD5[name]:
        sys.exit(f"{name}: its MD5 sum is {found}, not {MD5[name]}")
    dimensions = raw[3]
    shape = struct.unpack_from(f">{dimensions}I", raw, 4)
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def read_mnist(folder):
    """((images, labels) for training, validation and test); an image is a row of 784 bytes.

    Labels are bytes too, as in the original files: int64, as in the classic file, says nothing more.
    """
    images = read_idx(folder, "train-images-idx3-ubyte").reshape(-1, 784)
    labels = read_idx(folder, "train-labels-idx1-ubyte")
    test_images = read_idx(folder, "t10k-images-idx3-ubyte").reshape(-1, 784)
    test_labels = read_idx(folder, "t10k-labels-idx1-ubyte")
    return (
        (images[:50_000], labels[:50_000]),
        (images[50_000:], labels[50_000:]),
        (test_images, test_labels),
    )


def block(contents):
    """One member of a blocked gzip file (BGZF): its extra field BC says how long it is, less one."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(contents) + deflate.flush()
    header = struct.pack("<4BI2BH2BHH", 31, 139, 8, 4, 0, 0, 255, 6, 66, 67, 2, len(packed) + 25)
    return header + packed + struct.pack("<II", zlib.crc32(contents), len(contents))


def pack(parts, target):
    """Writes the same bytes each time, in blocks that can be unpacked one by one; the last one is empty."""
    pickled = io.BytesIO()
    Python2Pickler(pickled, protocol=2).dump(parts)
    contents = pickled.getvalue()
    starts = range(0, len(contents), BLOCK)
    target.write_bytes(b"".join(block(contents[start : start + BLOCK]) for start in starts) + block(b""))


def check(parts, target):
    """Loads the file as one loads the classic file, and compares."""
    with gzip.open(target) as packed:
        loaded = pickle.load(packed, encoding="latin1")
    for (images, labels), (loaded_images, loaded_labels) in zip(parts, loaded, strict=True):
        assert loaded_images.dtype == loaded_labels.dtype == np.uint8
        assert np.array_equal(images, loaded_images) and np.array_equal(labels, loaded_labels)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    parts = read_mnist(Path(sys.argv[1]))
    pack(parts, TARGET)
    check(parts, TARGET)
    raw = TARGET.read_bytes()
    print(f"{TARGET.name}: {len(raw)} bytes, SHA-256 {hashlib.sha256(raw).hexdigest()}")
    print(f"unpacked: SHA-256 {hashlib.sha256(gzip.decompress(raw)).hexdigest()}")
    for name, part in (("training", parts[:2]), ("test", parts[2:])):
        pixels = sum(int(images.sum(dtype=np.int64)) for images, _ in part)
        labels = sum(int(labels.sum(dtype=np.int64)) for _, labels in part)
        print(f"{name}: pixels add up to {pixels}, labels to {labels}")


if __name__ == "__main__":
    main()
