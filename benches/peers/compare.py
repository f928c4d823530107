"""Runs the same trainings in overfit and in the frameworks people use, in turn, and prints the ratios.

Usage: python benches/peers/compare.py [--runs 3] [--jobs circles,mnist] [--peers jax]
                                       [--overfit PATH] [--write]
"""

import argparse
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
REPORT = HERE.parent / "README.md"
MARKERS = "<!-- compare.py writes from here -->", "<!-- to here -->"
BINARY = HERE.parents[1] / "target" / "release" / "overfit"

OURS = "overfit"
BUSY = 0.3
"""Load average above which to warn: threads that wait for each other wait for other programs, too."""


@dataclass(frozen=True)
class Measure:
    """What counts of a job."""

    key: str
    """Its name in the JSON line."""
    unit: str
    more_is_better: bool = False

    def best(self, values: Iterable[float]) -> float:
        """The value of the fastest run."""
        return max(values) if self.more_is_better else min(values)

    def advantage(self, ours: float, theirs: float) -> float:
        """How many times as fast ours is."""
        return ours / theirs if self.more_is_better else theirs / ours


Choice = Callable[[Measure, list[float]], float]
"""Picks the value that stands for all runs."""
STEPS = Measure("steps_per_second", "steps/s", more_is_better=True)
EPOCHS = Measure("seconds_per_epoch", "s/epoch")
JOBS = {
    "circles": STEPS,
    "mnist": STEPS,
    "nielsen": EPOCHS,
    "modern": EPOCHS,
    "evaluate": Measure("milliseconds", "ms"),
}


PEERS = {
    "numpy": ("lecture_numpy.py", ("circles", "mnist", "evaluate")),
    "torch": ("torch_idiomatic.py", tuple(JOBS)),
    "torch-by-hand": ("torch_by_hand.py", tuple(JOBS)),
    "jax": ("jax_jit.py", tuple(JOBS)),
    "c": ("c_loop.py", tuple(JOBS)),
}
"""What is compared with: the file that does it, and which jobs it does."""


@dataclass
class Contestant:
    """One that does the jobs: how it is called, its version, and what its runs gave."""

    name: str
    command: list[str]
    version: str
    jobs: tuple[str, ...] = tuple(JOBS)
    flags: tuple[str, ...] = ()
    runs: dict[str, list[dict]] = field(default_factory=dict)

    def run(self, job: str, seed: int) -> None:
        """Does `job` in a fresh process and keeps what it says."""
        command = [*self.command, job, "--seed", str(seed), *self.flags]
        done = subprocess.run(command, capture_output=True, text=True)
        events = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        answers = [event for event in events if event.get("job") == job]
        if done.returncode or not answers:
            reason = (done.stderr.strip().splitlines() or ["no answer"])[-1]
            print(f"{self.name} cannot do {job}: {reason}", file=sys.stderr)
            return
        self.runs.setdefault(job, []).append(answers[-1])

    def values(self, job: str, key: str) -> list[float]:
        """What `key` was in each run, where it was told."""
        return [run[key] for run in self.runs.get(job, []) if run.get(key) is not None]


def contestants(binary: Path, names: list[str]) -> list[Contestant]:
    """Ours and those peers that are installed."""
    found = [Contestant(OURS, [str(binary), "bench"], version([str(binary), "--version"]), flags=("--json",))]
    for name in names:
        file, jobs = PEERS[name]
        command = [sys.executable, str(HERE / file)]
        try:
            found.append(Contestant(name, command, version([*command, "--version"]), jobs))
        except RuntimeError as fault:
            print(f"{name} is left out, it is not installed: {fault}", file=sys.stderr)
    return found


def version(command: list[str]) -> str:
    """What a program says when asked for its version."""
    try:
        asked = subprocess.run(command, capture_output=True, text=True)
    except OSError as fault:
        raise RuntimeError(fault) from fault
    if asked.returncode:
        raise RuntimeError((asked.stderr.strip().splitlines() or ["it does not start"])[-1])
    return " ".join(asked.stdout.split())


