"""Writes tests/data/logs/lightning: the `metrics.csv` of Lightning's `CSVLogger`.

    python tests/logs/lightning_csv_logger.py

The training loss is logged at steps and at the end of each epoch, everything else at the end of each epoch. Most cells are empty.

Needs Lightning and PyTorch.
"""

import os
import shutil
import tempfile
import warnings

import lightning
import torch
from lightning.pytorch.callbacks import Callback
from lightning.pytorch.loggers import CSVLogger
from torch.utils.data import DataLoader, TensorDataset

import noisy

EPOCHS = 60


class Network(lightning.LightningModule):
    def __init__(self):
        super().__init__()
        hidden = torch.nn.Linear(noisy.FEATURES, 64)
        self.layers = torch.nn.Sequential(hidden, torch.nn.ReLU(), torch.nn.Linear(64, 2))

    def training_step(self, batch, _):
        loss, accuracy = self.scores(batch)
        self.log("train_loss", loss, on_step=True, on_epoch=True)
        self.log("train_acc", accuracy, on_step=False, on_epoch=True)
        return loss

    def validation_step(self, batch, _):
        loss, accuracy = self.scores(batch)
        self.log_dict({"val_loss": loss, "val_acc": accuracy})

    def scores(self, batch):
        x, y = batch
        output = self.layers(x)
        return torch.nn.functional.cross_entropy(output, y), (output.argmax(1) == y).float().mean()

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=0.2)


class Reported(Callback):
    """Keeps what the trainer reports through its own interface."""

    def __init__(self):
        self.steps, self.step_losses, self.ends, self.metrics = [], [], [], []

    def on_train_batch_end(self, trainer, module, outputs, batch, batch_idx):
        self.steps.append(trainer.global_step - 1)
        self.step_losses.append(outputs["loss"])

    def on_train_epoch_end(self, trainer, module):
        self.ends.append(trainer.global_step - 1)
        self.metrics.append({name: float(value) for name, value in trainer.callback_metrics.items()})

    def curve(self, name):
        return noisy.curve(self.ends, [metrics[name] for metrics in self.metrics])


warnings.filterwarnings("ignore")
lightning.seed_everything(1, verbose=False)
x, y, x_validation, y_validation = map(torch.from_numpy, noisy.rows())
batches = DataLoader(TensorDataset(x, y), batch_size=10, shuffle=True)
validation = DataLoader(TensorDataset(x_validation, y_validation), batch_size=100)
reported = Reported()
folder = noisy.fresh("lightning")
with tempfile.TemporaryDirectory() as scratch:
    trainer = lightning.Trainer(
        accelerator="cpu",
        max_epochs=EPOCHS,
        logger=CSVLogger(scratch, name="", version=""),
        log_every_n_steps=4,
        callbacks=[reported],
        enable_checkpointing=False,
        enable_progress_bar=False,
        enable_model_summary=False,
    )
    trainer.fit(Network(), batches, validation)
    shutil.copy(os.path.join(scratch, "metrics.csv"), folder)
curves = {
    "train_loss": reported.curve("train_loss_epoch"),
    "validation_loss": reported.curve("val_loss"),
    "train_accuracy": reported.curve("train_acc"),
    "validation_accuracy": reported.curve("val_acc"),
    "train_loss_of_each_step": noisy.curve(reported.steps, reported.step_losses),
}
noisy.write_truth(folder, "Lightning %s" % lightning.__version__, "steps of the optimizer from 0", curves)
