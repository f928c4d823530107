"""Writes tests/data/logs/lightgbm: what `lightgbm.train` prints, with `log_evaluation` and early stopping.

    python tests/logs/lightgbm_console.py

`console.txt` has every round and all that the library says about the data. `every_fifth.txt` has each fifth round and ends when the
validation loss has been no better for 40 rounds.

Needs LightGBM.
"""

import os

import lightgbm

import noisy

x, y, x_validation, y_validation = noisy.rows()
settings = {"objective": "binary", "metric": ["binary_logloss", "binary_error"], "num_leaves": 8, "min_data_in_leaf": 2}
settings.update(learning_rate=0.05, num_threads=1, deterministic=True, seed=1)
folder = noisy.fresh("lightgbm")


def train(file, rounds, verbosity, *callbacks):
    rows = lightgbm.Dataset(x, y)
    sets = [rows, lightgbm.Dataset(x_validation, y_validation, reference=rows)]
    reported = {}
    with noisy.Console(os.path.join(folder, file)):
        callbacks = [lightgbm.record_evaluation(reported), *callbacks]
        lightgbm.train(dict(settings, verbosity=verbosity), rows, rounds, valid_sets=sets, callbacks=callbacks)
    return reported


def truth(reported, name):
    def curve(of, measure):
        return noisy.curve(range(1, len(reported[of][measure]) + 1), reported[of][measure])

    curves = {
        "train_loss": curve("training", "binary_logloss"),
        "validation_loss": curve("valid_1", "binary_logloss"),
        "train_error": curve("training", "binary_error"),
        "validation_error": curve("valid_1", "binary_error"),
    }
    noisy.write_truth(folder, "LightGBM %s" % lightgbm.__version__, "rounds from 1", curves, name)


truth(train("console.txt", 100, 1, lightgbm.log_evaluation(1)), "truth.json")
stopping = lightgbm.early_stopping(40, first_metric_only=True, verbose=True)
truth(train("every_fifth.txt", 200, -1, lightgbm.log_evaluation(5), stopping), "every_fifth.truth.json")
