"""Follows the real programs live with `overfit watch`, and compares what it writes with what they report.

    python tests/logs/live.py OVERFIT [NAME...] [--pause SECONDS]

OVERFIT is the program. Each NAME is one of the scripts beside this file: keras_csv_logger, keras_tensorboard, lightning_csv_logger,
tensorboard_writers, transformers_trainer, xgboost_console, lightgbm_console; without a NAME, all of them. Each needs the packages that the
script itself names.

A script writes its logs into an empty folder, and waits for some time before each evaluation that it logs. `overfit watch LOG --json` is
started before it for each log, those on a terminal once from a file and once through a pipe. A file is looked at each 2 ms, a pipe is
passed on, so the time of each piece that is written is known. A table says for each log how many points came, how long after the piece
before them (half of them, the slowest), how far the curves are from those that the program itself has in memory and from those in
tests/data/logs, and at which step the first word was said that is no LEARNING, live and from the log in tests/data/logs.

`python tests/logs/live.py --run NAME FOLDER PAUSE [LOG]` is one such script; with a LOG, which it writes to a terminal, that goes to
standard output.
"""

import contextlib
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types

import noisy

HERE = os.path.dirname(os.path.abspath(__file__))
KEPT = os.path.normpath(noisy.FOLDER)
# The logs of each script, with the file of what the program reports and how they are followed.
LOGS = {
    "keras_csv_logger": [
        ("keras/training.csv", "truth.json", "file"),
        ("keras/resumed.csv", "resumed.truth.json", "file"),
        ("keras/nan.csv", "nan.truth.json", "file"),
    ],
    "keras_tensorboard": [("keras_tensorboard", "truth.json", "file")],
    "lightning_csv_logger": [("lightning/metrics.csv", "truth.json", "file")],
    "tensorboard_writers": [("tensorboard", "truth.json", "file"), ("tensorboard_folders", "truth.json", "file")],
    "transformers_trainer": [
        ("transformers/console.txt", "truth.json", "file"),
        ("transformers/console.txt", "truth.json", "pipe"),
    ],
    "xgboost_console": [
        ("xgboost/console.txt", "truth.json", "file"),
        ("xgboost/estimator.txt", "estimator.truth.json", "file"),
        ("xgboost/console.txt", "truth.json", "pipe"),
    ],
    "lightgbm_console": [
        ("lightgbm/console.txt", "truth.json", "file"),
        ("lightgbm/every_fifth.txt", "every_fifth.truth.json", "file"),
        ("lightgbm/console.txt", "truth.json", "pipe"),
    ],
}
# What each program calls before it logs: a module, a class of it, and a method.
BEFORE_A_LINE = {
    "keras_csv_logger": ("keras.callbacks", "CSVLogger", "on_epoch_end"),
    "keras_tensorboard": ("keras.callbacks", "TensorBoard", "on_epoch_end"),
    "lightning_csv_logger": ("lightning", "LightningModule", "on_train_epoch_end"),
    "tensorboard_writers": ("torch.utils.tensorboard", "SummaryWriter", "add_scalar"),
    "transformers_trainer": ("transformers", "Trainer", "log"),
    "xgboost_console": ("xgboost.callback", "EvaluationMonitor", "after_iteration"),
    "lightgbm_console": ("lightgbm.callback", "_LogEvaluationCallback", "__call__"),
}
# The curves of `truth.json` and what `overfit watch --json` calls them.
CURVES = {
    "train_loss": "train_loss",
    "validation_loss": "test_loss",
    "train_accuracy": "train_accuracy",
    "validation_accuracy": "test_accuracy",
}


