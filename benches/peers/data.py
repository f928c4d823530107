"""What is learned: the lecture's circles, and the digits in this repository."""

import gzip
import pickle
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

DIGITS = Path(__file__).parents[2] / "assets" / "mnist.pkl.gz"
INNER_RADIUS = 0.8
NOISE = 0.1


@dataclass(frozen=True)
class Dataset:
    """Inputs as float64, one example a row, and labels as class numbers; for training and for the test."""

    train_inputs: NDArray[np.float64]
    train_labels: NDArray[np.int64]
    test_inputs: NDArray[np.float64]
    test_labels: NDArray[np.int64]


def load(name: str, train_size: int, test_size: int, seed: int) -> Dataset:
    """The first examples of `mnist`, or as many points of `circles`, which depend on the seed."""
    if name == "mnist":
        return digits(train_size, test_size)
    rng = np.random.default_rng(seed)
    return Dataset(*circles(train_size, rng), *circles(test_size, rng))


def circles(size: int, rng: np.random.Generator) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """`size` points of two noisy rings at random angles, the outer ring (class 0) and the inner in turn."""
    labels = np.arange(size) % 2
    radii = np.where(labels == 0, 1.0, INNER_RADIUS)[:, None]
    angles = rng.uniform(0.0, 2.0 * np.pi, size)
    points = radii * np.column_stack([np.cos(angles), np.sin(angles)])
    return points + rng.normal(0.0, NOISE, points.shape), labels


def digits(train_size: int, test_size: int) -> Dataset:
    """The first images of MNIST with pixels from 0 to 1; more than 50,000 go on in the validation part."""
    with gzip.open(DIGITS) as file:
        train, validation, test = pickle.load(file, encoding="latin1")
    images, labels = (np.concatenate(parts) for parts in zip(train, validation, strict=True))
    return Dataset(
        images[:train_size] / 255.0,
        labels[:train_size].astype(np.int64),
        test[0][:test_size] / 255.0,
        test[1][:test_size].astype(np.int64),
    )


def one_hot(labels: NDArray[np.int64], classes: int) -> NDArray[np.float64]:
    """Examples × classes: 1 at the label, else 0."""
    return np.eye(classes)[labels]
