"""A network of torchvision as .onnx or of keras.applications as .keras, with its own numbers: what code generated from the file must give.

    python imported_code.py torch|keras NAME FOLDER

Writes model.onnx or model.keras, input.bin and output.bin (float32), and tensors.json with their extents. Random weights; none of them zero.
"""

import json
import pathlib
import sys

import numpy as np

SEED = 11
BATCH = 2


def torch_network(name, folder):
    import torch
    from torchvision_files import network

    torch.set_num_threads(1)
    model = network(name)
    size = 299 if name == "inception_v3" else 224
    x = torch.randn(BATCH, 3, size, size, generator=torch.Generator().manual_seed(SEED))
    torch.onnx.export(
        model,
        (x,),
        str(folder / "model.onnx"),
        dynamo=False,
        input_names=["input"],
        output_names=["output"],
        dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}},
    )
    with torch.no_grad():
        return x.numpy(), model(x).numpy()


def keras_network(name, folder):
    import keras
    from applications import spread

    # Without the softmax, which flattens differences.
    model = getattr(keras.applications, name)(weights=None, classifier_activation=None)
    spread(model)
    model.save(folder / "model.keras")
    x = np.random.default_rng(SEED).standard_normal((BATCH, *model.input_shape[1:]), np.float32)
    return x, keras.ops.convert_to_numpy(model(x, training=False))


def main():
    library, name, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    values = (torch_network if library == "torch" else keras_network)(name, folder)
    for tensor, value in zip(("input", "output"), values):
        value.astype(np.float32).tofile(folder / f"{tensor}.bin")
    extents = {tensor: list(value.shape) for tensor, value in zip(("input", "output"), values)}
    (folder / "tensors.json").write_text(json.dumps(extents))


main()
