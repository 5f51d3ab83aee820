"""Compares ONNX files with what Netloom gives back of them.

    python given_back.py TASKS    a file with one JSON line {file, back, table} for each; prints one JSON line for each
"""

import json
import os
import sys
import warnings

import numpy as np
import onnx
import onnx.checker
import onnx.numpy_helper
import onnxruntime as ort
from onnx.reference import ReferenceEvaluator

warnings.filterwarnings("ignore")
ort.set_default_logger_severity(4)

ONNX_TYPES = {kind.lower(): number for kind, number in onnx.TensorProto.DataType.items()}
NAMES = {"float": "float32", "double": "float64"}


def runner(path):
    """A function from inputs in the graph's order to outputs; ONNX Runtime's where it knows the operators, else the reference's."""
    options = ort.SessionOptions()
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    # ONNX Runtime computes stretches of half precision in float32; where they end depends on Identity nodes and computed constants, unless
    # these are folded first: only then do equal graphs give equal numbers.
    level = ort.GraphOptimizationLevel
    options.graph_optimization_level = level.ORT_ENABLE_BASIC if is_half(path) else level.ORT_DISABLE_ALL
    ort.set_seed(7)  # random operators draw the same numbers in both files
    session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    names = [entry.name for entry in session.get_inputs()]
    return lambda values: session.run(None, {n: v for n, v in zip(names, values) if v is not None}), "onnxruntime"


def is_half(path):
    graph = onnx.load(path, load_external_data=False).graph
    kinds = [tensor.data_type for tensor in graph.initializer] + [info.type.tensor_type.elem_type for info in graph.input]
    return onnx.TensorProto.FLOAT16 in kinds


def reference(path):
    session = ReferenceEvaluator(path)
    np.random.seed(7)
    return lambda values: session.run(None, {n: v for n, v in zip(session.input_names, values) if v is not None}), "reference"


#: Operators that draw numbers; what they draw depends on their place in the file.
RANDOM = {"Bernoulli", "Multinomial", "RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike"}


def is_random(graph):
    inner = [attribute.g for node in graph.node for attribute in node.attribute if attribute.HasField("g")]
    return any(node.op_type in RANDOM for node in graph.node) or any(map(is_random, inner))


def forms(values):
    return [forms(v) if isinstance(v, (list, tuple)) else (np.asarray(v).shape, str(np.asarray(v).dtype)) for v in values]


def difference(a, b):
    """The largest difference of two values, by the largest value or 1; infinite where they are not alike at all."""
    if a is None or b is None:
        return 0.0 if a is None and b is None else np.inf
    if isinstance(a, dict):
        a, b = list(a.items()), list(b.items())
    if isinstance(a, (list, tuple)):
        return max((difference(x, y) for x, y in zip(a, b)), default=0.0) if len(a) == len(b) else np.inf
    a, b = np.asarray(a), np.asarray(b)
    if a.shape != b.shape or a.dtype != b.dtype:
        return np.inf
    if a.size == 0 or np.array_equal(a, b):
        return 0.0
    if a.dtype.kind in "OUSb":
        return np.inf
    if a.dtype.kind not in "iuc":
        a, b = a.astype(np.float64), b.astype(np.float64)
    alike = (a == b) | (np.isnan(a) & np.isnan(b)) if a.dtype.kind in "fc" else a == b
    a, b = np.where(alike, 0, a), np.where(alike, 0, b)
    if a.dtype.kind in "fc" and not (np.isfinite(a).all() and np.isfinite(b).all()):
        return np.inf
    return float(np.abs(a.astype(np.complex128) - b.astype(np.complex128)).max() / max(1.0, float(np.abs(a).max())))


def random_inputs(model):
    """Numbers for each input of a graph; open extents are 2."""
    given = {tensor.name for tensor in model.graph.initializer}
    random = np.random.default_rng(1)
    feeds = []
    for info in model.graph.input:
        if info.name in given:
            continue
        tensor = info.type.tensor_type
        shape = [dim.dim_value if dim.HasField("dim_value") else 2 for dim in tensor.shape.dim]
        dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type)
        if dtype.kind == "f":
            feeds.append(random.standard_normal(shape).astype(dtype))
        else:
            feeds.append(random.integers(0, 2, shape).astype(dtype))
    return feeds


