"""Writes tests/data/logs/xgboost: what XGBoost prints for two data sets and two measures.

    python tests/logs/xgboost_console.py

`console.txt` is of `xgboost.train`, whose caller names the data sets. `estimator.txt` is of `XGBClassifier.fit`, which numbers them;
here, as is usual, number 0 is the training data. It prints each fifth round and the last one.

Needs XGBoost and scikit-learn.
"""

import os

import xgboost

import noisy

x, y, x_validation, y_validation = noisy.rows()
train, validation = xgboost.DMatrix(x, y), xgboost.DMatrix(x_validation, y_validation)
settings = {"objective": "binary:logistic", "eval_metric": ["logloss", "error"], "max_depth": 4, "eta": 0.1, "nthread": 1, "seed": 1}
settings.update(min_child_weight=0, reg_lambda=0.1)
folder = noisy.fresh("xgboost")


def truth(reported, training, validation, name):
    def curve(of, measure):
        return noisy.curve(range(len(reported[of][measure])), reported[of][measure])

    curves = {
        "train_loss": curve(training, "logloss"),
        "validation_loss": curve(validation, "logloss"),
        "train_error": curve(training, "error"),
        "validation_error": curve(validation, "error"),
    }
    noisy.write_truth(folder, "XGBoost %s" % xgboost.__version__, "rounds from 0", curves, name)


reported = {}
with noisy.Console(os.path.join(folder, "console.txt")):
    sets = [(train, "train"), (validation, "eval")]
    xgboost.train(settings, train, 100, evals=sets, evals_result=reported, verbose_eval=True)
truth(reported, "train", "eval", "truth.json")

estimator = xgboost.XGBClassifier(n_estimators=98, **settings)
with noisy.Console(os.path.join(folder, "estimator.txt")):
    estimator.fit(x, y, eval_set=[(x, y), (x_validation, y_validation)], verbose=5)
truth(estimator.evals_result(), "validation_0", "validation_1", "estimator.truth.json")
