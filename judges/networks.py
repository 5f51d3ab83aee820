"""Counts the parameters of the templates' networks in other people's code, without weights: keras.applications, torchvision, or the
network written in Keras here. Prints one JSON object: { template: { by, params, trainable } }.

    python networks.py
"""

import json

import keras
from keras import layers

BACKEND = keras.backend.backend()


def sequence(shape, *stack):
    return keras.Sequential([keras.Input(shape), *stack])


def lenet5(side, padding):
    return sequence(
        (side, side, 1),
        layers.Conv2D(6, 5, padding=padding, activation="tanh"),
        layers.AveragePooling2D(2),
        layers.Conv2D(16, 5, activation="tanh"),
        layers.AveragePooling2D(2),
        layers.Flatten(),
        layers.Dense(120, activation="tanh"),
        layers.Dense(84, activation="tanh"),
        layers.Dense(10, activation="softmax"),
    )


def alexnet(side):
    def relu(filters, size, **more):
        return layers.Conv2D(filters, size, activation="relu", **more)

    return sequence(
        (side, side, 3),
        relu(96, 11, strides=4),
        layers.MaxPooling2D(3, 2),
        relu(256, 5, padding="same"),
        layers.MaxPooling2D(3, 2),
        relu(384, 3, padding="same"),
        relu(384, 3, padding="same"),
        relu(256, 3, padding="same"),
        layers.MaxPooling2D(3, 2),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(4096, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(4096, activation="relu"),
        layers.Dense(1000, activation="softmax"),
    )


def googlenet():
    """Szegedy et al. 2014, table 1: without side heads, batch normalization or local response normalization's (absent) weights."""

    def conv(filters, size, strides=1):
        return layers.Conv2D(filters, size, strides=strides, padding="same", activation="relu")

    def inception(x, one, reduce3, three, reduce5, five, pool):
        branches = [
            conv(one, 1)(x),
            conv(three, 3)(conv(reduce3, 1)(x)),
            conv(five, 5)(conv(reduce5, 1)(x)),
            conv(pool, 1)(layers.MaxPooling2D(3, 1, padding="same")(x)),
        ]
        return layers.Concatenate()(branches)

    def halve(x):
        return layers.MaxPooling2D(3, 2, padding="same")(x)

    entry = keras.Input((224, 224, 3))
    x = halve(conv(64, 7, 2)(entry))
    x = halve(conv(192, 3)(conv(64, 1)(x)))
    x = inception(x, 64, 96, 128, 16, 32, 32)
    x = halve(inception(x, 128, 128, 192, 32, 96, 64))
    x = inception(x, 192, 96, 208, 16, 48, 64)
    x = inception(x, 160, 112, 224, 24, 64, 64)
    x = inception(x, 128, 128, 256, 24, 64, 64)
    x = inception(x, 112, 144, 288, 32, 64, 64)
    x = halve(inception(x, 256, 160, 320, 32, 128, 128))
    x = inception(x, 256, 160, 320, 32, 128, 128)
    x = inception(x, 384, 192, 384, 48, 128, 128)
    x = layers.Dropout(0.4)(layers.GlobalAveragePooling2D()(x))
    return keras.Model(entry, layers.Dense(1000, activation="softmax")(x))


def conv3d_video():
    stack = []
    for filters in (16, 32, 64):
        stack += [
            layers.Conv3D(filters, 3, padding="same", data_format="channels_first"),
            layers.BatchNormalization(axis=-1),
            layers.ReLU(),
            layers.MaxPooling3D(2, data_format="channels_first"),
        ]
    return sequence((1, 16, 112, 112), *stack)


def galaxy_cnn():
    def relu(filters, size):
        return layers.Conv2D(filters, size, padding="same", activation="relu")

    return sequence(
        (69, 69, 3),
        relu(32, 6),
        layers.Dropout(0.5),
        relu(64, 5),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        relu(128, 2),
        layers.MaxPooling2D(2),
        layers.Dropout(0.25),
        relu(128, 3),
        layers.Dropout(0.25),
        layers.Flatten(),
        layers.Dense(64, activation="relu"),
        layers.Dropout(0.5),
        layers.Dense(1, activation="sigmoid"),
    )


def by_keras():
    applications = keras.applications
    networks = {
        "vgg-16": ("keras.applications.VGG16", lambda: applications.VGG16(weights=None)),
        "vgg-19": ("keras.applications.VGG19", lambda: applications.VGG19(weights=None)),
        "densenet-121": ("keras.applications.DenseNet121", lambda: applications.DenseNet121(weights=None)),
        "lenet-5": ("Keras", lambda: lenet5(28, "same")),
        "lenet-5-32": ("Keras", lambda: lenet5(32, "valid")),
        "alexnet-227": ("Keras", lambda: alexnet(227)),
        "alexnet-224": ("Keras", lambda: alexnet(224)),
        "googlenet": ("Keras", googlenet),
        "conv3d-video": ("Keras", conv3d_video),
        "galaxy-cnn": ("Keras", galaxy_cnn),
    }
    answers = {}
    for name, (by, build) in networks.items():
        model = build()
        trainable = sum(int(keras.ops.size(weight)) for weight in model.trainable_weights)
        answers[name] = {"by": f"{by} {keras.__version__}", "params": model.count_params(), "trainable": trainable}
        keras.backend.clear_session()
    return answers


def by_torchvision():
    import torch
    import torchvision

    with torch.device("meta"):
        model = torchvision.models.resnet34(weights=None)
    trainable = sum(value.numel() for value in model.parameters())
    statistics = sum(value.numel() for name, value in model.named_buffers() if "running" in name)
    by = f"torchvision.models.resnet34 {torchvision.__version__}"
    return {"resnet-34": {"by": by, "params": trainable + statistics, "trainable": trainable}}


if __name__ == "__main__":
    print(json.dumps(by_torchvision() if BACKEND == "torch" else by_keras()))
