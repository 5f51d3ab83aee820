"""Small models of every kind that Keras saves, with outputs: `python keras_files.py FOLDER` writes NAME.keras, NAME.h5 and expected.json.

The .keras files are compressed anew, the .h5 files are gzip-compressed, so that they stay small in the repository.
"""

import gzip
import json
import os
import sys
import zipfile

import keras
import numpy as np
from keras import layers, ops

SEED = 3


def nested():
    """Models in a model, one called twice, a shared layer, several inputs and outputs, operations, names that need care."""
    inner = keras.Input((8,))
    hidden = layers.Dense(4, activation="relu", name="dense")(inner)
    tower = keras.Model(inner, layers.BatchNormalization(name="norm")(hidden), name="tower")
    left, right = keras.Input((8,), name="left"), keras.Input((8,), name="right")
    shared = layers.Dense(8, name="shared dense", kernel_regularizer=keras.regularizers.L2(0.01), kernel_constraint="max_norm")
    one, two = tower(shared(left)), tower(shared(right))
    total = ops.add(one, two) * 2.0
    folded = ops.reshape(total, (-1, 2, 2))[:, 0]
    tail = keras.Sequential(
        [layers.Input((8,)), layers.Dense(3), keras.Sequential([layers.Dense(5, activation="gelu")], name="inner")], name="tail"
    )
    return keras.Model([left, right], [folded, tail(layers.Concatenate()([one, two]))], name="nested")


def recurrent():
    """Wrappers and cells, whose weights lie deeper."""
    return keras.Sequential(
        [
            layers.Input((7, 5)),
            layers.Bidirectional(layers.LSTM(5, return_sequences=True)),
            layers.TimeDistributed(layers.Dense(4)),
            layers.GRU(6),
            layers.Dense(2),
        ],
        name="recurrent",
    )


def attention():
    """Layers in layers, and arguments by name."""
    tokens = keras.Input((7, 8), name="tokens")
    attended = layers.MultiHeadAttention(2, 4, name="attend")(query=tokens, value=tokens, use_causal_mask=True)
    summed = layers.LayerNormalization(name="norm")(layers.Add(name="sum")([tokens, attended]))
    return keras.Model(tokens, layers.Dense(3, name="out")(summed), name="attention")


def frozen():
    """Layers that do not train, convolutions of all kinds, no input layer written."""
    model = keras.Sequential(
        [
            layers.Conv2D(4, 3, strides=2, padding="same", activation="relu", name="conv"),
            layers.DepthwiseConv2D(3, name="depthwise"),
            layers.SeparableConv2D(6, 2, use_bias=False, name="separable"),
            layers.BatchNormalization(name="norm"),
            layers.LeakyReLU(0.1, name="leaky"),
            layers.Flatten(name="flatten"),
            layers.Dense(3, name="out"),
        ],
        name="frozen",
    )
    model.build((None, 11, 10, 3))
    model.get_layer("conv").trainable = False
    return model


def inside():
    """A model of several inputs and outputs in a model, and one that is called twice; both give outputs of the whole."""
    first, second = keras.Input((6,)), keras.Input((6,))
    two = keras.Model([first, second], [first + second, layers.Dense(3, name="small")(first)], name="two")
    start = keras.Input((6,))
    twice = keras.Model(start, layers.Dense(6, "tanh", name="turn")(start), name="twice")
    x = keras.Input((6,), name="x")
    total, small = two([x, layers.Dense(6, name="other")(x)])
    return keras.Model(x, [layers.Dense(2, name="out")(twice(twice(total))), small, twice(x)], name="inside")


def axes():
    """Operations that move axes, as resnet's preprocess_input has them, and layers that keep a kernel twice."""
    x = keras.Input((6, 4, 3), name="x")
    mixed = ops.stack([x[..., 2], x[..., 1], x[..., 0]], axis=-1) + np.array([-1.0, 0.5, 2.0], "float32")
    left, right = ops.split(mixed, 2, axis=1)
    stacked = ops.stack([left, right], axis=2)
    turned = ops.moveaxis(ops.swapaxes(stacked, 1, 3), 4, 1)
    convolved = layers.SpectralNormalization(layers.Conv2D(2, 2, name="conv"), name="spectral")(mixed)
    return keras.Model(x, [turned, ops.tile(ops.cumsum(mixed, axis=2), (1, 2, 1, 1)), convolved], name="axes")