def shapes(model, table):
    """Compares the type and extents of every tensor with those that onnx infers."""
    try:
        model = onnx.shape_inference.infer_shapes(model, check_type=True, strict_mode=True, data_prop=True)
    except Exception:
        model = onnx.shape_inference.infer_shapes(model, data_prop=True)
    graph = model.graph
    infos = {info.name: info for info in [*graph.value_info, *graph.output, *graph.input]}
    compared, wrong, unknown = 0, [], 0
    for name, ours in table.items():
        info = infos.get(name)
        if info is None or not info.type.tensor_type.elem_type:
            continue
        tensor = info.type.tensor_type
        compared += 1
        dtype = onnx.TensorProto.DataType.Name(tensor.elem_type).lower()
        if ours["dtype"] != NAMES.get(dtype, dtype):
            wrong.append(f"{name}: {ours['dtype']}, onnx {NAMES.get(dtype, dtype)}")
        if not tensor.HasField("shape"):
            continue
        dims = [d.dim_value if d.HasField("dim_value") else None for d in tensor.shape.dim]
        shape = ours["shape"]
        if shape is None or len(shape) != len(dims):
            wrong.append(f"{name}: {shape}, onnx {dims}")
        elif any(d is not None and d != s for d, s in zip(dims, shape)):
            wrong.append(f"{name}: {shape}, onnx {dims}")
    return compared, wrong


FLOATS = {onnx.TensorProto.FLOAT, onnx.TensorProto.FLOAT16, onnx.TensorProto.DOUBLE, onnx.TensorProto.BFLOAT16}


def elements(graph):
    """Elements of the weights: each tensor once, and as often as something reads it (exporters keep equal tensors once)."""
    readers = {}
    for node in graph.node:
        for name in node.input:
            readers[name] = readers.get(name, 0) + 1
    for node in graph.node:
        if node.op_type == "Identity" and node.input[0] in readers:
            readers[node.input[0]] += readers.get(node.output[0], 0) - 1
    floats = [i for i in graph.initializer if i.data_type in FLOATS]
    # The scale of 1 and shift of 0 in a group normalization that an exporter spelled out say nothing; one layer has none.
    plain = {name for node in graph.node if node.op_type == "InstanceNormalization" for name in node.input[1:]}
    is_plain = lambda i: i.name in plain and len(set(onnx.numpy_helper.to_array(i).tolist()) | {0.0, 1.0}) == 2
    # Single numbers are weights in one graph (a scale) and part of the computation in another (an exponent).
    return [
        sum(int(np.prod(i.dims)) for i in floats if np.prod(i.dims) > 1 and not is_plain(i)),
        sum(int(np.prod(i.dims)) * max(1, readers.get(i.name, 0)) for i in floats),
    ]


def ids(graph):
    given = {tensor.name for tensor in graph.initializer}
    return [i.name for i in graph.input if i.name not in given], [o.name for o in graph.output]


def loaded(file):
    """A model with its tensors; without those of a file beside it where they do not fit into one message, which shape inference takes."""
    model = onnx.load(file, load_external_data=False)
    beside = [i for i in model.graph.initializer if i.data_location == onnx.TensorProto.EXTERNAL]
    if sum(int(entry.value) for i in beside for entry in i.external_data if entry.key == "length") < 2**30:
        onnx.load_external_data_for_model(model, os.path.dirname(file))
    return model


def compare(file, back, table, feeds=None):
    model = loaded(file)
    report = {"nodes": len(model.graph.node), "elements": elements(model.graph)}
    with open(table, encoding="utf-8") as stream:
        report["shapes"], report["wrongShapes"] = shapes(model, json.load(stream))
    try:
        onnx.checker.check_model(back, full_check=True)
        report["checker"] = ""
    except Exception as error:
        try:
            onnx.checker.check_model(file, full_check=True)
            report["checker"] = str(error)[:300]
        except Exception:
            report["checker"] = ""  # the given file does not pass either
    skeleton = onnx.load(back, load_external_data=False)
    report["names"] = [list(pair) for old, new in zip(ids(model.graph), ids(skeleton.graph)) for pair in zip(old, new) if pair[0] != pair[1]]
    feeds = feeds or [random_inputs(model)]
    before, problem = None, ""
    for open_file in (runner, reference):
        try:
            run, by = open_file(file)
            before = [run(values) for values in feeds]
            break
        except Exception as error:
            problem = str(error)[:200]
    if before is None:
        return {**report, "by": "nobody", "why": problem}
    try:
        run, _ = open_file(back)
        after = [run(values) for values in feeds]
    except Exception as error:
        return {**report, "by": by, "difference": None, "why": str(error)[:400]}
    if is_random(model.graph):
        return {**report, "by": by, "difference": 0.0 if forms(before) == forms(after) else np.inf}
    return {**report, "by": by, "difference": max(difference(a, b) for a, b in zip(before, after))}


def main():
    with open(sys.argv[1], encoding="utf-8") as stream:
        tasks = [json.loads(line) for line in stream]
    for task in tasks:
        try:
            answer = compare(task["file"], task["back"], task["table"])
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"[:400]}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
