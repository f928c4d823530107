"""Plain loops in C: `c_loop.c`, compiled for each job; with one thread and with OpenMP, the faster counts."""

import math
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np

from data import Dataset
from jobs import EVALUATIONS, Job, Outcome, main

SOURCE = Path(__file__).with_suffix(".c")
COMPILER = shlex.split(os.environ.get("CC") or "cc")
FLAGS = ["-std=gnu11", "-O3", "-march=native", "-ffast-math", "-funroll-loops"]
WAYS = {"one thread": "-fopenmp-simd", "OpenMP": "-fopenmp"}
"""Ways to compile: both read the hints for vectors, the second also those for threads."""


def version() -> str:
    """The first line that the compiler says about itself."""
    try:
        asked = subprocess.run([*COMPILER, "--version"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        sys.exit(f"no C compiler: {fault}; name one in CC")
    return asked.stdout.splitlines()[0]


def write_data(path: Path, job: Job, data: Dataset, seed: int, spread: Callable[[int], float]) -> None:
    """Normal weights of a deviation that depends on the number of inputs, and the data, for the program."""
    rng = np.random.default_rng(seed)
    weights = (spread(inputs) * rng.standard_normal((inputs, units)) for inputs, units in pairwise(job.sizes))
    with path.open("wb") as file:
        for numbers in (*weights, data.train_inputs, data.test_inputs):
            file.write(numbers.astype(np.float32).tobytes())
        for labels in (data.train_labels, data.test_labels):
            file.write(labels.astype(np.int32).tobytes())


def macros(job: Job, rate: float, rectified: bool) -> list[str]:
    """The numbers of `job`, as the program wants them."""
    inputs, hidden, classes = job.sizes
    numbers = {
        "TRAIN_SIZE": job.train_size,
        "TEST_SIZE": job.test_size,
        "INPUTS": inputs,
        "HIDDEN": hidden,
        "CLASSES": classes,
        "BATCH": job.batch or job.train_size,
        "EPOCHS": job.epochs,
        "EVALUATIONS": 0 if job.epochs else EVALUATIONS,
        "RECTIFIED": int(rectified),
        "RATE": rate,
    }
    return [f"-D{name}={number}" for name, number in numbers.items()]


def outcomes(folder: Path, job: Job, seed: int, defined: list[str]) -> Iterator[Outcome]:
    """What came out of each way that this compiler can build."""
    program = folder / "c_loop"
    for note, flag in WAYS.items():
        command = [*COMPILER, *FLAGS, flag, *defined, str(SOURCE), "-o", str(program), "-lm"]
        compiled = subprocess.run(command, capture_output=True, text=True)
        if compiled.returncode:
            print(f"{note}: {compiled.stderr.strip()}", file=sys.stderr)
            continue
        command = [str(program), str(folder / "data"), str(seed)]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
        seconds, accuracy, _loss, *evaluations = map(float, done.stdout.split())
        if job.epochs:
            yield Outcome(seconds, job.epochs, accuracy, note)
        else:
            yield Outcome(statistics.median(evaluations), 0, None, note)


def run(
    job: Job,
    data: Dataset,
    seed: int,
    spread: Callable[[int], float],
    summed: bool = False,
    rectified: bool = False,
) -> Outcome:
    """Does `job` in every way and keeps the fastest; `summed` losses are not divided by the examples."""
    rate = job.eta * (job.batch or job.train_size) if summed else job.eta
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_data(folder / "data", job, data, seed, spread)
        results = list(outcomes(folder, job, seed, macros(job, rate, rectified)))
    if not results:
        sys.exit("the compiler builds none of the ways")
    return min(results, key=lambda outcome: outcome.seconds)


if __name__ == "__main__":
    lecture = partial(run, spread=lambda _: 1.0, summed=True)
    jobs = {
        "circles": lecture,
        "mnist": lecture,
        "nielsen": partial(run, spread=lambda inputs: 1.0 / math.sqrt(inputs)),
        "modern": partial(run, spread=lambda inputs: math.sqrt(2.0 / inputs), rectified=True),
        "evaluate": lecture,
    }
    main(__doc__, version(), jobs)
