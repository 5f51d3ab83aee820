"""What Keras's optimizers, losses and metrics give, as golden files for main/engines/golden.

    python optimizers.py FOLDER

Writes optimizers.json, losses.json, metrics.json, schedules.json. Settings are given by Keras's own names.
"""

import json
import math
import pathlib
import sys

import keras
import numpy as np
import tensorflow as tf

STEPS = 20
START = {"kernel": [[0.5, -1.0], [2.0, 0.25]], "bias": [0.0, -0.75]}
SLOPE = {"kernel": [[1.0, 2.0], [0.5, -1.0]], "bias": [1.5, -0.5]}

OWN = {
    "sgd": [{}, {"momentum": 0.9}, {"momentum": 0.9, "nesterov": True}],
    "adagrad": [{}, {"initial_accumulator_value": 0.5, "learning_rate": 0.05}],
    "adadelta": [{"learning_rate": 1.0}],
    "rmsprop": [{}, {"momentum": 0.5}, {"centered": True}, {"centered": True, "momentum": 0.5}],
    "adam": [{}, {"amsgrad": True, "learning_rate": 0.05}, {"learning_rate": 0.1, "epsilon": 1e-3}],
    "adamw": [{}, {"amsgrad": True, "weight_decay": 0.1}],
    "adamax": [{}],
    "nadam": [{}, {"beta_1": 0.8, "learning_rate": 0.02}],
    "ftrl": [
        {"learning_rate": 0.1},
        {
            "learning_rate": 0.1,
            "beta": 0.2,
            "l1_regularization_strength": 0.01,
            "l2_regularization_strength": 0.02,
            "l2_shrinkage_regularization_strength": 0.03,
        },
        {"learning_rate": 0.1, "learning_rate_power": -0.7},
    ],
    "lion": [{}, {"beta_1": 0.8, "learning_rate": 0.02}],
    "lamb": [{}, {"learning_rate": 0.05}],
}
COMMON = [
    {"weight_decay": 0.1},
    {"clipnorm": 0.7},
    {"global_clipnorm": 0.7},
    {"clipvalue": 0.3},
    {"gradient_accumulation_steps": 3},
    {"use_ema": True, "ema_momentum": 0.9},
    {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 4},
]


def optimizers():
    cases = []
    for name, variants in OWN.items():
        for settings in variants + [{**variants[0], **common} for common in COMMON]:
            cases.append({"settings": {"name": name, **settings}, "weights": trained(name, settings)})
    return cases


def trained(name, settings):
    classes = {key.lower(): cls for key, cls in vars(keras.optimizers).items() if isinstance(cls, type)}
    optimizer = classes[name](**settings)
    variables = {key: keras.Variable(np.array(value, np.float32), name=key) for key, value in START.items()}
    optimizer.build(list(variables.values()))
    for step in range(STEPS):
        wave = np.float32(math.cos(step))
        gradients = [v.value * np.array(SLOPE[k], np.float32) + wave for k, v in variables.items()]
        optimizer.apply(gradients, list(variables.values()))
    result = {k: flat(v.numpy()) for k, v in variables.items()}
    if settings.get("use_ema"):
        for key, average in zip(variables, optimizer._model_variables_moving_average):
            result[key + "/average"] = flat(average.numpy())
    return result


def flat(array):
    return [float(np.float32(x)) for x in np.asarray(array).ravel()]


RANDOM = np.random.default_rng(5)
ROWS, CLASSES, BATCHES = 7, 4, 3


def softmax(z):
    e = np.exp(z - z.max(-1, keepdims=True))
    return (e / e.sum(-1, keepdims=True)).astype(np.float32)


def data(kind):
    """Batches of (target, output, logits or None); probabilities are the activation of the logits, as float32."""
    batches = []
    for _ in range(BATCHES):
        z = (RANDOM.normal(size=(ROWS, CLASSES)) * 2).astype(np.float32)
        labels = RANDOM.integers(0, CLASSES, ROWS)
        if kind == "softmax":
            batches.append((np.eye(CLASSES, dtype=np.float32)[labels], softmax(z), z))
        elif kind == "sparse":
            batches.append((labels.astype(np.float32), softmax(z), z))
        elif kind == "sigmoid":
            y = (RANDOM.random((ROWS, CLASSES)) < 0.4).astype(np.float32)
            batches.append((y, (1 / (1 + np.exp(-z))).astype(np.float32), z))
        elif kind == "column":
            y = (RANDOM.random((ROWS, 1)) < 0.4).astype(np.float32)
            batches.append((y, (1 / (1 + np.exp(-z[:, :1]))).astype(np.float32), z[:, :1]))
        elif kind == "positive":
            batches.append((RANDOM.random((ROWS, CLASSES)).astype(np.float32), np.abs(z) + 0.1, None))
        else:
            batches.append((RANDOM.normal(size=(ROWS, CLASSES)).astype(np.float32), z, None))
    return batches


