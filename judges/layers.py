"""Computes with Keras what each battery case should give: output shape, parameter counts, and the output of fixed weights on a fixed
input. Run by judges/layers.mjs, once on TensorFlow and once on PyTorch for what TensorFlow cannot do:

    python layers.py CASES.json ANSWERS.json

Reads the cases by group; those that ANSWERS.json (when it is there) already answers are left alone. Fixed numbers, all in double
precision and then rounded to single:
  input p:  x[i] = 1.5 sin(0.37 i + p), of whole numbers (7 i + p) mod 5
  weight k: w[i] = 0.3 sin(0.7 i + k), a variance 1 + that; weights in Keras's order
"""

import json
import os
import pathlib
import sys

import keras
import numpy as np
from keras.src.applications import convnext, inception_resnet_v2

BATCH = 2
BACKEND = keras.backend.backend()
if BACKEND == "tensorflow":
    import tensorflow as tf
    from operators import MAKER, OPERATORS, weight_counts

    LIBRARY = f"TensorFlow {tf.__version__}"
else:
    import torch

    OPERATORS = {}

    LIBRARY = f"PyTorch {torch.__version__}"


def wave(shape, step, start, scale):
    index = np.arange(int(np.prod(shape)), dtype=np.float64)
    return (scale * np.sin(step * index + start)).reshape(shape)


def input_value(shape, port, dtype):
    if dtype in ("int32", "bool"):
        count = BATCH * int(np.prod(shape[1:]))
        values = (7 * np.arange(count) + port) % 5
        return (values % 2 if dtype == "bool" else values).astype(dtype).reshape([BATCH, *shape[1:]])
    return wave([BATCH, *shape[1:]], 0.37, port, 1.5).astype(np.float32)


def set_weights(layer):
    values = []
    for k, weight in enumerate(layer.weights):
        value = wave(weight.shape, 0.7, k, 0.3)
        values.append((1 + value if "variance" in weight.name else value).astype(np.float32))
    layer.set_weights(values)
    if hasattr(layer, "finalize_state"):
        layer.finalize_state()  # else Normalization goes on with the figures that it began with


