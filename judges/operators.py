"""What the tensor operators of imported graphs should give: by NumPy where it has the function under that meaning, else by ONNX's own
reference implementation. Neither is what runs in Netloom (TensorFlow) nor what its files are compared with (ONNX Runtime)."""

import math

import numpy as np
import onnx
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

MAKER = f"ONNX {onnx.__version__} (reference implementation), NumPy {np.__version__}"
OPSET = 21

UNARY = {
    "abs": np.abs,
    "neg": np.negative,
    "exp": np.exp,
    "erf": np.vectorize(math.erf),
    "floor": np.floor,
    "ceil": np.ceil,
    "round": np.round,
    "sign": np.sign,
    "sin": np.sin,
    "cos": np.cos,
    "atan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "asinh": np.arcsinh,
    "not": np.logical_not,
    "isnan": np.isnan,
    "isinf": np.isinf,
}


def truncated(x, y):
    return np.trunc(x / y).astype(x.dtype) if np.issubdtype(x.dtype, np.integer) else x / y


BINARY = {
    "add": np.add,
    "subtract": np.subtract,
    "multiply": np.multiply,
    "divide": truncated,
    "power": np.power,
    "modulo": np.mod,
    "fmod": np.fmod,
    "minimum": np.minimum,
    "maximum": np.maximum,
    "not_equal": np.not_equal,
    "less_equal": np.less_equal,
    "greater": np.greater,
    "xor": np.logical_xor,
}

REDUCE = {
    "mean": np.mean,
    "sum": np.sum,
    "max": np.max,
    "min": np.min,
    "prod": np.prod,
    "l1": lambda x, **given: np.sum(np.abs(x), **given),
    "l2": lambda x, **given: np.sqrt(np.sum(x * x, **given)),
    "logsumexp": lambda x, **given: np.log(np.sum(np.exp(x), **given)),
    "sumsquare": lambda x, **given: np.sum(x * x, **given),
}


def reference(operator, inputs, **attributes):
    """The first output of one ONNX node; None leaves an input out."""
    names = ["" if value is None else f"x{i}" for i, value in enumerate(inputs)]
    node = helper.make_node(operator, names, ["y", "z"] if operator == "TopK" else ["y"], **attributes)
    kinds = [helper.np_dtype_to_tensor_dtype(value.dtype) for value in inputs if value is not None]
    given = [helper.make_tensor_value_info(name, kind, None) for name, kind in zip([n for n in names if n], kinds)]
    result = helper.make_tensor_value_info("y", TensorProto.UNDEFINED, None)
    model = helper.make_model(
        helper.make_graph([node], "one", given, [result]), opset_imports=[helper.make_opsetid("", OPSET)]
    )
    return ReferenceEvaluator(model).run(["y"], {n: v for n, v in zip(names, inputs) if n})[0]


def whole(values):
    return np.asarray(values, dtype=np.int64)


def weight(shape, k=0, scale=0.3):
    """The fixed weight of layers.py."""
    size = int(np.prod(shape))
    return (scale * np.sin(0.7 * np.arange(size, dtype=np.float64) + k)).reshape(shape).astype(np.float32)


def second(given, inputs, key):
    """An operand that is a wire or a parameter."""
    return inputs[1] if len(inputs) > 1 else whole(given[key])


def binary(given, inputs):
    if len(inputs) > 1:
        other = inputs[1]
    elif given["value"] is None:
        other = weight(given["value_shape"])
    else:
        other = np.asarray(given["value"], dtype=inputs[0].dtype).reshape(given["value_shape"])
    pair = (other, inputs[0]) if given["reverse"] else (inputs[0], other)
    return BINARY[given["function"]](*pair)


def reduction(given, inputs):
    axes = tuple(given["axes"]) if given["axes"] else None
    return REDUCE[given["function"]](inputs[0].astype(np.float64), axis=axes, keepdims=given["keepdims"])


def argument(operator):
    return lambda given, inputs: reference(operator, inputs, **{key: int(value) for key, value in given.items()})


def sliced(given, inputs):
    lists = [whole(given[key]) if given[key] is not None else None for key in ("starts", "ends", "axes", "steps")]
    lists[: len(inputs) - 1] = inputs[1:]
    while lists[-1] is None:
        lists.pop()
    return reference("Slice", [inputs[0], *lists])


