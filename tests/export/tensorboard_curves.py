"""Reads the event file with TensorBoard's own readers and compares it with curves.csv.

    python tests/export/tensorboard_curves.py FOLDER

Needs TensorBoard and NumPy.
"""

import csv
import glob
import os
import sys

try:
    import numpy as np
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader
except ImportError as missing:
    print("skipped: %s" % missing)
    sys.exit(77)

folder = sys.argv[1]
with open(os.path.join(folder, "curves.csv")) as file:
    rows = list(csv.DictReader(file))
events = EventAccumulator(folder, size_guidance={"scalars": 0}).Reload()
expected = {
    "%s/%s" % (kind, part): "%s_%s" % (part, kind)
    for kind in ("loss", "accuracy")
    for part in ("train", "test", "validation")
    if "%s_%s" % (part, kind) in rows[0]
}
assert sorted(events.Tags()["scalars"]) == sorted(expected), events.Tags()
for tag, column in expected.items():
    scalars = events.Scalars(tag)
    assert [event.step for event in scalars] == [int(row["step"]) for row in rows], tag
    assert [event.value for event in scalars] == [float(np.float32(row[column])) for row in rows], tag
    assert [event.wall_time for event in scalars] == [1.7e9 + int(row["step"]) for row in rows], tag

(path,) = glob.glob(os.path.join(folder, "events.out.tfevents.*"))
loaded = list(EventFileLoader(path).Load())
assert loaded[0].file_version == "brain.Event:2"
assert len(loaded) == len(rows) + 1
print("TensorBoard: %d evaluations of %d curves" % (len(rows), len(expected)))
