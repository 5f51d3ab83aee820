"""Makes the golden cases of masks: small networks in Keras with fixed weights, their outputs, and one step of training.

Run by judges/run.mjs with the output file as its argument.
"""

import gzip
import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
import tensorflow as tf
from keras import layers as L

TOKENS = np.array([[1, 2, 3, 0, 0], [0, 4, 0, 5, 6], [3, 1, 2, 4, 5], [6, 0, 0, 2, 0]], "float32")
STEPS = np.random.default_rng(1).normal(size=(4, 5, 3)).astype("float32")
STEPS[TOKENS == 0] = 2.0


def tokens():
    return L.Input((5,), name="x"), TOKENS


def steps():
    return L.Input((5, 3), name="x"), STEPS


def embedding(mask=True, name="embedding"):
    return L.Embedding(8, 4, mask_zero=mask, name=name)


def recurrent(layer):
    def build(x):
        return layer(embedding()(x))

    return tokens, build


def on_steps(build):
    return steps, lambda x: build(L.Masking(2.0, name="masking")(x))


def on_tokens(build):
    return tokens, lambda x: build(embedding()(x))


def chain(*list_of_layers):
    def build(x):
        for layer in list_of_layers:
            x = layer(x)
        return x

    return build


CASES = {}
for cls in (L.LSTM, L.GRU, L.SimpleRNN):
    kind = cls.__name__
    for sequences in (False, True):
        for backwards in (False, True):
            name = f"{kind}{' sequences' if sequences else ''}{' backwards' if backwards else ''}"
            CASES[name] = on_steps(
                lambda h, c=cls, s=sequences, b=backwards: c(
                    3, return_sequences=s, go_backwards=b, name="layer", bias_initializer="random_normal"
                )(h)
            )
    for sequences in (False, True):
        for mode in ("concat", "sum", "mul", "ave"):
            CASES[f"Bidirectional {kind} {mode}{' sequences' if sequences else ''}"] = on_tokens(
                lambda h, c=cls, s=sequences, m=mode: L.Bidirectional(
                    c(3, return_sequences=s), merge_mode=m, name="layer"
                )(h)
            )
CASES["GRU reset before"] = on_tokens(lambda h: L.GRU(3, reset_after=False, name="layer")(h))
CASES["two LSTMs"] = on_tokens(
    chain(L.LSTM(3, return_sequences=True, name="first"), L.LSTM(2, name="second"))
)
CASES["average behind layers by step"] = on_tokens(
    chain(
        L.Dropout(0.0, name="dropout"),
        L.Dense(3, activation="relu", name="dense"),
        L.LayerNormalization(name="norm"),
        L.Activation("tanh", name="activation"),
        L.GlobalAveragePooling1D(name="pool"),
    )
)
CASES["average with keepdims"] = on_tokens(L.GlobalAveragePooling1D(keepdims=True, name="pool"))
CASES["average behind every step alone"] = on_tokens(
    chain(L.TimeDistributed(L.Dense(3), name="each"), L.GlobalAveragePooling1D(name="pool"))
)
CASES["average of what an LSTM gives"] = on_tokens(
    chain(L.LSTM(3, return_sequences=True, name="rnn"), L.GlobalAveragePooling1D(name="pool"))
)


def merged(layer, second_mask=True, reader="pool"):
    def build(x):
        a = embedding()(x)
        b = L.Dense(4, name="dense")(L.Masking(2.0, name="masking")(L.Reshape((5, 1), name="column")(x)))
        if not second_mask:
            b = embedding(False, "plain")(x)
        y = layer(name="merge")([a, b])
        if reader == "pool":
            return L.GlobalAveragePooling1D(name="pool")(y)
        return y

    return tokens, build


for cls in (L.Add, L.Subtract, L.Average, L.Multiply, L.Maximum, L.Minimum, L.Concatenate):
    CASES[f"{cls.__name__} of two masks"] = merged(cls)
    CASES[f"{cls.__name__} of one mask"] = merged(cls, False)
    if cls in (L.Multiply, L.Maximum, L.Minimum):
        CASES[f"{cls.__name__} itself"] = merged(cls, True, None)
        CASES[f"{cls.__name__} itself with one mask"] = merged(cls, False, None)
