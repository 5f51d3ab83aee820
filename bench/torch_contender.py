"""PyTorch on the networks of bench/training-networks.json: each line on stdin names one, an epoch of it is trained, its milliseconds
are the answer's line."""

import json
import pathlib
import sys
import time

import torch
from torch import nn

SAMPLES, BATCH_SIZE, CLASSES = 2_048, 64, 10
TASKS = json.loads((pathlib.Path(__file__).parent / "training-networks.json").read_text())


class Last(nn.Module):
    """The last step of a recurrent layer."""

    def __init__(self, layer):
        super().__init__()
        self.layer = layer

    def forward(self, x):
        return self.layer(x)[0][:, -1]


def convolution(lazy, parameters):
    settings = {"bias": parameters.get("use_bias", True), "stride": parameters.get("strides", 1)}
    size = parameters["kernel_size"]
    # Keras's "same" with strides of 2 pads one side only; here both, which costs the same.
    settings["padding"] = size // 2 if parameters.get("padding") == "same" else 0
    return [lazy(parameters["filters"], size, **settings)]


def modules(layer, features):
    """The modules of one layer, its activation left out."""
    kind, parameters = layer["type"], layer["parameters"]
    match kind:
        case "Conv2D":
            return convolution(nn.LazyConv2d, parameters)
        case "Conv1D":
            return convolution(nn.LazyConv1d, parameters)
        case "BatchNormalization":
            return [nn.LazyBatchNorm2d(eps=1e-3, momentum=0.01)]
        case "MaxPooling2D":
            return [nn.MaxPool2d(parameters.get("pool_size", 2))]
        case "MaxPooling1D":
            return [nn.MaxPool1d(parameters.get("pool_size", 2))]
        case "GlobalAveragePooling2D":
            return [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
        case "GlobalAveragePooling1D":
            return [nn.AdaptiveAvgPool1d(1), nn.Flatten()]
        case "Flatten":
            return [nn.Flatten()]
        case "Dropout":
            return [nn.Dropout(parameters["rate"])]
        case "ReLU":
            return [nn.ReLU()]
        case "Dense":
            return [nn.LazyLinear(parameters["units"])]
        case "LSTM":
            return [Last(nn.LSTM(features, parameters["units"], batch_first=True))]
    raise ValueError(kind)


class Network(nn.Module):
    """Layers in the order of the file; a softmax at the end is the loss's."""

    def __init__(self, task):
        super().__init__()
        self.task = task
        self.parts = nn.ModuleDict()
        for layer in task["layers"]:
            if layer["type"] == "Add":
                continue
            made = modules(layer, task["inputShape"][-1])
            if layer["parameters"].get("activation") == "relu":
                made.append(nn.ReLU())
            self.parts[layer["name"]] = nn.Sequential(*made)

    def forward(self, x):
        values = {"input": x}
        for layer in self.task["layers"]:
            feeds = [values[name] for name in layer["inputs"]]
            value = feeds[0] + feeds[1] if layer["type"] == "Add" else self.parts[layer["name"]](feeds[0])
            values[layer["name"]] = value
        return value


def build(name):
    task = TASKS[name]
    torch.manual_seed(1)
    inputs = torch.rand(SAMPLES, *task["inputShape"])
    kinds = {layer["type"] for layer in task["layers"]}
    # Channels first, as its convolutions want them; for two axes in the memory format that is fastest on the CPU.
    if kinds & {"Conv1D", "Conv2D"}:
        inputs = inputs.movedim(-1, 1).contiguous()
    network = Network(task)
    network(inputs[:2])
    if "Conv2D" in kinds:
        network = network.to(memory_format=torch.channels_last)
        inputs = inputs.contiguous(memory_format=torch.channels_last)
    targets = torch.randint(0, CLASSES, (SAMPLES,))
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3, eps=1e-7)
    loss_of = nn.CrossEntropyLoss()
    network.train()

    def epoch():
        order = torch.randperm(SAMPLES)
        total, hits = torch.zeros(()), torch.zeros(())
        for start in range(0, SAMPLES, BATCH_SIZE):
            chosen = order[start : start + BATCH_SIZE]
            target = targets[chosen]
            optimizer.zero_grad(set_to_none=True)
            logits = network(inputs[chosen])
            loss = loss_of(logits, target)
            loss.backward()
            optimizer.step()
            total += loss.detach()
            hits += (logits.argmax(-1) == target).sum()
        return float(total), float(hits)

    return epoch


print(json.dumps({"ready": True}), flush=True)
epochs = {}
for line in sys.stdin:
    network = line.strip()
    if network not in epochs:
        epochs[network] = build(network)
    start = time.perf_counter()
    epochs[network]()
    print(json.dumps({"ms": (time.perf_counter() - start) * 1e3}), flush=True)