def run(name, folder, pause, log=None):
    """Runs a script that writes its logs into a folder, or one of them to standard output."""
    noisy.FOLDER = folder
    if name == "tensorboard_writers":
        # Where TensorFlow is installed as well, tensorboard would load it beside PyTorch, which ends the process.
        sys.modules["tensorboard.compat.notf"] = types.ModuleType("notf")
    module, owner, method = BEFORE_A_LINE[name]
    owner = getattr(importlib.import_module(module), owner)
    logged = getattr(owner, method)

    def log_later(*arguments, **named):
        time.sleep(pause)
        return logged(*arguments, **named)

    setattr(owner, method, log_later)
    console = noisy.Console
    if log:
        is_wanted = lambda path: os.path.normpath(path) == os.path.normpath(os.path.join(folder, log))
        noisy.Console = lambda path: contextlib.nullcontext() if is_wanted(path) else console(os.devnull)
    if name == "lightning_csv_logger":
        # The trainer writes where it is followed, and the script copies the file onto itself.
        import shutil

        tempfile.TemporaryDirectory = lambda: contextlib.nullcontext(noisy.fresh("lightning"))
        shutil.copy = lambda source, target: None
    if name in ("tensorboard_writers", "keras_tensorboard"):
        os.rename = lambda before, after: None  # a file keeps its name while it is followed
    runpy.run_path(os.path.join(HERE, name + ".py"), run_name="__main__")


class Followed:
    """`overfit watch` of a log, with the time of all that it writes."""

    def __init__(self, overfit, source, stdin=None):
        command = [overfit, "watch", source, "--json"]
        self.process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.lines = []
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        for line in self.process.stdout:
            self.lines.append((time.monotonic(), json.loads(line)))

    def end(self):
        if self.process.stdin is None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.thread.join()
        self.process.wait()
        errors = self.process.stderr.read()
        if errors:
            print(errors, file=sys.stderr)
        return self.lines


def size(path):
    """The bytes of a file, or of all files in a folder."""
    if not os.path.isdir(path):
        return os.path.getsize(path) if os.path.exists(path) else 0
    return sum(os.path.getsize(os.path.join(folder, file)) for folder, _, files in os.walk(path) for file in files)


def follow_files(overfit, name, logs, folder, pause):
    """Follows logs from before their program begins; returns the lines of each and when its file grew."""
    paths = [os.path.join(folder, log) for log in logs]
    for path in paths:
        os.makedirs(os.path.dirname(path) if "." in os.path.basename(path) else path, exist_ok=True)
    followed = [Followed(overfit, path) for path in paths]
    script = subprocess.Popen([sys.executable, __file__, "--run", name, folder, str(pause)], cwd=folder)
    sizes, grown = [size(path) for path in paths], [[] for _ in paths]
    ended = None
    while ended is None or time.monotonic() < ended + 1.0:
        for nth, path in enumerate(paths):
            now = size(path)
            if now != sizes[nth]:
                grown[nth].append(time.monotonic())
            sizes[nth] = now
        if ended is None and script.poll() is not None:
            ended = time.monotonic()
        time.sleep(0.002)
    found = [(watch.end(), times) for watch, times in zip(followed, grown)]
    assert script.returncode == 0, "%s failed" % name
    return found


def follow_pipe(overfit, name, log, folder, pause):
    """Follows a log through a pipe; returns its lines and when each line of the program came."""
    # Without -u, Python would hold back what it prints into a pipe until it is a few thousand bytes.
    command = [sys.executable, "-u", __file__, "--run", name, folder, str(pause), log]
    script = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE)
    watch, grown = Followed(overfit, "-", subprocess.PIPE), []
    while piece := os.read(script.stdout.fileno(), 1 << 16):
        grown.append(time.monotonic())
        os.write(watch.process.stdin.fileno(), piece)
    script.wait()
    watch.process.stdin.close()
    return watch.end(), grown


def points(lines):
    """The curves in the lines of `overfit watch --json`: a later value replaces an earlier one of the same step."""
    unit = next((line["unit"] for line in lines[::-1] if line["event"] == "source"), "step")
    curves = {name: {} for name in CURVES.values()}
    for line in lines:
        if line["event"] == "source":
            curves = {name: {} for name in curves}  # the columns are others than was thought: all points come again
        if line["event"] == "notice" and "went back" in line["text"]:
            to = int(line["text"].split(" to ")[1].split(":")[0])
            curves = {name: {step: value for step, value in curve.items() if step < to} for name, curve in curves.items()}
        for name in curves:
            if line["event"] == "point" and name in line:
                curves[name][line["step"]] = line[name]
    return unit, curves