def same_sides(size, window, stride):
    """TensorFlow's SAME: the output is ceil(size / stride); an odd amount goes behind."""
    total = max((-(-size // stride) - 1) * stride + window - size, 0)
    return total // 2, total - total // 2


def spatial_axes(rank, data_format):
    return list(range(2, rank + 2)) if data_format == "channels_first" else list(range(1, rank + 1))


def pad(x, sides, data_format, value):
    """Pads the spatial axes of an array with a number."""
    widths = [(0, 0)] * x.ndim
    for axis, side in zip(spatial_axes(len(sides), data_format), sides):
        widths[axis] = tuple(side)
    return np.pad(x, widths, constant_values=value)


def window_pooling(kind, given, x):
    """Sum and L2 pooling, which Keras lacks, by PyTorch: an average with divisor 1, and LPPool2d of norm 2."""
    first = given["data_format"] == "channels_first"
    size = given["pool_size"]
    strides = given["strides"] or size
    padding = given["padding"]
    extents = x.shape[2:] if first else x.shape[1:-1]
    if padding == "same":
        padding = [same_sides(*entry) for entry in zip(extents, size, strides)]
    elif padding == "valid":
        padding = [(0, 0)] * len(size)
    value = torch.tensor(pad(x, padding, given["data_format"], 0.0))
    value = value if first else value.permute(0, 3, 1, 2)
    if kind == "SumPooling2D":
        value = torch.nn.functional.avg_pool2d(value, size, strides, divisor_override=1)
    else:
        value = torch.nn.functional.lp_pool2d(value, 2.0, size, strides)
    return (value if first else value.permute(0, 2, 3, 1)).numpy()


def local_response_normalization(given, x):
    """By TensorFlow, which has it for rank 4 with the channels last; the other axes do not matter to it."""
    value = np.moveaxis(x, 1, -1) if given["data_format"] == "channels_first" else x
    flat = value.reshape([-1, 1, 1, value.shape[-1]])
    settings = {key: given[key] for key in ("depth_radius", "bias", "alpha", "beta")}
    value = tf.nn.local_response_normalization(tf.constant(flat), **settings).numpy().reshape(value.shape)
    return np.moveaxis(value, -1, 1) if given["data_format"] == "channels_first" else value


def step(x):
    return torch.heaviside(x, torch.ones((), dtype=x.dtype))


def keras_arguments(kind, given):
    """Our canonical parameters as Keras's class takes them."""
    skipped = ("_initializer", "_regularizer", "_constraint")
    plain = {key: value for key, value in given.items() if not key.endswith(skipped)}
    if plain.get("activation") == "step":
        if BACKEND != "torch":
            raise NotImplementedError("step")
        if kind == "Activation":
            return {"activation": step}
        plain["activation"] = step
    for key in ("padding", "cropping", "size"):
        if kind.endswith("1D") and kind.startswith(("Zero", "Cropping", "Up")) and key in plain:
            plain[key] = plain[key][0]
    for key in ("axis", "axes"):
        if isinstance(plain.get(key), list) and len(plain[key]) == 1:
            plain[key] = plain[key][0]
    if kind.startswith("Adaptive") and kind.endswith("1D"):
        plain["output_size"] = plain["output_size"][0]
    for key in ("layer", "backward_layer"):
        if plain.get(key) is not None:
            plain[key] = inner_layer(plain[key])
    if kind in ("UpSampling1D", "Cropping1D", "SpatialDropout1D"):
        plain.pop("data_format", None)
    return plain


def inner_layer(given):
    """The layer inside a wrapper: {type, parameters}, Keras's defaults for the rest."""
    return getattr(keras.layers, given["type"])(**keras_arguments(given["type"], given["parameters"]))


# Parameters of ours that Keras takes when a layer is called.
CALL_ARGUMENTS = ("use_causal_mask", "reverse")
# Layers that take their inputs as arguments, not as a list.
ONE_BY_ONE = ("MultiHeadAttention", "GroupQueryAttention")


def run_layer(kind, given, inputs):
    """The layer and its output for arrays."""
    call = {key: given[key] for key in CALL_ARGUMENTS if key in given}
    given = {key: value for key, value in given.items() if key not in call}
    home = next((place for place in (keras.layers, convnext, inception_resnet_v2) if hasattr(place, kind)), keras.layers)
    layer = getattr(home, kind)(**given)
    fed = [keras.ops.convert_to_tensor(value) for value in inputs]
    fed = fed if kind in ONE_BY_ONE else [fed if len(fed) > 1 else fed[0]]
    layer(*fed, **call)
    set_weights(layer)
    if takes_training(layer):
        call["training"] = False
    return layer, np.asarray(keras.ops.convert_to_numpy(layer(*fed, **call)))


def run_channels_first_convolution(kind, given, x):
    """A channels-first convolution on TensorFlow, computed channels-last and turned back: TensorFlow's CPU has no other, and the one
    that Keras 3.15 compiles by XLA instead answers wrong numbers for some strides (PyTorch and the definition agree with this)."""
    plain = {**given, "data_format": "channels_last", "activation": None}
    layer, output = run_layer(kind, plain, [np.moveaxis(x, 1, -1)])
    turned = keras.ops.convert_to_tensor(np.moveaxis(output, -1, 1))
    return layer, np.asarray(keras.ops.convert_to_numpy(keras.activations.get(given["activation"])(turned)))


def takes_training(layer):
    return layer._call_has_training_arg


def compute(kind, given, inputs):
    """Output, trainable and non-trainable parameters."""
    if kind in OPERATORS:
        return np.asarray(OPERATORS[kind](given, inputs)), *weight_counts(kind, given, inputs)
    if kind in ("SumPooling2D", "L2Pooling2D"):
        return window_pooling(kind, given, inputs[0]), 0, 0
    if kind == "LocalResponseNormalization":
        return local_response_normalization(given, inputs[0]), 0, 0
    if kind.startswith("ConvLSTM") and BACKEND == "tensorflow" and given["data_format"] == "channels_first":
        raise NotImplementedError("TensorFlow's CPU convolves channels last")
    if kind == "RandomCrop":
        # What its documentation says of inference; Keras 3.15 leaves the images as they are.
        kind, given = "Resizing", {**given, "crop_to_aspect_ratio": True}
    plain = keras_arguments(kind, given)
    padding = plain.get("padding")
    explicit = isinstance(padding, list) and not kind.startswith("Zero")
    first = plain.get("data_format") == "channels_first"
    run = run_layer
    if BACKEND == "tensorflow" and first and "Conv" in kind:
        run = lambda kind, given, inputs: run_channels_first_convolution(kind, given, inputs[0])
    if not explicit:
        layer, output = run(kind, plain, inputs)
    else:
        plain["padding"] = "valid"
        data_format = plain["data_format"]
        border = -np.inf if kind.startswith("Max") else 0.0
        layer, output = run(kind, plain, [pad(inputs[0], padding, data_format, border)])
        if kind.startswith("Average"):
            # Padded places are not counted: divide by the average of ones.
            output = output / run_layer(kind, plain, [pad(np.ones_like(inputs[0]), padding, data_format, 0.0)])[1]
    trainable = sum(int(np.prod(w.shape)) for w in layer.weights if w.trainable)
    return output, trainable, sum(int(np.prod(w.shape)) for w in layer.weights) - trainable


def figures(values):
    return [float(f"{value:.7g}") for value in values]


def answer(case):
    dtypes = case.get("dtypes") or ["float32"] * len(case["inputs"])
    constants = case.get("constants") or {}
    inputs = [
        np.asarray(constants[str(port)]["value"], dtype=dtypes[port]).reshape(shape)
        if str(port) in constants
        else input_value(shape, port, dtypes[port])
        for port, shape in enumerate(case["inputs"])
    ]
    if case.get("diesOnTensorFlow") and BACKEND == "tensorflow":
        raise NotImplementedError("Keras on TensorFlow dies in this layer")
    output, trainable, non_trainable = compute(case["type"], case["canonical"], inputs)
    flat = np.asarray(output, dtype=np.float64).reshape(-1)
    assert np.all(np.isfinite(flat)), "not finite"
    return {
        "by": "onnx" if case["type"] in OPERATORS else BACKEND,
        "shape": list(output.shape),
        "trainable": trainable,
        "nonTrainable": non_trainable,
        "first": figures(flat[:8]),
        "last": figures(flat[-8:]),
        "sum": figures([flat.sum()])[0],
        "weightedSum": figures([np.sum(flat * np.cos(np.arange(flat.size)))])[0],
    }


def main():
    cases, out = json.loads(pathlib.Path(sys.argv[1]).read_text()), pathlib.Path(sys.argv[2])
    known = json.loads(out.read_text()) if out.exists() else {"makers": {}, "groups": {}}
    if OPERATORS:
        known["makers"]["onnx"] = MAKER
    known["makers"][BACKEND] = f"Keras {keras.__version__} on {LIBRARY}"
    for group, entries in cases.items():
        answers = known["groups"].setdefault(group, [None] * len(entries))
        for i, case in enumerate(entries):
            if answers[i] and "shape" in answers[i]:
                continue
            try:
                answers[i] = answer(case)
            except Exception as error:  # whatever the library says it cannot do is told, not hidden
                message = (str(error).strip() or "no message").splitlines()[0][:160]
                before = answers[i]["refused"] if answers[i] else []
                answers[i] = {"refused": [*before, f"{BACKEND}: {type(error).__name__}: {message}"]}
    out.write_text(json.dumps(known))


if __name__ == "__main__":
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
    main()
