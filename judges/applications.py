"""Networks of keras.applications with random weights: saved as .keras and .h5, with the figures and outputs that Keras gives them.

`python applications.py --list` names them all, with the maker. Without arguments it answers a line of JSON with one of JSON: `["make", NAME, FOLDER]`
writes model.keras, model.h5, golden.json.gz (config and a row per layer), input.json (its extents), input.bin and output.bin (float32; the
output before a final softmax), and tells the model's steps; `["back", FOLDER, FILE...]` loads files that were made from an import and tells of
each its steps, its numbers of parameters and how far its output is from output.bin, by the standard deviation. Steps are all that a model does,
one by one: its layers, what is in models nested in it, and operations such as +, which Keras does not count among the layers.
"""

import gc
import gzip
import inspect
import json
import os
import sys

import keras
import numpy as np

SEED = 11
# Height and width where a network leaves them open.
OPEN_EXTENT = 224


def names():
    """All networks, by the functions that build them."""
    found = vars(keras.applications)
    return sorted(name for name, value in found.items() if inspect.isfunction(value))


def spread(model):
    """Random numbers by which every mistake shows: kernels that keep the signal's size, biases, and statistics of a batch."""
    draw = np.random.default_rng(SEED)
    for variable in model.variables:
        shape, kind = variable.shape, variable.name
        if not variable.dtype.startswith("float"):
            continue
        if "kernel" in kind:
            inputs = shape[0] * shape[1] if "depthwise" in variable.path else int(np.prod(shape[:-1]))
            value = draw.standard_normal(shape, np.float32) * np.float32(np.sqrt(2 / max(1, inputs)))
        elif kind in ("gamma", "moving_variance", "variance"):
            value = draw.uniform(0.8, 1.2, shape)
        else:
            value = draw.uniform(-0.2, 0.2, shape)
        variable.assign(value.astype(np.float32))


def before_activation(model):
    """The model without a final softmax."""
    last = model.layers[-1]
    if isinstance(last, keras.layers.Activation):
        return keras.Model(model.input, last.input)
    last.activation = keras.activations.linear
    return keras.Model(model.input, last(last.input))


def rows(model):
    """Name, class, output shapes and number of parameters of every layer of the outermost model."""
    for layer in model.layers:
        outputs = layer.output if isinstance(layer.output, (list, tuple)) else [layer.output]
        yield [layer.name, type(layer).__name__, [list(output.shape) for output in outputs], layer.count_params()]


def steps(model):
    """Class, output shapes and number of parameters of all that a model does, nested models opened."""
    for step in model.layers if isinstance(model, keras.Sequential) else model.operations:
        if isinstance(step, keras.Model):
            # What enters a nested model is an output of a step before.
            yield from (inner for inner in steps(step) if inner[0] != "InputLayer")
            continue
        outputs = step.output if isinstance(step.output, (list, tuple)) else [step.output]
        params = step.count_params() if isinstance(step, keras.Layer) else 0
        yield [type(step).__name__, [list(output.shape) for output in outputs], params]


def trainable(model):
    return sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)


def back(folder, *names):
    with open(os.path.join(folder, "input.json"), encoding="utf-8") as file:
        values = np.fromfile(os.path.join(folder, "input.bin"), np.float32).reshape(json.load(file))
    return [back_of(os.path.join(folder, name), values, os.path.join(folder, "output.bin")) for name in names]


def back_of(path, values, output):
    model = keras.saving.load_model(path, compile=False)
    counts = {"steps": list(steps(model)), "params": model.count_params(), "trainable": trainable(model)}
    answer = keras.ops.convert_to_numpy(before_activation(model)(values, training=False))
    reference = np.fromfile(output, np.float32).reshape(answer.shape)
    keras.backend.clear_session()
    return {**counts, "difference": float(np.abs(answer - reference).max() / reference.std())}


def maker():
    import tensorflow

    return f"Keras {keras.__version__} on TensorFlow {tensorflow.__version__}"


def make(name, folder):
    # The names of layers count up from the first.
    keras.backend.clear_session()
    model = getattr(keras.applications, name)(weights=None)
    spread(model)
    model.save(os.path.join(folder, "model.keras"))
    model.save(os.path.join(folder, "model.h5"))
    golden = {
        "maker": f"keras {keras.__version__}",
        "network": name,
        "params": model.count_params(),
        "trainable": trainable(model),
        "rows": list(rows(model)),
        "config": json.loads(model.to_json()),
    }
    text = json.dumps(golden, separators=(",", ":")).encode()
    with open(os.path.join(folder, "golden.json.gz"), "wb") as file:
        file.write(gzip.compress(text, 9, mtime=0))
    shape = [1, *(extent or OPEN_EXTENT for extent in model.input_shape[1:])]
    values = np.random.default_rng(SEED).standard_normal(shape, np.float32)
    with open(os.path.join(folder, "input.json"), "w", encoding="utf-8") as file:
        json.dump(shape, file)
    values.tofile(os.path.join(folder, "input.bin"))
    # Before the last layer loses its softmax.
    told = list(steps(model))
    logits = before_activation(model)
    keras.ops.convert_to_numpy(logits(values, training=False)).astype(np.float32).tofile(os.path.join(folder, "output.bin"))
    return {"steps": told}


def main():
    if sys.argv[1:] == ["--list"]:
        print(json.dumps({"maker": maker(), "names": names()}))
        return
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        try:
            answer = {"make": make, "back": back}[command](*arguments)
        except Exception as error:  # noqa: BLE001 - every kind of failure is a finding, and the next network is asked about
            answer = {"error": f"{type(error).__name__}: {error}"[:600]}
        gc.collect()
        print("\n" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
