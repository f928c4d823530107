"""Compares curves.csv with curves.jsonl, both read by pandas.

    python tests/export/pandas_curves.py FOLDER

Needs pandas.
"""

import os
import sys

try:
    import pandas as pd
except ImportError as missing:
    print("skipped: %s" % missing)
    sys.exit(77)

folder = sys.argv[1]
# The default parser of pandas is allowed to be wrong in the last digit.
table = pd.read_csv(os.path.join(folder, "curves.csv"), float_precision="round_trip")
lines = pd.read_json(os.path.join(folder, "curves.jsonl"), lines=True, precise_float=True)
points = lines[lines["event"] == "point"].reset_index(drop=True)
assert len(table) == len(points) > 50, (len(table), len(points))
for column in table.columns:
    assert table[column].notna().all(), column
    # The JSON reader of pandas is not exact either.
    difference = (table[column] - points[column].astype(float)).abs().max()
    assert difference <= 1e-12 * max(1.0, table[column].abs().max()), (column, difference)
changes = int((lines["event"] == "change").sum())
print("pandas %s: %d rows of %d columns, %d changes" % (pd.__version__, *table.shape, changes))