def race(all_contestants: list[Contestant], jobs: list[str], runs: int) -> None:
    """Every job by everyone, one after the other, so that what disturbs the machine hits all alike."""
    for seed in range(runs):
        for job in jobs:
            for contestant in all_contestants:
                if job in contestant.jobs:
                    print(f"run {seed + 1} of {runs}: {job}, {contestant.name}", file=sys.stderr)
                    contestant.run(job, seed)


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def speeds(all_contestants: list[Contestant], jobs: list[str], choose: Choice) -> str:
    """The speed of all, `choose(measure, values)` of each one's runs, and how many times as fast ours is."""
    rows = []
    for job in jobs:
        measure = JOBS[job]
        values = [one.values(job, measure.key) for one in all_contestants]
        ours, *theirs = (choose(measure, each) if each else None for each in values)
        cells = [number(ours)]
        for value in theirs:
            ratio = f" (**×{measure.advantage(ours, value):.1f}**)" if ours and value else ""
            cells.append(number(value) + ratio)
        rows.append([job, measure.unit, *cells])
    return table(["job", "unit", *(one.name for one in all_contestants)], rows)


def number(value: float | None) -> str:
    """Three digits or all before the point."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def accuracies(all_contestants: list[Contestant], jobs: list[str]) -> str:
    """Median accuracy on the test set of each job that trains."""

    def cell(one: Contestant, job: str) -> str:
        values = one.values(job, "test_accuracy")
        return f"{100 * statistics.median(values):.1f} %" if values else "–"

    rows = [[job, *(cell(one, job) for one in all_contestants)] for job in jobs if job != "evaluate"]
    return table(["job", *(one.name for one in all_contestants)], rows)


def processor() -> str:
    """The name of the machine's processor."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine()
    )


def report(all_contestants: list[Contestant], jobs: list[str], runs: int, load: float) -> str:
    """Everything that was measured, as Markdown."""
    notes = sorted(
        f"{one.name}, {job}: {run['note']}"
        for one in all_contestants
        for job, done in one.runs.items()
        for run in done[-1:]
        if run.get("note")
    )
    parts = [
        f"{datetime.date.today()}, {processor()}, {os.cpu_count()} cores, load average {load:.1f} at the "
        f"start; Python {platform.python_version()}; "
        + "; ".join(f"{one.name}: {one.version}" for one in all_contestants)
        + ".",
        f"Median of runs: {runs}; in brackets how many times as fast overfit is:",
        speeds(all_contestants, jobs, lambda _, values: statistics.median(values)),
        "The same of the fastest run of each, which other programs disturbed least:",
        speeds(all_contestants, jobs, Measure.best),
        "Accuracy on the test set after the training, as a check that all do the same:",
        accuracies(all_contestants, jobs),
    ]
    if notes:
        parts.append("The fastest of several ways was: " + "; ".join(notes) + ".")
    return "\n\n".join(parts)


def write(text: str) -> None:
    """Puts `text` between the markers of the report."""
    begin, end = MARKERS
    before, rest = REPORT.read_text().split(begin)
    REPORT.write_text(f"{before}{begin}\n\n{text}\n\n{end}{rest.split(end)[1]}")


def listed(known: Iterable[str]) -> Callable[[str], list[str]]:
    """Reads some of the `known` names with commas between."""
    known = list(known)

    def read(text: str) -> list[str]:
        names = text.split(",")
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"`{name}` is none of {', '.join(known)}")
        return names

    return read


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=3, help="so often; the median counts [default: 3]")
    parser.add_argument("--jobs", type=listed(JOBS), default=list(JOBS), help=f"some of {','.join(JOBS)}")
    parser.add_argument("--peers", type=listed(PEERS), default=list(PEERS), help=f"some of {','.join(PEERS)}")
    parser.add_argument("--overfit", type=Path, default=BINARY, help="the program, built with --release")
    parser.add_argument("--write", action="store_true", help="put the result into benches/README.md as well")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    if load > BUSY:
        print(f"The load average is {load:.1f}: other programs will disturb the clock.", file=sys.stderr)
    try:
        found = contestants(asked.overfit, asked.peers)
    except RuntimeError as fault:
        sys.exit(
            f"overfit does not start: {fault}; build it with `cargo build --release` or give --overfit PATH"
        )
    race(found, asked.jobs, asked.runs)
    text = report(found, asked.jobs, asked.runs, load)
    print(text)
    if asked.write:
        write(text)


if __name__ == "__main__":
    main()
