"""torchvision's networks with random weights as ONNX files, and the files that Netloom gives back.

    python torchvision_files.py export NAME FOLDER     writes NAME-script.onnx and NAME-dynamo.onnx, prints what failed
    python torchvision_files.py compare FILE BACK JSON  one JSON line: differences of outputs, shapes and counts
"""

import json
import sys
import warnings

warnings.filterwarnings("ignore")


def network(name):
    import torch
    import torchvision

    torch.manual_seed(0)
    options = {"weights": None}
    if name in ("googlenet", "inception_v3"):
        options |= {"aux_logits": False, "init_weights": False}
    model = torchvision.models.get_model(name, **options).eval()
    for module in model.modules():
        if isinstance(module, torch.nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_(0, 0.1)
            module.running_var.uniform_(0.5, 1.5)
    # Heads that begin at zero would hide every mistake before them.
    with torch.no_grad():
        for parameter in model.parameters():
            if not parameter.any():
                parameter.normal_(0, 0.05)
    return model


def export(name, folder):
    import logging

    import torch

    logging.disable(logging.CRITICAL)
    torch.set_num_threads(1)
    model = network(name)
    x = torch.randn(2, 3, 299 if name == "inception_v3" else 224, 299 if name == "inception_v3" else 224)
    names = {"input_names": ["input"], "output_names": ["output"]}
    axes = {"input": {0: "batch"}, "output": {0: "batch"}}
    torch.onnx.export(model, (x,), f"{folder}/{name}-script.onnx", dynamo=False, dynamic_axes=axes, **names)
    batch = ({0: torch.export.Dim("batch")},)
    options = {"dynamo": True, "external_data": False, "verbose": False, **names}
    try:
        torch.onnx.export(model, (x,), f"{folder}/{name}-dynamo.onnx", dynamic_shapes=batch, **options)
    except Exception:
        # Some networks compute with the batch in ways that torch.export cannot follow.
        torch.onnx.export(model, (x,), f"{folder}/{name}-dynamo.onnx", **options)


def compare(file, back, table):
    import numpy as np
    import onnx
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.log_severity_level = 3
    options.intra_op_num_threads = 1
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    sessions = [ort.InferenceSession(path, options) for path in (file, back)]
    random = np.random.default_rng(1)
    feeds = {}
    for entry in sessions[0].get_inputs():
        shape = [dim if isinstance(dim, int) else 2 for dim in entry.shape]
        feeds[entry.name] = random.standard_normal(shape).astype(np.float32)
    before, after = [session.run(None, feeds) for session in sessions]
    difference = max(float(np.abs(a - b).max()) for a, b in zip(before, after))
    scale = max(1.0, max(float(np.abs(a).max()) for a in before))
    model = onnx.shape_inference.infer_shapes(onnx.load(file), data_prop=True)
    graph = model.graph
    infos = {info.name: info for info in [*graph.value_info, *graph.output, *graph.input]}
    ours = json.load(open(table, encoding="utf-8"))
    compared, wrong = 0, []
    for tensor, shape in ours["shapes"].items():
        info = infos.get(tensor)
        if info is None or not info.type.tensor_type.HasField("shape"):
            continue
        dims = [d.dim_value if d.HasField("dim_value") else None for d in info.type.tensor_type.shape.dim]
        compared += 1
        if shape is None or len(shape) != len(dims) or any(d is not None and d != s for d, s in zip(dims, shape)):
            wrong.append(f"{tensor}: {shape}, onnx {dims}")
    # Exporters keep equal tensors once; each reader of one is counted, as the network has them.
    readers = {}
    for node in graph.node:
        for name in node.input:
            readers[name] = readers.get(name, 0) + 1
    for node in graph.node:
        if node.op_type == "Identity" and node.input[0] in readers:
            readers[node.input[0]] += readers.get(node.output[0], 0) - 1
    floats = [i for i in graph.initializer if i.data_type == 1 and len(i.dims) > 0 and np.prod(i.dims) > 1]
    elements = [sum(int(np.prod(i.dims)) for i in floats), sum(int(np.prod(i.dims)) * max(1, readers.get(i.name, 0)) for i in floats)]
    print(json.dumps({"difference": difference / scale, "deviation": max(float(a.std()) for a in before), "compared": compared, "wrong": wrong[:5], "wrongCount": len(wrong), "elements": elements, "nodes": len(graph.node)}))


if __name__ == "__main__":
    {"export": export, "compare": compare}[sys.argv[1]](*sys.argv[2:])