def split(given, inputs):
    x, axis = inputs[0], given["axis"]
    if given["sizes"]:
        return np.split(x, np.cumsum(given["sizes"])[:-1], axis)[0]
    size = -(-x.shape[axis] // given["count"])
    return np.split(x, [size], axis)[0]


def gather(given, inputs):
    indices = inputs[1] if len(inputs) > 1 else whole(given["indices"]).reshape(given["indices_shape"])
    return np.take(inputs[0], indices, given["axis"])


def resize(given, inputs):
    x = inputs[0]
    scales, sizes = given["scales"], given["sizes"]
    if len(inputs) > 1:
        scales = inputs[1]
    if sizes is not None:
        sizes = whole([size or extent for size, extent in zip(sizes, x.shape)])
    keys = ("mode", "coordinate_transformation_mode", "nearest_mode", "cubic_coeff_a")
    attributes = {key: given[key] for key in keys}
    attributes["exclude_outside"] = int(given["exclude_outside"])
    scales = None if sizes is not None else np.asarray(scales, dtype=np.float32)
    return reference("Resize", [x, None, scales] if sizes is None else [x, None, None, sizes], **attributes)


def blocks(operator):
    def compute(given, inputs):
        first = given["data_format"] == "channels_first"
        x = inputs[0] if first else np.moveaxis(inputs[0], -1, 1)
        mode = {"mode": given["mode"]} if operator == "DepthToSpace" else {}
        y = reference(operator, [x], blocksize=given["block_size"], **mode)
        return y if first else np.moveaxis(y, 1, -1)

    return compute


def one_hot(given, inputs):
    values = np.asarray([given["off_value"], given["on_value"]], dtype=np.float32)
    return reference("OneHot", [inputs[0].astype(np.int64), whole(given["depth"]), values], axis=given["axis"])


def instance_normalization(given, inputs):
    first = given["data_format"] == "channels_first"
    x = inputs[0] if first else np.moveaxis(inputs[0], -1, 1)
    channels = x.shape[1]
    y = reference(
        "InstanceNormalization", [x, weight([channels]), weight([channels], 1)], epsilon=given["epsilon"]
    )
    return y if first else np.moveaxis(y, 1, -1)


def constant(given, inputs):
    if given["value"] is None:
        return weight(given["shape"])
    return np.asarray(given["value"]).reshape(given["shape"])


def padded(given, inputs):
    value = [np.asarray(given["value"], dtype=inputs[0].dtype)] if given["mode"] == "constant" else []
    x, pads = inputs[0], second(given, inputs, "pads")
    # The reference implementation knows no negative amounts.
    cut = np.minimum(pads, 0).reshape([2, -1])
    x = x[tuple(slice(-before, extent + after) for before, after, extent in zip(*cut, x.shape))]
    return reference("Pad", [x, np.maximum(pads, 0), *value], mode=given["mode"])


def squeezed(given, inputs):
    return np.squeeze(inputs[0], tuple(given["axes"]) if given["axes"] else None)


def summed(given, inputs):
    flags = {key: int(given[key]) for key in ("exclusive", "reverse")}
    return reference("CumSum", [inputs[0], whole(given["axis"])], **flags)


def largest(given, inputs):
    k = inputs[1] if len(inputs) > 1 else whole([given["k"]])
    return reference("TopK", [inputs[0], k], axis=given["axis"], largest=int(given["largest"]), sorted=1)


def product(given, inputs):
    return np.matmul(inputs[0], inputs[1] if len(inputs) > 1 else weight(given["kernel_shape"]))


def cast(given, inputs):
    return inputs[0].astype(given["dtype"])


OPERATORS = {
    "Unary": lambda given, inputs: UNARY[given["function"]](inputs[0]),
    "Binary": binary,
    "MatMul": product,
    "Einsum": lambda given, inputs: np.einsum(given["equation"], *inputs),
    "Reduce": reduction,
    "ArgMax": argument("ArgMax"),
    "ArgMin": argument("ArgMin"),
    "CumSum": summed,
    "TopK": largest,
    "Slice": sliced,
    "Split": split,
    "Gather": gather,
    "GatherElements": lambda given, inputs: np.take_along_axis(*inputs, given["axis"]),
    "GatherND": lambda given, inputs: reference("GatherND", inputs, batch_dims=given["batch_dims"]),
    "Where": lambda given, inputs: np.where(*inputs),
    "Transpose": lambda given, inputs: np.transpose(inputs[0], given["perm"]),
    "Squeeze": squeezed,
    "Unsqueeze": lambda given, inputs: reference("Unsqueeze", [inputs[0], whole(given["axes"])]),
    "ReshapeTensor": lambda given, inputs: reference("Reshape", [inputs[0], second(given, inputs, "shape")]),
    "FlattenTensor": lambda given, inputs: reference("Flatten", inputs, axis=given["axis"]),
    "Concat": lambda given, inputs: np.concatenate(inputs, given["axis"]),
    "Expand": lambda given, inputs: reference("Expand", [inputs[0], second(given, inputs, "shape")]),
    "Tile": lambda given, inputs: np.tile(inputs[0], second(given, inputs, "repeats")),
    "Pad": padded,
    "Clip": lambda given, inputs: np.clip(inputs[0], given["min"], given["max"]),
    "Cast": cast,
    "Resize": resize,
    "DepthToSpace": blocks("DepthToSpace"),
    "SpaceToDepth": blocks("SpaceToDepth"),
    "OneHot": one_hot,
    "InstanceNormalization": instance_normalization,
    # The reference implementation forgets the absolute value of l1.
    "LpNormalization": lambda given, inputs: inputs[0]
    / np.linalg.norm(inputs[0], 1 if given["norm"] == "l1" else 2, given["axis"], keepdims=True),
    "Constant": constant,
    "ConstantOfShape": lambda given, inputs: np.full(inputs[0], given["value"]),
    "Shape": lambda given, inputs: whole(inputs[0].shape[given["start"] : given["end"]]),
    "Size": lambda given, inputs: whole(inputs[0].size),
    "Range": lambda given, inputs: np.arange(*inputs),
}


def weight_counts(kind, given, inputs):
    """Trainable and other parameters."""
    if kind == "InstanceNormalization":
        return 2 * inputs[0].shape[1 if given["data_format"] == "channels_first" else -1], 0
    shape = {"Binary": "value_shape", "Constant": "shape", "MatMul": "kernel_shape"}.get(kind)
    if shape is None or len(inputs) > 1 or given.get("value") is not None or given[shape] is None:
        return 0, 0
    count = int(np.prod(given[shape]))
    return (count, 0) if given["trainable"] else (0, count)
