"""Writes shared/layers/arithmetic/golden/convolution.json: what Keras computes for the convolution, padding, cropping and
upsampling layers. Inputs and weights are the pattern below; a tensor is told by its shape and four weighted sums, in which
every misplaced element shows. Run: python judges/convolutions.py
"""

import json
import os
import pathlib

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("CUDA_VISIBLE_DEVICES", "")
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

OUT = pathlib.Path(__file__).parent.parent / "shared/layers/arithmetic/golden/convolution.json"


def pattern(shape, seed):
    index = np.arange(int(np.prod(shape)), dtype=np.int64)
    return (((index * 37 + seed * 17) % 101) / 50 - 1).reshape(shape)


def told(tensor):
    values = np.asarray(tensor, dtype=np.float64)
    sums = [float(np.sum(values * pattern(values.shape, 20 + k))) for k in range(4)]
    return {"shape": list(values.shape), "sums": [round(s, 5) for s in sums]}


L1, L2, L3 = [2, 11, 4], [2, 7, 10, 4], [2, 5, 6, 7, 4]


def first(shape):
    return [shape[0], shape[-1], *shape[1:-1]]


CASES = []
for rank, shape in ((1, L1), (2, L2), (3, L3)):
    conv, transposed = f"Conv{rank}D", f"Conv{rank}DTranspose"
    mixed = [3, 2, 2][:rank]
    CASES += [
        (conv, {"filters": 6, "kernel_size": 3}, shape),
        (conv, {"filters": 6, "kernel_size": 4, "strides": 2, "padding": "same"}, shape),
        (conv, {"filters": 6, "kernel_size": mixed, "strides": [2, 1, 3][:rank], "padding": "same", "use_bias": False}, shape),
        (conv, {"filters": 6, "kernel_size": 3, "dilation_rate": 2}, shape),
        (conv, {"filters": 6, "kernel_size": mixed, "dilation_rate": [2, 3, 1][:rank], "padding": "same"}, shape),
        (conv, {"filters": 6, "kernel_size": 3, "groups": 2, "padding": "same"}, shape),
        (conv, {"filters": 8, "kernel_size": 2, "groups": 4, "strides": 2}, shape),
        (conv, {"filters": 6, "kernel_size": 3, "strides": 2, "padding": [[2, 0], [1, 2], [0, 1]][:rank]}, shape),
        (conv, {"filters": 6, "kernel_size": 3, "data_format": "channels_first", "activation": "softmax", "padding": "same"}, first(shape)),
        (transposed, {"filters": 3, "kernel_size": 3}, shape),
        (transposed, {"filters": 3, "kernel_size": 3, "strides": 2, "padding": "same"}, shape),
        (transposed, {"filters": 3, "kernel_size": 4, "strides": 3, "padding": "same"}, shape),
        (transposed, {"filters": 3, "kernel_size": 2, "strides": 3}, shape),
        (transposed, {"filters": 3, "kernel_size": 2, "strides": 3, "padding": "same"}, shape),
        (transposed, {"filters": 3, "kernel_size": 4, "strides": 2, "output_padding": 1}, shape),
        (transposed, {"filters": 3, "kernel_size": 3, "strides": 3, "padding": "same", "output_padding": 1}, shape),
        (transposed, {"filters": 3, "kernel_size": 5, "strides": [2, 1, 3][:rank], "padding": "same"}, shape),
        (transposed, {"filters": 3, "kernel_size": 3, "data_format": "channels_first", "strides": 2, "activation": "relu"}, first(shape)),
    ]
    if rank < 3:
        CASES += [
            (transposed, {"filters": 3, "kernel_size": 3, "dilation_rate": 2}, shape),
            (transposed, {"filters": 3, "kernel_size": 2, "dilation_rate": 3, "padding": "same"}, shape),
        ]
    sides = [[2, 1], [0, 3], [1, 1]][:rank]
    CASES += [
        (f"ZeroPadding{rank}D", {"padding": sides}, shape),
        (f"ZeroPadding{rank}D", {"padding": sides, "data_format": "channels_first"}, first(shape)),
        (f"Cropping{rank}D", {"cropping": sides}, shape),
        (f"UpSampling{rank}D", {"size": [2, 3, 4][:rank]}, shape),
    ]
    if rank > 1:
        CASES += [
            (f"Cropping{rank}D", {"cropping": sides, "data_format": "channels_first"}, first(shape)),
            (f"UpSampling{rank}D", {"size": [3, 1, 2][:rank], "data_format": "channels_first"}, first(shape)),
        ]
