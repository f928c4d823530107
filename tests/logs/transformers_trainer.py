"""Writes tests/data/logs/transformers: `trainer_state.json` of a Hugging Face `Trainer`, and what it prints.

    python tests/logs/transformers_trainer.py

A tiny BERT with random weights reads sequences of 12 tokens. It logs every 5 steps and evaluates every 8.

Needs transformers, accelerate and PyTorch.
"""

import os
import shutil
import tempfile

import torch
import transformers
from torch.utils.data import Dataset

import noisy

TOKENS = 16


class Rows(Dataset):
    """The numbers of a row as tokens."""

    def __init__(self, x, y):
        self.tokens = torch.from_numpy((x * 3 + TOKENS / 2).clip(0, TOKENS - 1).astype("int64"))
        self.labels = torch.from_numpy(y)

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, n):
        return {"input_ids": self.tokens[n], "labels": self.labels[n]}


class Reported(transformers.TrainerCallback):
    """Keeps what the trainer reports through its own interface."""

    def __init__(self):
        self.train, self.validation = [], []

    def on_log(self, args, state, control, logs=None, **rest):
        if "loss" in logs:
            self.train.append((state.global_step, logs["loss"]))

    def on_evaluate(self, args, state, control, metrics=None, **rest):
        self.validation.append((state.global_step, metrics["eval_loss"], metrics["eval_accuracy"]))


def accuracy(prediction):
    return {"accuracy": float((prediction.predictions.argmax(1) == prediction.label_ids).mean())}


transformers.set_seed(1)
x, y, x_validation, y_validation = noisy.rows()
sizes = dict(hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64)
config = transformers.BertConfig(vocab_size=TOKENS, num_labels=2, max_position_embeddings=noisy.FEATURES, **sizes)
reported = Reported()
folder = noisy.fresh("transformers")
with tempfile.TemporaryDirectory() as scratch, noisy.Console(os.path.join(folder, "console.txt")):
    settings = transformers.TrainingArguments(
        output_dir=scratch,
        num_train_epochs=50,
        per_device_train_batch_size=10,
        per_device_eval_batch_size=200,
        learning_rate=2e-3,
        logging_steps=5,
        eval_strategy="steps",
        eval_steps=8,
        save_strategy="no",
        report_to="none",
        use_cpu=True,
        disable_tqdm=True,
    )
    trainer = transformers.Trainer(
        transformers.BertForSequenceClassification(config),
        settings,
        train_dataset=Rows(x, y),
        eval_dataset=Rows(x_validation, y_validation),
        compute_metrics=accuracy,
        callbacks=[reported],
    )
    trainer.train()
    trainer.save_state()
    shutil.copy(os.path.join(scratch, "trainer_state.json"), folder)
steps, losses, accuracies = zip(*reported.validation)
curves = {
    "train_loss": noisy.curve(*zip(*reported.train)),
    "validation_loss": noisy.curve(steps, losses),
    "validation_accuracy": noisy.curve(steps, accuracies),
}
noisy.write_truth(folder, "transformers %s" % transformers.__version__, "steps of the optimizer from 1", curves)
