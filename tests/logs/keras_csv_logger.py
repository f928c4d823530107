"""Writes tests/data/logs/keras: the files of `keras.callbacks.CSVLogger`.

    python tests/logs/keras_csv_logger.py

`training.csv` is a plain run. `resumed.csv` was stopped after 30 epochs and continued by a second `fit` with `append=True` that
began to count from 0 again. In `nan.csv` the learning rate is raised by mistake, and from then on the loss is no number.

Needs Keras and a backend for it.
"""

import os

import keras
import noisy

x, y, x_validation, y_validation = noisy.rows()
folder = noisy.fresh("keras")
NAMES = {"loss": "train_loss", "val_loss": "validation_loss", "accuracy": "train_accuracy", "val_accuracy": "validation_accuracy"}


def network(eta):
    keras.utils.set_random_seed(1)
    layers = [keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
    model = keras.Sequential([keras.Input((noisy.FEATURES,))] + layers)
    model.compile(keras.optimizers.SGD(eta), "binary_crossentropy", metrics=["accuracy"])
    return model


def fit(model, epochs, file, append=False, other=()):
    callback = keras.callbacks.CSVLogger(os.path.join(folder, file), append=append)
    data = (x_validation, y_validation)
    return model.fit(x, y, 10, epochs, verbose=0, validation_data=data, callbacks=[callback, *other])


def truth(histories, name):
    epochs = [epoch for history in histories for epoch in history.epoch]
    values = {key: [value for history in histories for value in history.history[key]] for key in NAMES}
    curves = {NAMES[key]: noisy.curve(epochs, values[key]) for key in NAMES}
    noisy.write_truth(folder, "Keras %s" % keras.__version__, "epochs from 0", curves, name)


truth([fit(network(0.1), 80, "training.csv")], "truth.json")

model = network(0.1)
truth([fit(model, 30, "resumed.csv"), fit(model, 30, "resumed.csv", append=True)], "resumed.truth.json")

# A schedule with a mistake in it: the steps of the seventh epoch are so large that the weights overflow.
schedule = keras.callbacks.LearningRateScheduler(lambda epoch: 0.1 if epoch < 6 else 1e30)
truth([fit(network(0.1), 10, "nan.csv", other=[schedule])], "nan.truth.json")
