"""The lecture's program: NumPy in float64, every example a column, the derivatives written out."""

import time

import numpy as np
from numpy.typing import NDArray

from data import Dataset
from jobs import Job, Outcome, main, median_time

Array = NDArray[np.float64]

CHECK_EVERY = 1000
"""Steps between two looks at whether the network is the best so far; part of the lecture's program."""
MOST_STEPS = {"mnist": 2_000}
"""Steps that are timed where all of them take minutes: the speed is the same, the accuracy would not be."""


def sigmoid(z: Array) -> Array:
    """The activation of every unit."""
    return 1.0 / (1.0 + np.exp(-z))


def sigmoid_prime(z: Array) -> Array:
    """Its derivative, evaluated from the weighted input as in the lecture."""
    return sigmoid(z) * (1.0 - sigmoid(z))


class Network:
    """One hidden layer; weights are units × inputs and biases are columns."""

    def __init__(self, sizes: tuple[int, ...], rng: np.random.Generator) -> None:
        inputs, hidden, classes = sizes
        self.w1, self.b1 = rng.standard_normal((hidden, inputs)), np.zeros((hidden, 1))
        self.w2, self.b2 = rng.standard_normal((classes, hidden)), np.zeros((classes, 1))

    def copy(self) -> "Network":
        """The same network with arrays of its own."""
        twin = object.__new__(Network)
        twin.w1, twin.b1, twin.w2, twin.b2 = (a.copy() for a in (self.w1, self.b1, self.w2, self.b2))
        return twin

    def forward(self, inputs: Array) -> tuple[Array, Array, Array, Array]:
        """Weighted inputs and activations: z1, a1, z2, a2."""
        z1 = self.w1.dot(inputs.T) + self.b1
        a1 = sigmoid(z1)
        z2 = self.w2.dot(a1) + self.b2
        return z1, a1, z2, sigmoid(z2)

    def accuracy(self, inputs: Array, labels: NDArray[np.int64]) -> float:
        """The share of the examples whose strongest output is their label."""
        return float(np.mean(np.argmax(self.forward(inputs)[3], axis=0) == labels))


def gradient_descent(network: Network, data: Dataset, eta: float, steps: int) -> Network:
    """Full-batch steps on the summed quadratic cost; the network that was best on the training examples."""
    inputs, labels = data.train_inputs, data.train_labels
    examples = np.arange(len(labels))
    best, best_accuracy = network, -1.0
    z1, a1, z2, a2 = network.forward(inputs)
    for step in range(steps):
        delta2 = a2
        delta2[labels, examples] -= 1.0
        delta2 *= sigmoid_prime(z2)
        delta1 = network.w2.T.dot(delta2) * sigmoid_prime(z1)
        network.w2 -= eta * delta2.dot(a1.T)
        network.b2 -= eta * np.sum(delta2, axis=1, keepdims=True)
        network.w1 -= eta * delta1.dot(inputs)
        network.b1 -= eta * np.sum(delta1, axis=1, keepdims=True)
        if step % CHECK_EVERY == 0:
            accuracy = network.accuracy(inputs, labels)
            if accuracy > best_accuracy:
                best, best_accuracy = network.copy(), accuracy
        z1, a1, z2, a2 = network.forward(inputs)
    return best


def train(job: Job, data: Dataset, seed: int) -> Outcome:
    """The lecture's training, or its first steps."""
    network = Network(job.sizes, np.random.default_rng(seed))
    steps = min(job.epochs, MOST_STEPS.get(job.dataset, job.epochs))
    start = time.perf_counter()
    best = gradient_descent(network, data, job.eta, steps)
    seconds = time.perf_counter() - start
    accuracy = best.accuracy(data.test_inputs, data.test_labels) if steps == job.epochs else None
    return Outcome(seconds, steps, accuracy)


def evaluate(job: Job, data: Dataset, seed: int) -> Outcome:
    """Times the accuracy of an untrained network on the test images."""
    network = Network(job.sizes, np.random.default_rng(seed))
    return Outcome(median_time(lambda: network.accuracy(data.test_inputs, data.test_labels)), 0, None)


if __name__ == "__main__":
    main(__doc__, f"NumPy {np.__version__}", {"circles": train, "mnist": train, "evaluate": evaluate})