KINDS = ["softmax", "sparse", "sigmoid", "column", "values", "positive"]
DATA = {kind: data(kind) for kind in KINDS}
LOGITS = {
    "categorical_crossentropy",
    "sparse_categorical_crossentropy",
    "binary_crossentropy",
    "categorical_focal_crossentropy",
    "binary_focal_crossentropy",
}
LOSSES = [
    ("categorical_crossentropy", "softmax", [{}, {"label_smoothing": 0.2}]),
    ("sparse_categorical_crossentropy", "sparse", [{}]),
    ("binary_crossentropy", "sigmoid", [{}, {"label_smoothing": 0.2}]),
    ("binary_crossentropy", "column", [{}]),
    ("categorical_focal_crossentropy", "softmax", [{}, {"alpha": 0.5, "gamma": 3.0, "label_smoothing": 0.1}]),
    (
        "binary_focal_crossentropy",
        "sigmoid",
        [{}, {"apply_class_balancing": True, "alpha": 0.3, "gamma": 1.5, "label_smoothing": 0.1}],
    ),
    ("mean_squared_error", "values", [{}]),
    ("mean_absolute_error", "values", [{}]),
    ("mean_absolute_percentage_error", "values", [{}]),
    ("mean_squared_logarithmic_error", "positive", [{}]),
    ("huber", "values", [{}, {"delta": 0.5}]),
    ("log_cosh", "values", [{}]),
    ("kl_divergence", "softmax", [{}]),
    ("kl_divergence", "positive", [{}]),
    ("poisson", "positive", [{}]),
    ("cosine_similarity", "values", [{}]),
    ("hinge", "values", [{}]),
    ("hinge", "sigmoid", [{}]),
    ("squared_hinge", "values", [{}]),
    ("squared_hinge", "column", [{}]),
    ("categorical_hinge", "softmax", [{}]),
    ("dice", "sigmoid", [{}]),
    ("tversky", "sigmoid", [{}, {"alpha": 0.3, "beta": 0.7}]),
]
CLASSES_OF = {
    "kl_divergence": "KLDivergence",
    "log_cosh": "LogCosh",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
}


def loss_class(name):
    return getattr(keras.losses, CLASSES_OF.get(name, "".join(part.capitalize() for part in name.split("_"))))


def losses():
    cases = []
    for name, kind, variants in LOSSES:
        y, output, z = DATA[kind][0]
        for settings in variants:
            case = {"loss": name, "data": kind, "settings": settings}
            function = loss_class(name)(**settings)
            case["value"], case["gradient"] = with_gradient(function, y, output)
            if name in LOGITS:
                case["valueOfLogits"], case["gradientOfLogits"] = with_gradient(
                    loss_class(name)(from_logits=True, **settings), y, z
                )
            cases.append(case)
    return cases


def with_gradient(function, y, x):
    x = tf.convert_to_tensor(x)
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = function(y, x)
    return float(value), flat(tape.gradient(value, x))


M = keras.metrics
METRICS = [
    ("accuracy", "softmax", {}, lambda: M.CategoricalAccuracy()),
    ("accuracy", "sparse", {}, lambda: M.SparseCategoricalAccuracy()),
    ("accuracy", "column", {}, lambda: M.BinaryAccuracy()),
    ("accuracy", "column", {"threshold": 0.3}, lambda: M.BinaryAccuracy(threshold=0.3)),
    ("top_k_categorical_accuracy", "softmax", {"k": 2}, lambda: M.TopKCategoricalAccuracy(k=2)),
    ("top_k_categorical_accuracy", "sparse", {"k": 2}, lambda: M.SparseTopKCategoricalAccuracy(k=2)),
    ("precision", "sigmoid", {}, lambda: M.Precision()),
    ("precision", "softmax", {"threshold": 0.4}, lambda: M.Precision(thresholds=0.4)),
    ("recall", "sigmoid", {}, lambda: M.Recall()),
    ("recall", "column", {"threshold": 0.4}, lambda: M.Recall(thresholds=0.4)),
    ("f1_score", "softmax", {}, lambda: M.F1Score(average="macro")),
    ("f1_score", "column", {}, lambda: M.F1Score(average="macro", threshold=0.5)),
    ("auc", "sigmoid", {}, lambda: M.AUC()),
    ("auc", "column", {}, lambda: M.AUC()),
    ("auc", "softmax", {}, lambda: M.AUC()),
    ("mean_iou", "softmax", {}, lambda: M.OneHotMeanIoU(num_classes=CLASSES)),
    ("mean_iou", "sparse", {}, lambda: M.MeanIoU(num_classes=CLASSES, sparse_y_pred=False)),
    ("mean_iou", "column", {}, lambda: M.BinaryIoU(target_class_ids=[0, 1], threshold=0.5)),
    ("mean_squared_error", "values", {}, lambda: M.MeanSquaredError()),
    ("root_mean_squared_error", "values", {}, lambda: M.RootMeanSquaredError()),
    ("mean_absolute_error", "values", {}, lambda: M.MeanAbsoluteError()),
    ("mean_absolute_percentage_error", "values", {}, lambda: M.MeanAbsolutePercentageError()),
    ("mean_squared_logarithmic_error", "positive", {}, lambda: M.MeanSquaredLogarithmicError()),
    ("r2_score", "values", {}, lambda: M.R2Score()),
    ("cosine_similarity", "values", {}, lambda: M.CosineSimilarity()),
    ("kl_divergence", "softmax", {}, lambda: M.KLDivergence()),
    ("poisson", "positive", {}, lambda: M.Poisson()),
    ("log_cosh", "values", {}, lambda: M.LogCoshError()),
    ("hinge", "values", {}, lambda: M.Hinge()),
]


