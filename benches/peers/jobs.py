"""The jobs that every peer does, and the command line that all peers share."""

import argparse
import json
import math
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from data import Dataset, load

EVALUATIONS = 200
"""How often the test images are evaluated; the median time counts."""


@dataclass(frozen=True)
class Job:
    """A training: what is learned, by which network, and for how long."""

    dataset: str
    train_size: int
    test_size: int
    sizes: tuple[int, ...]
    """Inputs, units of each hidden layer, classes."""
    eta: float
    epochs: int
    """Passes over all training examples; for a full batch one step each."""
    batch: int = 0
    """Examples of a step; 0 for all of them."""

    @property
    def steps_per_epoch(self) -> int:
        """Updates in one pass; the last mini-batch may be a smaller one."""
        return math.ceil(self.train_size / self.batch) if self.batch else 1


JOBS = {
    "circles": Job("circles", 400, 100, (2, 10, 2), eta=5e-3, epochs=10_000),
    "mnist": Job("mnist", 500, 100, (784, 30, 10), eta=5e-4, epochs=20_000),
    "nielsen": Job("mnist", 50_000, 10_000, (784, 30, 10), eta=3.0, epochs=10, batch=10),
    "modern": Job("mnist", 60_000, 10_000, (784, 128, 10), eta=1e-3, epochs=5, batch=64),
    # Nothing is learned here: an untrained network classifies the test images.
    "evaluate": Job("mnist", 10, 10_000, (784, 30, 10), eta=0.0, epochs=0),
}


@dataclass(frozen=True)
class Outcome:
    """What came out of a job; of a `training` the time for all epochs, else that of one evaluation."""

    seconds: float
    epochs: int
    test_accuracy: float | None
    note: str = ""
    """Which of a peer's ways this was, if it has several."""


Trainer = Callable[[Job, Dataset, int], Outcome]
"""Does a job on its data from a seed, and times nothing but the training."""


def median_time(evaluate: Callable[[], object]) -> float:
    """Seconds that `evaluate` takes, after a first call that may set things up."""
    evaluate()
    times = []
    for _ in range(EVALUATIONS):
        start = time.perf_counter()
        evaluate()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def event(name: str, outcome: Outcome) -> dict[str, object]:
    """`outcome` in the words of `overfit bench --json`."""
    if name == "evaluate":
        return {"event": "evaluate", "job": name, "milliseconds": 1e3 * outcome.seconds, "note": outcome.note}
    job = JOBS[name]
    steps = outcome.epochs * job.steps_per_epoch
    return {
        "event": "job",
        "job": name,
        "steps": steps,
        "seconds": outcome.seconds,
        "steps_per_second": steps / outcome.seconds,
        "seconds_per_epoch": outcome.seconds / outcome.epochs if job.batch else None,
        "test_accuracy": outcome.test_accuracy,
        "note": outcome.note,
    }


def main(about: str, version: str, trainers: Mapping[str, Trainer]) -> None:
    """Does the job that the command line names and prints one JSON line."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--version", action="version", version=version)
    parser.add_argument("job", choices=trainers)
    parser.add_argument("--seed", type=int, default=0, help="start of everything that is random")
    asked = parser.parse_args()
    job = JOBS[asked.job]
    dataset = load(job.dataset, job.train_size, job.test_size, asked.seed)
    print(json.dumps(event(asked.job, trainers[asked.job](job, dataset, asked.seed))))
