"""Lets a log grow as the program that wrote it would have done.

    python tests/logs/grow.py SOURCE TARGET [--rate PIECES-A-SECOND] [--mode append|half|rewrite|rotate] [--header PIECES]

A piece is a line of a text, a record of an event file, and for `trainer_state.json` the whole file with one more entry. All files of a
folder grow together; burn's grow one epoch after the other.

    append    piece after piece
    half      each piece in two writes, the second one half a tick later
    rewrite   after half of the pieces the file is emptied and begins again
    rotate    after half of the pieces the file is renamed to TARGET.1 and a new one goes on

--header is how many pieces a new file begins with again: 1 for CSV and event files, or else 0. A rate of 0 is as fast as possible.
"""

import argparse
import json
import os
import re
import struct
import time


def pieces(path):
    """What is written at a time, in order."""
    with open(path, "rb") as file:
        content = file.read()
    if "tfevents" in os.path.basename(path):
        found, start = [], 0
        while start < len(content):
            # The length of the data with its checksum before the data, the checksum of the data behind it.
            (length,) = struct.unpack_from("<Q", content, start)
            found.append(content[start : start + 16 + length])
            start += 16 + length
        return found
    if path.endswith(".json"):
        state = json.loads(content)
        history = state["log_history"]
        return [json.dumps(dict(state, log_history=history[:n]), indent=2).encode() + b"\n" for n in range(1, len(history) + 1)]
    return content.splitlines(keepends=True)


class Growing:
    """One file, and how far it is."""

    def __init__(self, source, target, options):
        self.target, self.mode = target, options.mode
        self.pieces = pieces(source)
        self.whole = source.endswith(".json")
        framed = source.endswith(".csv") or "tfevents" in os.path.basename(source)
        self.header = options.header if options.header is not None else int(framed)
        # Before which piece the file is emptied or renamed.
        self.turn = len(self.pieces) // 2 if options.mode in ("rewrite", "rotate") else None
        os.makedirs(os.path.dirname(os.path.abspath(target)), exist_ok=True)
        open(target, "wb").close()

    def steps(self):
        """Writes a piece, or half of one, before each of its values, which are the ticks that it takes."""
        for n, piece in enumerate(self.pieces):
            if n == self.turn and self.mode == "rewrite":
                open(self.target, "wb").close()
                for old in self.pieces[:n]:
                    self.write(old)
                    yield 1.0
            elif n == self.turn:
                os.replace(self.target, self.target + ".1")
                open(self.target, "wb").close()
                for old in self.pieces[: self.header]:
                    self.write(old)
            if self.mode == "half":
                middle = len(piece) // 2
                self.write(piece[:middle])
                yield 0.5
                self.write(piece[middle:], more=True)
                yield 0.5
            else:
                self.write(piece)
                yield 1.0

    def write(self, piece, more=False):
        with open(self.target, "wb" if self.whole and not more else "ab") as file:
            file.write(piece)


def together(source):
    """The files of a folder, in groups that grow one after the other."""
    groups = {}
    for path, _, files in os.walk(source):
        for file in files:
            if file.endswith("truth.json"):
                continue
            name = os.path.relpath(os.path.join(path, file), source)
            epoch = re.search(r"epoch-(\d+)", name)
            key = (int(epoch.group(1)), name.split(os.sep)[0]) if epoch else (0, "")
            groups.setdefault(key, []).append(name)
    return [sorted(groups[key]) for key in sorted(groups)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source")
    parser.add_argument("target")
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--mode", choices=["append", "half", "rewrite", "rotate"], default="append")
    parser.add_argument("--header", type=int)
    options = parser.parse_args()
    folder = os.path.isdir(options.source)
    for group in together(options.source) if folder else [[""]]:
        # A folder of burn's is written when its epoch begins.
        growing = []
        for name in group:
            source = os.path.join(options.source, name) if folder else options.source
            target = os.path.join(options.target, name) if folder else options.target
            growing.append(Growing(source, target, options).steps())
        while growing:
            ticks = [next(file, None) for file in growing]
            growing = [file for file, tick in zip(growing, ticks) if tick is not None]
            if growing and options.rate > 0:
                time.sleep(max(tick for tick in ticks if tick is not None) / options.rate)


main()