def halves():
    """Weights of half precision of both kinds, and doubles."""
    x = keras.Input((5,), name="x", dtype="float16")
    half = layers.Dense(4, dtype="float16", name="half")(x)
    brain = layers.Dense(4, dtype="bfloat16", name="brain")(half)
    return keras.Model(x, layers.Dense(3, dtype="float64", name="double")(brain), name="halves")


@keras.saving.register_keras_serializable("mine")
class Gate(layers.Layer):
    """A class of one's own: two inputs, layers and a weight inside."""

    def __init__(self, units, **rest):
        super().__init__(**rest)
        self.units = units
        self.inner = layers.Dense(units)
        self.last = layers.Dense(units, use_bias=False)

    def build(self, a_shape, b_shape):
        self.inner.build(a_shape)
        self.last.build(b_shape)
        self.shift = self.add_weight(shape=(self.units,), name="shift")
        self.built = True

    def call(self, a, b, scale=1.0):
        return (self.inner(a) * self.last(b) + self.shift) * scale

    def compute_output_shape(self, a_shape, b_shape):
        return (*a_shape[:-1], self.units)

    def get_config(self):
        return {**super().get_config(), "units": self.units}


def custom():
    """A layer that nobody else knows, between layers that everybody knows."""
    x = keras.Input((4,), name="x")
    gated = Gate(3, name="gate")(x, b=layers.Dense(4, name="fc")(x), scale=2.0)
    return keras.Model(x, layers.Dense(2, name="out")(gated), name="custom")


def save(build, draw, folder):
    """Saves a model in both forms and answers what is expected of it."""
    keras.backend.clear_session()
    model = build()
    for variable in model.variables:
        if "float" in variable.dtype:
            variable.assign(draw.uniform(0.1, 0.9, variable.shape) if "variance" in variable.name else draw.uniform(-0.6, 0.6, variable.shape))
    name = build.__name__
    inputs = [draw.uniform(-1, 1, (2, *tensor.shape[1:])).astype(np.float32) for tensor in model.inputs]
    outputs = in_float32(model)(inputs if len(inputs) > 1 else inputs[0], training=False)
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    for suffix in (".keras", ".h5"):
        model.save(os.path.join(folder, name + suffix))
    pack(os.path.join(folder, name))
    return {
        "inputs": {tensor.name: [list(value.shape), value.ravel().round(6).tolist()] for tensor, value in zip(model.inputs, inputs)},
        "outputs": [[list(value.shape), np.asarray(value).ravel().astype(float).round(6).tolist()] for value in outputs],
        "params": model.count_params(),
        "trainable": sum(int(np.prod(weight.shape)) for weight in model.trainable_weights),
    }


def in_float32(model):
    """The same model with float32 in place of every other kind of real numbers: Netloom computes in float32."""
    if all(variable.dtype == "float32" for variable in model.variables):
        return model

    def copied(layer):
        config = layer.get_config()
        return type(layer).from_config({**config, "dtype": "float32"})

    copy = keras.models.clone_model(model, input_tensors=keras.Input(model.input_shape[1:]), clone_function=copied)
    copy.set_weights([np.asarray(weight).astype(np.float32) for weight in model.get_weights()])
    return copy


def main():
    (folder,) = sys.argv[1:]
    expected = {"maker": f"keras {keras.__version__}", "models": {}}
    draw = np.random.default_rng(SEED)
    for build in (nested, recurrent, attention, frozen):
        expected["models"][build.__name__] = save(build, draw, folder)
    model = custom()
    for variable in model.variables:
        variable.assign(draw.uniform(-0.6, 0.6, variable.shape))
    for suffix in (".keras", ".h5"):
        model.save(os.path.join(folder, "custom" + suffix))
    pack(os.path.join(folder, "custom"))
    os.remove(os.path.join(folder, "custom.h5.gz"))
    for build in (inside, axes, halves):
        expected["models"][build.__name__] = save(build, draw, folder)
    with open(os.path.join(folder, "expected.json"), "w", encoding="utf-8") as file:
        json.dump(expected, file)


def pack(path):
    with zipfile.ZipFile(path + ".keras") as archive:
        members = [(info, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path + ".keras", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for info, content in members:
            archive.writestr(zipfile.ZipInfo(info.filename), content, zipfile.ZIP_DEFLATED, 9)
    with open(path + ".h5", "rb") as file:
        content = gzip.compress(file.read(), 9, mtime=0)
    os.remove(path + ".h5")
    with open(path + ".h5.gz", "wb") as file:
        file.write(content)


main()
