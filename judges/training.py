"""Trains LeNet-5 in Keras on Netloom's digits with Netloom's split of each seed: Adam, batches of 64, 10 epochs, Glorot.

    python training.py FOLDER      (inputs.f32, targets.f32, splits.json as judges/digits.ts writes them)

Prints a JSON line for each seed: {seed, test: {loss, accuracy}}.
"""

import json
import pathlib
import sys

import keras
import numpy as np
from networks import lenet5


def main():
    folder = pathlib.Path(sys.argv[1])
    told = json.loads((folder / "splits.json").read_text())
    inputs = np.fromfile(folder / "inputs.f32", np.float32).reshape([-1, *told["inputShape"]])
    targets = np.fromfile(folder / "targets.f32", np.float32).reshape([-1, told["classes"]])
    for split in told["splits"]:
        keras.utils.set_random_seed(split["seed"])
        model = lenet5(28, "same")
        model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
        train, test = np.array(split["train"]), np.array(split["test"])
        model.fit(inputs[train], targets[train], batch_size=64, epochs=10, verbose=0)
        loss, accuracy = model.evaluate(inputs[test], targets[test], batch_size=64, verbose=0)
        print(json.dumps({"seed": split["seed"], "test": {"loss": loss, "accuracy": accuracy}}), flush=True)


if __name__ == "__main__":
    main()
