"""onnx.shape_inference on the chains of bench/networks.ts: a convolution, a batch normalization and a ReLU in turns. Prints JSON lines."""

import json
import statistics
import time

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper, shape_inference


def chain(layers):
    nodes, initializers, channels, last = [], [], 3, "input"

    def weight(name, shape):
        initializers.append(numpy_helper.from_array(np.zeros(shape, np.float32), name))
        return name

    for i in range(1, layers):
        name = f"layer{i}"
        if i % 3 == 1:
            filters = 8 + i % 5
            inputs = [last, weight(f"{name}/kernel", (filters, channels, 3, 3)), weight(f"{name}/bias", (filters,))]
            nodes.append(helper.make_node("Conv", inputs, [name], pads=[1, 1, 1, 1]))
            channels = filters
        elif i % 3 == 2:
            inputs = [last, *[weight(f"{name}/{part}", (channels,)) for part in ("gamma", "beta", "mean", "variance")]]
            nodes.append(helper.make_node("BatchNormalization", inputs, [name]))
        else:
            nodes.append(helper.make_node("Relu", [last], [name]))
        last = name
    entry = helper.make_tensor_value_info("input", TensorProto.FLOAT, ["N", 3, 32, 32])
    out = helper.make_tensor_value_info(last, TensorProto.FLOAT, None)
    graph = helper.make_graph(nodes, "chain", [entry], [out], initializers)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])


for layers in (100, 1_000, 10_000):
    model = chain(layers).SerializeToString()
    times = []
    for _ in range(9):
        start = time.perf_counter()
        shape_inference.infer_shapes(model)
        times.append(time.perf_counter() - start)
    ms = statistics.median(times) * 1e3
    line = {"bench": "inference", "rival": f"onnx {onnx.__version__} shape_inference", "network": f"chain {layers}"}
    print(json.dumps({**line, "nodes": layers, "what": "full", "ms": round(ms, 3), "us/node": round(ms * 1e3 / layers, 3)}))
