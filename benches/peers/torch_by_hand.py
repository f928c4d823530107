"""PyTorch as a matrix library: forward pass, derivatives and optimizer by hand, no autograd, no loader."""

import math
import time
from itertools import pairwise

import torch
from torch import Tensor

from data import Dataset, one_hot
from jobs import Job, Outcome, main, median_time

FIRST_DECAY, SECOND_DECAY, EPSILON = 0.9, 0.999, 1e-8
"""Adam's usual constants."""


class Network:
    """One hidden layer; all parameters lie in one vector, so that an optimizer takes few, long operations.

    Weights are inputs × units. Hidden units are sigmoid or, if `rectified`, ReLU with a softmax after them.
    """

    def __init__(self, sizes: tuple[int, ...], rectified: bool, scaled: bool) -> None:
        self.rectified = rectified
        self.parameters = torch.zeros(sum((inputs + 1) * units for inputs, units in pairwise(sizes)))
        self.gradients = torch.zeros_like(self.parameters)
        self.w1, self.b1, self.w2, self.b2 = views(self.parameters, sizes)
        self.slopes = views(self.gradients, sizes)
        for weights in (self.w1, self.w2):
            weights.normal_()
            if scaled:
                weights.mul_(math.sqrt((2.0 if rectified else 1.0) / len(weights)))

    def forward(self, inputs: Tensor) -> tuple[Tensor, Tensor]:
        """Activations of the hidden units and of the outputs."""
        z1 = torch.addmm(self.b1, inputs, self.w1)
        a1 = z1.relu_() if self.rectified else z1.sigmoid_()
        z2 = torch.addmm(self.b2, a1, self.w2)
        return a1, torch.softmax(z2, 1) if self.rectified else z2.sigmoid_()

    def backprop(self, inputs: Tensor, targets: Tensor) -> None:
        """Puts the gradients, summed over the examples, into `gradients`."""
        a1, a2 = self.forward(inputs)
        delta2 = a2 - targets
        if not self.rectified:
            delta2.mul_(sigmoid_prime(a2))
        delta1 = delta2 @ self.w2.t()
        if self.rectified:
            delta1.mul_(a1 > 0.0)
        else:
            delta1.mul_(sigmoid_prime(a1))
        w1, b1, w2, b2 = self.slopes
        torch.mm(inputs.t(), delta1, out=w1)
        torch.sum(delta1, 0, out=b1)
        torch.mm(a1.t(), delta2, out=w2)
        torch.sum(delta2, 0, out=b2)

    def accuracy(self, inputs: Tensor, labels: Tensor) -> float:
        """The share of the examples that the network gets right."""
        return (self.forward(inputs)[1].argmax(1) == labels).float().mean().item()


def sigmoid_prime(activation: Tensor) -> Tensor:
    """The sigmoid's derivative where it has the value `activation`: a − a²."""
    return activation.addcmul(activation, activation, value=-1.0)


def views(vector: Tensor, sizes: tuple[int, ...]) -> list[Tensor]:
    """Weights and biases of each layer, as windows into `vector`."""
    shapes = [shape for inputs, units in pairwise(sizes) for shape in ((inputs, units), (units,))]
    parts = vector.split([math.prod(shape) for shape in shapes])
    return [part.view(shape) for part, shape in zip(parts, shapes, strict=True)]


class Adam:
    """Kingma and Ba's optimizer."""

    def __init__(self, network: Network, eta: float) -> None:
        self.network, self.eta, self.steps = network, eta, 0
        self.first, self.second = (torch.zeros_like(network.parameters) for _ in range(2))

    def step(self) -> None:
        """One update from the network's gradients."""
        gradients = self.network.gradients
        self.steps += 1
        self.first.lerp_(gradients, 1.0 - FIRST_DECAY)
        self.second.mul_(SECOND_DECAY).addcmul_(gradients, gradients, value=1.0 - SECOND_DECAY)
        scale = self.second.sqrt().div_(math.sqrt(1.0 - SECOND_DECAY**self.steps)).add_(EPSILON)
        eta = self.eta / (1.0 - FIRST_DECAY**self.steps)
        self.network.parameters.addcdiv_(self.first, scale, value=-eta)


def tensors(job: Job, data: Dataset) -> tuple[Tensor, Tensor]:
    """Inputs and one-hot targets of the training examples."""
    targets = one_hot(data.train_labels, job.sizes[-1])
    return torch.tensor(data.train_inputs, dtype=torch.float32), torch.tensor(targets, dtype=torch.float32)


@torch.no_grad()
def lecture(job: Job, data: Dataset, seed: int) -> Outcome:
    """Every step over all examples."""
    torch.manual_seed(seed)
    network = Network(job.sizes, rectified=False, scaled=False)
    inputs, targets = tensors(job, data)
    start = time.perf_counter()
    for _ in range(job.epochs):
        network.backprop(inputs, targets)
        network.parameters.sub_(network.gradients, alpha=job.eta)
    return finish(job, network, data, start)


@torch.no_grad()
def nielsen(job: Job, data: Dataset, seed: int) -> Outcome:
    """Mini-batches, quadratic loss, plain gradient descent."""
    torch.manual_seed(seed)
    network = Network(job.sizes, rectified=False, scaled=True)
    inputs, targets = tensors(job, data)
    start = time.perf_counter()
    for _ in range(job.epochs):
        for chosen in torch.randperm(len(inputs)).split(job.batch):
            network.backprop(inputs[chosen], targets[chosen])
            network.parameters.sub_(network.gradients, alpha=job.eta / len(chosen))
    return finish(job, network, data, start)


@torch.no_grad()
def modern(job: Job, data: Dataset, seed: int) -> Outcome:
    """Mini-batches, cross-entropy, Adam."""
    torch.manual_seed(seed)
    network = Network(job.sizes, rectified=True, scaled=True)
    optimizer = Adam(network, job.eta)
    inputs, targets = tensors(job, data)
    start = time.perf_counter()
    for _ in range(job.epochs):
        for chosen in torch.randperm(len(inputs)).split(job.batch):
            network.backprop(inputs[chosen], targets[chosen])
            network.gradients.div_(len(chosen))
            optimizer.step()
    return finish(job, network, data, start)


def finish(job: Job, network: Network, data: Dataset, start: float) -> Outcome:
    """Stops the clock and tests."""
    seconds = time.perf_counter() - start
    test_inputs = torch.tensor(data.test_inputs, dtype=torch.float32)
    return Outcome(seconds, job.epochs, network.accuracy(test_inputs, torch.tensor(data.test_labels)))


@torch.no_grad()
def evaluate(job: Job, data: Dataset, seed: int) -> Outcome:
    """Times loss and accuracy of an untrained network on the test images."""
    torch.manual_seed(seed)
    network = Network(job.sizes, rectified=False, scaled=False)
    inputs, labels = torch.tensor(data.test_inputs, dtype=torch.float32), torch.tensor(data.test_labels)
    targets = torch.tensor(one_hot(data.test_labels, job.sizes[-1]), dtype=torch.float32)

    def measure() -> tuple[float, float]:
        outputs = network.forward(inputs)[1]
        correct = (outputs.argmax(1) == labels).sum().item()
        return 0.5 * outputs.sub_(targets).square_().sum().item(), correct

    return Outcome(median_time(measure), 0, None)


if __name__ == "__main__":
    jobs = {"circles": lecture, "mnist": lecture, "nielsen": nielsen, "modern": modern, "evaluate": evaluate}
    main(__doc__, f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads", jobs)
