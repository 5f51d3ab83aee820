"""Keras's fit, or predict where the first argument says so, on the networks of bench/training-networks.json: each line on stdin names
one, an epoch of it is made, its milliseconds are the answer's line."""

import json
import pathlib
import sys
import time

import keras
import numpy as np

SAMPLES, BATCH_SIZE, CLASSES = 2_048, 64, 10
TASKS = json.loads((pathlib.Path(__file__).parent / "training-networks.json").read_text())


def build(name):
    task = TASKS[name]
    tensors = {"input": keras.Input(task["inputShape"])}
    last = None
    for layer in task["layers"]:
        feeds = [tensors[name] for name in layer["inputs"]]
        made = getattr(keras.layers, layer["type"])(name=layer["name"], **layer["parameters"])
        last = tensors[layer["name"]] = made(feeds if len(feeds) > 1 else feeds[0])
    model = keras.Model(tensors["input"], last)
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])
    random = np.random.default_rng(1)
    inputs = random.random((SAMPLES, *task["inputShape"]), np.float32)
    targets = np.eye(CLASSES, dtype=np.float32)[random.integers(0, CLASSES, SAMPLES)]
    if "predict" in sys.argv[1:]:
        return lambda: model.predict(inputs, batch_size=BATCH_SIZE, verbose=0)
    return lambda: model.fit(inputs, targets, batch_size=BATCH_SIZE, epochs=1, shuffle=True, verbose=0)


print(json.dumps({"ready": True}), flush=True)
epochs = {}
for line in sys.stdin:
    network = line.strip()
    if network not in epochs:
        epochs[network] = build(network)
    start = time.perf_counter()
    epochs[network]()
    print(json.dumps({"ms": (time.perf_counter() - start) * 1e3}), flush=True)