CASES += [
    ("Conv1D", {"filters": 6, "kernel_size": 3, "padding": "causal"}, L1),
    ("Conv1D", {"filters": 6, "kernel_size": 3, "padding": "causal", "strides": 2}, L1),
    ("Conv1D", {"filters": 6, "kernel_size": 3, "padding": "causal", "dilation_rate": 2}, L1),
    ("UpSampling2D", {"size": [2, 3], "interpolation": "bilinear"}, L2),
    ("UpSampling2D", {"size": [4, 2], "interpolation": "bilinear", "data_format": "channels_first"}, first(L2)),
]
for name, shape in (("DepthwiseConv2D", L2), ("SeparableConv2D", L2), ("SeparableConv1D", L1)):
    rank = len(shape) - 2
    more = {} if name == "DepthwiseConv2D" else {"filters": 5}
    CASES += [
        (name, {**more, "kernel_size": 3}, shape),
        (name, {**more, "kernel_size": 4, "strides": 2, "padding": "same", "depth_multiplier": 2}, shape),
        (name, {**more, "kernel_size": 3, "dilation_rate": 2, "padding": "same", "use_bias": False}, shape),
        (name, {**more, "kernel_size": 3, "padding": [[2, 0], [1, 2]][:rank], "strides": 2}, shape),
        (name, {**more, "kernel_size": 2, "data_format": "channels_first", "depth_multiplier": 3, "activation": "tanh"}, first(shape)),
        (name, {**more, "kernel_size": 3, "strides": 2, "dilation_rate": 2, "padding": "same"}, shape),
    ]


def layers_of(kind, parameters):
    """Keras's layers for our parameters: explicit padding is a padding layer before it."""
    padding = parameters.get("padding")
    plain = dict(parameters)
    if kind.startswith(("Zero", "Cropping")):
        key = "padding" if "padding" in plain else "cropping"
        if kind.endswith("1D"):
            plain[key] = tuple(plain[key][0])
    elif kind == "UpSampling1D":
        plain["size"] = plain["size"][0]
    elif isinstance(padding, list):
        rank = len(padding)
        before = getattr(keras.layers, f"ZeroPadding{rank}D")(tuple(padding[0]) if rank == 1 else padding)
        return [before, getattr(keras.layers, kind)(**{**plain, "padding": "valid"})]
    return [getattr(keras.layers, kind)(**plain)]


def case(kind, parameters, shape):
    layers = layers_of(kind, parameters)
    x = tf.constant(pattern(shape, 1), tf.float32)
    value = x
    for layer in layers:
        value = layer(value)
    weights = layers[-1].weights
    for i, weight in enumerate(weights):
        weight.assign(pattern(weight.shape, 2 + i).astype(np.float32))
    variables = [weight.value for weight in weights]
    answer = {"type": kind, "parameters": parameters, "input": shape}
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = x
        for layer in layers:
            value = layer(value)
        loss = tf.reduce_sum(value * tf.constant(pattern(value.shape, 9), tf.float32))
    answer["output"] = told(value)
    answer["parameterCount"] = int(sum(np.prod(w.shape) for w in weights))
    try:
        gradients = tape.gradient(loss, [x, *variables])
        answer["gradients"] = {n: told(g) for n, g in zip(["input", *[w.name for w in weights]], gradients)}
    except (tf.errors.OpError, LookupError) as error:
        print("no gradient", kind, parameters, type(error).__name__)
    return answer


def main():
    cases = [case(*entry) for entry in CASES]
    maker = f"judges/convolutions.py: Keras {keras.__version__} on TensorFlow {tf.__version__}"
    lines = ",\n".join("  " + json.dumps(entry) for entry in cases)
    OUT.write_text(f'{{ "maker": "{maker}", "cases": [\n{lines}\n] }}\n')
    print(len(cases), "cases written to", OUT.name)


if __name__ == "__main__":
    main()
