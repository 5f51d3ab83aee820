"""What Keras makes of a network of two inputs and two outputs, as a golden file for main/training/golden.

    python several_outputs.py FOLDER

Reads orders.json (by epoch the order of the training samples) and writes several-outputs.json: the data as a NumPy archive, the weights
to begin with, the figures after the first steps and after each epoch of model.fit, of the test samples, and what is predicted for them.
"""

import base64
import io
import json
import pathlib
import sys

import keras
import numpy as np

COUNTS = {"train": 70, "validation": 24, "test": 24}
BATCH = 16
STEPS = 5
WORDS = 40


def data():
    draw = np.random.default_rng(5)
    arrays = {}
    for part, count in COUNTS.items():
        title = draw.integers(0, WORDS, (count, 6))
        tags = draw.normal(50, 20, (count, 3)).astype(np.float32)
        arrays[f"title_{part}"] = title
        arrays[f"tags_{part}"] = tags
        arrays[f"priority_{part}"] = (tags[:, 0] > tags[:, 1]).astype(np.int64)
        arrays[f"department_{part}"] = (title[:, 0] + title[:, 1]) * 4 // (2 * WORDS - 1)
    return arrays


def network():
    title = keras.Input((6,), name="title")
    tags = keras.Input((3,), name="tags")
    words = keras.layers.Embedding(WORDS, 8, name="words")(title)
    mean = keras.layers.GlobalAveragePooling1D(name="mean")(words)
    both = keras.layers.Concatenate(name="both")([mean, tags])
    hidden = keras.layers.Dense(12, activation="relu", name="hidden")(both)
    priority = keras.layers.Dense(1, activation="sigmoid", name="priority")(hidden)
    department = keras.layers.Dense(4, activation="softmax", name="department")(hidden)
    return keras.Model([title, tags], [priority, department])


def compiled():
    keras.utils.set_random_seed(7)
    model = network()
    model.compile(
        # Linear in the gradient: of a word that occurs twice in a batch Keras squares each part for itself, where others square the sum.
        optimizer=keras.optimizers.SGD(0.1, momentum=0.9),
        loss={"priority": "binary_crossentropy", "department": "sparse_categorical_crossentropy"},
        loss_weights={"priority": 0.4, "department": 1.0},
        metrics={"priority": ["accuracy", "mean_absolute_error"], "department": ["accuracy"]},
    )
    return model


def part_of(arrays, part, mean, deviation, order=None):
    def rows(array):
        return array if order is None else array[order]

    tags = ((arrays[f"tags_{part}"].astype(np.float64) - mean) / deviation).astype(np.float32)
    inputs = {"title": rows(arrays[f"title_{part}"]), "tags": rows(tags)}
    targets = {name: rows(arrays[f"{name}_{part}"]) for name in ("priority", "department")}
    return inputs, targets


def figures(logs):
    return {name: float(value) for name, value in logs.items()}


def main(folder):
    orders = json.loads((folder / "orders.json").read_text())
    arrays = data()
    mean = arrays["tags_train"].astype(np.float64).mean(axis=0)
    deviation = arrays["tags_train"].astype(np.float64).std(axis=0)
    prepared = [part_of(arrays, "train", mean, deviation, np.array(order)) for order in orders]

    stepwise = compiled()
    weights = {
        f"{layer.name}/{variable.name}": {
            "shape": list(variable.shape),
            "data": [float(value) for value in np.asarray(variable).ravel()],
        }
        for layer in stepwise.layers
        for variable in layer.weights
    }
    inputs, targets = prepared[0]
    steps = []
    for step in range(STEPS):
        rows = slice(step * BATCH, (step + 1) * BATCH)
        x = {name: value[rows] for name, value in inputs.items()}
        y = {name: value[rows] for name, value in targets.items()}
        steps.append(figures(stepwise.train_on_batch(x, y, return_dict=True)))

    model = compiled()
    validation = part_of(arrays, "validation", mean, deviation)
    epochs = []
    for inputs, targets in prepared:
        history = model.fit(
            inputs, targets, batch_size=BATCH, epochs=1, shuffle=False, validation_data=validation, verbose=0
        ).history
        epochs.append(figures({name: values[-1] for name, values in history.items()}))
    inputs, targets = part_of(arrays, "test", mean, deviation)
    test = figures(model.evaluate(inputs, targets, batch_size=BATCH, return_dict=True, verbose=0))
    priority, department = model.predict({name: value[:3] for name, value in inputs.items()}, verbose=0)
    packed = io.BytesIO()
    np.savez(packed, **arrays)
    golden = {
        "maker": f"keras {keras.__version__} on {keras.backend.backend()}, numpy {np.__version__}",
        "archive": base64.b64encode(packed.getvalue()).decode(),
        "weights": weights,
        "mean": mean.tolist(),
        "deviation": deviation.tolist(),
        "steps": steps,
        "epochs": epochs,
        "test": test,
        "predicted": {
            "priority": [float(value) for value in priority.ravel()],
            "department": [float(value) for value in department.ravel()],
        },
    }
    (folder / "several-outputs.json").write_text(json.dumps(golden))


main(pathlib.Path(sys.argv[1]))
