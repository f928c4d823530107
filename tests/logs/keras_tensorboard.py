"""Writes tests/data/logs/keras_tensorboard: the folders `train` and `validation` of `keras.callbacks.TensorBoard`.

    python tests/logs/keras_tensorboard.py

Its scalars are tensors of rank 0 within the events, not simple values. The files are given a name without that of the machine.

Needs Keras with TensorFlow.
"""

import os

import keras

import noisy

x, y, x_validation, y_validation = noisy.rows()
folder = noisy.fresh("keras_tensorboard")
keras.utils.set_random_seed(1)
layers = [keras.layers.Dense(64, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
model = keras.Sequential([keras.Input((noisy.FEATURES,))] + layers)
model.compile(keras.optimizers.SGD(0.1), "binary_crossentropy", metrics=["accuracy"])
callback = keras.callbacks.TensorBoard(folder, write_graph=False)
history = model.fit(x, y, 10, 80, verbose=0, validation_data=(x_validation, y_validation), callbacks=[callback])

for part in ["train", "validation"]:
    (file,) = os.listdir(os.path.join(folder, part))
    neutral = "events.out.tfevents.1700000000.machine.1.0.v2"
    os.rename(os.path.join(folder, part, file), os.path.join(folder, part, neutral))
names = {"loss": "train_loss", "val_loss": "validation_loss", "accuracy": "train_accuracy", "val_accuracy": "validation_accuracy"}
curves = {names[key]: noisy.curve(history.epoch, history.history[key]) for key in names}
noisy.write_truth(folder, "Keras %s" % keras.__version__, "epochs from 0", curves)