def distance(unit, found, truth):
    """The largest difference of curves to those that a program reports, and how many of their values there are."""
    largest, count = 0.0, 0
    for name, ours in CURVES.items():
        theirs = truth["curves"].get(name)
        if theirs is None or not found[ours]:
            continue
        reported = dict(zip(theirs["steps"], theirs["values"]))  # of a step that came twice, the later value
        for step, value in found[ours].items():
            if unit == "epoch/1000":
                step = round(8 * step / 1000)  # the program reports steps, and prints epochs of eight steps with four digits
            assert step in reported, "%s has no %s at step %s" % (truth["program"], name, step)
            count += 1
            if value is None or reported[step] is None:
                assert value == reported[step], "%s at step %s is %s, not %s" % (ours, step, value, reported[step])
            else:
                largest = max(largest, abs(value - reported[step]))
    return largest, count


def word(lines):
    """The first word that is another than LEARNING, and the last one."""
    said = [(line["word"], line["step"]) for line in lines if line["event"] == "diagnosis"]
    first = next(("%s at %d" % pair for pair in said if pair[0] != "LEARNING"), "LEARNING")
    last = next((line["diagnosis"] for line in lines[::-1] if line["event"] == "end"), "?")
    return first + ("" if first.startswith(last) else ", then " + last)


def delays(lines, grown):
    """How long after the last piece before it each point came."""
    arrived = [time for time, line in lines if line["event"] == "point"]
    before = [max((grew for grew in grown if grew <= at), default=None) for at in arrived]
    return sorted(at - grew for at, grew in zip(arrived, before) if grew is not None)


def report(overfit, log, truth, how, followed, folder):
    """A row of the table."""
    timed, grown = followed
    lines = [line for _, line in timed]
    of_log = os.path.join(folder, log if os.path.isdir(os.path.join(folder, log)) else os.path.dirname(log))
    with open(os.path.join(of_log, truth)) as file:
        now = json.load(file)
    with open(os.path.join(KEPT, os.path.relpath(of_log, folder), truth)) as file:
        kept = json.load(file)
    unit, curves = points(lines)
    once = subprocess.run([overfit, "watch", os.path.join(KEPT, log), "--json", "--once"], stdout=subprocess.PIPE, text=True)
    once = [json.loads(line) for line in once.stdout.splitlines()]
    late = delays(timed, grown)
    (far, count), (far_from_kept, _) = distance(unit, curves, now), distance(unit, curves, kept)
    print("| `%s` | %s | %d, %d values | %.0f ms, %.0f ms | %.1g | %.1g | %s | %s |" % (
        log, how, len(late), count, 1e3 * late[len(late) // 2], 1e3 * late[-1], far, far_from_kept, word(lines), word(once)))
    sys.stdout.flush()


def main():
    arguments = sys.argv[1:]
    if arguments[:1] == ["--run"]:
        return run(arguments[1], arguments[2], float(arguments[3]), *arguments[4:])
    pause = 0.3
    if "--pause" in arguments:
        at = arguments.index("--pause")
        pause = float(arguments[at + 1])
        del arguments[at : at + 2]
    if not arguments:
        sys.exit(__doc__)
    overfit = os.path.abspath(arguments[0])
    print("| log | through | points | half, slowest | from what is reported | from tests/data/logs | live | tests/data/logs |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in arguments[1:] or LOGS:
        files = [(log, truth) for log, truth, how in LOGS[name] if how == "file"]
        with tempfile.TemporaryDirectory() as folder:
            followed = follow_files(overfit, name, [log for log, _ in files], folder, pause)
            for (log, truth), found in zip(files, followed):
                report(overfit, log, truth, "file", found, folder)
        for log, truth in [(log, truth) for log, truth, how in LOGS[name] if how == "pipe"]:
            with tempfile.TemporaryDirectory() as folder:
                found = follow_pipe(overfit, name, log, folder, pause)
                report(overfit, log, truth, "pipe", found, folder)


main()
