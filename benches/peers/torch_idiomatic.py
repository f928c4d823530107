"""PyTorch as its tutorials have it: modules, autograd, an optimizer, and a DataLoader for mini-batches."""

import math
import time
from collections.abc import Callable
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset

from data import Dataset, one_hot
from jobs import Job, Outcome, main, median_time

Loss = Callable[[Tensor, Tensor], Tensor]


def tensor(array: object) -> Tensor:
    """Inputs or targets as float32."""
    return torch.as_tensor(array, dtype=torch.float32)


def network(sizes: tuple[int, ...], spread: Callable[[int], float]) -> nn.Sequential:
    """Sigmoid layers with normal weights, whose deviation `spread` tells from the number of inputs."""
    layers: list[nn.Module] = []
    for inputs, units in pairwise(sizes):
        layer = nn.Linear(inputs, units)
        nn.init.normal_(layer.weight, std=spread(inputs))
        nn.init.zeros_(layer.bias)
        layers += [layer, nn.Sigmoid()]
    return nn.Sequential(*layers)


def rectified(sizes: tuple[int, ...]) -> nn.Sequential:
    """One hidden layer of ReLU with He's weights; the softmax belongs to the loss."""
    inputs, hidden, classes = sizes
    first, last = nn.Linear(inputs, hidden), nn.Linear(hidden, classes)
    for layer in (first, last):
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        nn.init.zeros_(layer.bias)
    return nn.Sequential(first, nn.ReLU(), last)


def accuracy(model: nn.Module, inputs: Tensor, labels: Tensor) -> float:
    """The share of the examples that `model` gets right."""
    with torch.no_grad():
        return (model(inputs).argmax(dim=1) == labels).float().mean().item()


def lecture(job: Job, data: Dataset, seed: int) -> Outcome:
    """Every step over all examples."""
    torch.manual_seed(seed)
    model = network(job.sizes, lambda _: 1.0)
    inputs, targets = tensor(data.train_inputs), tensor(one_hot(data.train_labels, job.sizes[-1]))
    squares = nn.MSELoss(reduction="sum")
    optimizer = torch.optim.SGD(model.parameters(), lr=job.eta)
    start = time.perf_counter()
    for _ in range(job.epochs):
        optimizer.zero_grad()
        loss = 0.5 * squares(model(inputs), targets)
        loss.backward()
        optimizer.step()
    return finish(job, model, data, start)


def nielsen(job: Job, data: Dataset, seed: int) -> Outcome:
    """Mini-batches, quadratic loss, plain gradient descent."""
    torch.manual_seed(seed)
    model = network(job.sizes, lambda inputs: 1.0 / math.sqrt(inputs))
    squares = nn.MSELoss(reduction="sum")
    optimizer = torch.optim.SGD(model.parameters(), lr=job.eta)
    targets = tensor(one_hot(data.train_labels, job.sizes[-1]))
    return learn(job, data, model, targets, lambda a, y: 0.5 * squares(a, y) / len(a), optimizer)


def modern(job: Job, data: Dataset, seed: int) -> Outcome:
    """Mini-batches, cross-entropy, Adam."""
    torch.manual_seed(seed)
    model = rectified(job.sizes)
    optimizer = torch.optim.Adam(model.parameters(), lr=job.eta)
    return learn(job, data, model, torch.as_tensor(data.train_labels), nn.CrossEntropyLoss(), optimizer)


def learn(
    job: Job,
    data: Dataset,
    model: nn.Module,
    targets: Tensor,
    criterion: Loss,
    optimizer: torch.optim.Optimizer,
) -> Outcome:
    """All epochs, in a fresh order each."""
    examples = TensorDataset(tensor(data.train_inputs), targets)
    loader = DataLoader(examples, batch_size=job.batch, shuffle=True)
    start = time.perf_counter()
    for _ in range(job.epochs):
        for inputs, wanted in loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), wanted)
            loss.backward()
            optimizer.step()
    return finish(job, model, data, start)


def finish(job: Job, model: nn.Module, data: Dataset, start: float) -> Outcome:
    """Stops the clock and tests."""
    seconds = time.perf_counter() - start
    return Outcome(
        seconds, job.epochs, accuracy(model, tensor(data.test_inputs), torch.as_tensor(data.test_labels))
    )


def evaluate(job: Job, data: Dataset, seed: int) -> Outcome:
    """Times loss and accuracy of an untrained network on the test images."""
    torch.manual_seed(seed)
    model = network(job.sizes, lambda _: 1.0).eval()
    inputs, labels = tensor(data.test_inputs), torch.as_tensor(data.test_labels)
    targets = tensor(one_hot(data.test_labels, job.sizes[-1]))

    @torch.no_grad()
    def measure() -> tuple[float, float]:
        outputs = model(inputs)
        loss = 0.5 * nn.functional.mse_loss(outputs, targets, reduction="sum")
        return loss.item(), (outputs.argmax(dim=1) == labels).sum().item()

    return Outcome(median_time(measure), 0, None)


if __name__ == "__main__":
    jobs = {"circles": lecture, "mnist": lecture, "nielsen": nielsen, "modern": modern, "evaluate": evaluate}
    main(__doc__, f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads", jobs)