CASES["Concatenate along time"] = merged(lambda name: L.Concatenate(axis=1, name=name))
CASES["Concatenate along time with one mask"] = merged(lambda name: L.Concatenate(axis=1, name=name), False)


def attended(layer, pool=True, key=False):
    def build(x):
        a = embedding()(x)
        b = L.Masking(2.0, name="masking")(L.Reshape((5, 1), name="column")(x))
        b = L.Dense(4, name="dense")(b)
        wires = [a, b, L.Dense(4, name="keys")(a)] if key else [a, b]
        y = layer(wires) if isinstance(layer, (L.Attention, L.AdditiveAttention)) else layer(*wires)
        return L.GlobalAveragePooling1D(name="pool")(y) if pool else y

    return tokens, build


for make in (
    lambda: L.Attention(name="layer"),
    lambda: L.Attention(score_mode="concat", use_scale=True, name="layer"),
    lambda: L.AdditiveAttention(name="layer"),
    lambda: L.MultiHeadAttention(2, 3, name="layer"),
    lambda: L.GroupQueryAttention(4, 4, 2, name="layer"),
):
    kind = type(make()).__name__ + (" concat" if getattr(make(), "score_mode", "") == "concat" else "")
    CASES[kind] = attended(make(), False)
    CASES[f"{kind} with keys"] = attended(make(), False, True)
    CASES[f"{kind} and average"] = attended(make())
CASES["transformer block"] = (
    tokens,
    lambda x: (
        lambda h: L.GlobalAveragePooling1D(name="pool")(
            L.Add(name="sum")([h, L.MultiHeadAttention(2, 3, name="heads")(h, h)])
        )
    )(embedding()(x)),
)
CASES["self attention with one causal mask"] = (
    tokens,
    lambda x: (lambda h: L.Attention(name="layer")([h, h], use_causal_mask=True))(embedding()(x)),
)
CASES["normalization in training"] = on_tokens(
    chain(L.BatchNormalization(name="norm"), L.Dense(2, name="dense"), L.GlobalAveragePooling1D(name="pool"))
)
CASES["loss of every step"] = on_tokens(chain(L.LSTM(3, return_sequences=True, name="rnn"), L.Dense(2, name="out")))
CASES["mask ends at a convolution"] = on_tokens(
    chain(L.Conv1D(3, 2, name="conv"), L.LSTM(2, name="layer"))
)


def numbers(array):
    return [float(f"{value:.8g}") for value in np.asarray(array).ravel()]


def weights_of(model):
    """The weights of each layer in its own order."""
    return {layer.name: [numbers(weight) for weight in layer.weights] for layer in model.layers if layer.weights}


def one(name):
    keras.utils.set_random_seed(len(name))
    source, build = CASES[name]
    x, data = source()
    model = keras.Model(x, build(x))
    for weight in model.weights:
        values = np.random.default_rng(len(weight.path)).normal(0, 0.5, weight.shape)
        weight.assign(np.abs(values) if "variance" in weight.path else values)
    before = weights_of(model)
    output = model(data)
    model.compile(keras.optimizers.SGD(0.5), "mse", metrics=["mae"])
    loss, metric = model.train_on_batch(data, np.full(output.shape, 0.25, "float32"))
    return {
        "config": json.loads(model.to_json()),
        "input": {"shape": list(data.shape), "values": numbers(data)},
        "weights": before,
        "output": {"shape": list(output.shape), "values": numbers(output)},
        "trained": {"loss": float(loss), "meanAbsoluteError": float(metric), "weights": weights_of(model)},
    }


def main(target):
    made = {
        "maker": f"Keras {keras.__version__}, TensorFlow {tf.__version__}",
        "cases": {name: one(name) for name in CASES},
    }
    with open(target, "wb") as file:
        text = json.dumps(made, separators=(",", ":"))
        file.write(gzip.compress(text.encode(), mtime=0))


main(sys.argv[1])