def metrics():
    cases = []
    for name, kind, settings, make in METRICS:
        metric = make()
        for y, output, _ in DATA[kind]:
            metric.update_state(y, output)
        cases.append({"metric": name, "data": kind, "settings": settings, "value": float(metric.result())})
    return cases


S = keras.optimizers.schedules
RATE = 0.1
SCHEDULES = [
    ("piecewise_constant_decay", {"boundaries": [3, 8], "values": [0.05, 0.01]}, lambda: S.PiecewiseConstantDecay([3, 8], [RATE, 0.05, 0.01])),
    ("exponential_decay", {"decay_steps": 4, "decay_rate": 0.5}, lambda: S.ExponentialDecay(RATE, 4, 0.5)),
    ("exponential_decay", {"decay_steps": 4, "decay_rate": 0.5, "staircase": True}, lambda: S.ExponentialDecay(RATE, 4, 0.5, staircase=True)),
    ("inverse_time_decay", {"decay_steps": 4, "decay_rate": 0.5}, lambda: S.InverseTimeDecay(RATE, 4, 0.5)),
    ("inverse_time_decay", {"decay_steps": 4, "decay_rate": 0.5, "staircase": True}, lambda: S.InverseTimeDecay(RATE, 4, 0.5, staircase=True)),
    ("polynomial_decay", {"decay_steps": 10}, lambda: S.PolynomialDecay(RATE, 10)),
    ("polynomial_decay", {"decay_steps": 6, "end_learning_rate": 0.01, "power": 2, "cycle": True}, lambda: S.PolynomialDecay(RATE, 6, 0.01, 2, True)),
    ("cosine_decay", {"decay_steps": 10}, lambda: S.CosineDecay(RATE, 10)),
    ("cosine_decay", {"decay_steps": 10, "alpha": 0.1, "warmup_steps": 4}, lambda: S.CosineDecay(0.0, 10, alpha=0.1, warmup_target=RATE, warmup_steps=4)),
    ("cosine_decay_restarts", {"first_decay_steps": 4}, lambda: S.CosineDecayRestarts(RATE, 4)),
    ("cosine_decay_restarts", {"first_decay_steps": 3, "t_mul": 1.5, "m_mul": 0.8, "alpha": 0.05}, lambda: S.CosineDecayRestarts(RATE, 3, 1.5, 0.8, 0.05)),
    ("cosine_decay_restarts", {"first_decay_steps": 3, "t_mul": 1, "m_mul": 0.8}, lambda: S.CosineDecayRestarts(RATE, 3, 1.0, 0.8)),
]


def schedules():
    return [
        {"settings": {"name": name, **settings}, "rates": [float(make()(step)) for step in range(STEPS)]}
        for name, settings, make in SCHEDULES
    ]


def main():
    folder = pathlib.Path(sys.argv[1])
    shown = {
        kind: [{"target": flat(y), "output": flat(p), "logits": None if z is None else flat(z), "columns": p.shape[1]} for y, p, z in batches]
        for kind, batches in DATA.items()
    }
    made = {
        "optimizers": {"cases": optimizers()},
        "losses": {"data": {k: v[0] for k, v in shown.items()}, "cases": losses()},
        "metrics": {"data": shown, "cases": metrics()},
        "schedules": {"cases": schedules()},
    }
    for name, content in made.items():
        maker = {"script": "judges/optimizers.py", "maker": f"Keras {keras.__version__}, TensorFlow {tf.__version__}"}
        (folder / f"{name}.json").write_text(json.dumps({**maker, **content}))


if __name__ == "__main__":
    main()
