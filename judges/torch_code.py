"""Runs generated PyTorch modules and compares counts and outputs with ours.

    python torch_code.py FOLDER

Prints a JSON line for each folder that disagrees or was refused, and a last line with the sums and every folder's difference.
"""

import importlib.util
import json
import pathlib
import sys
import warnings

import numpy as np
import torch

TYPES = {"float32": torch.float32, "int32": torch.int32, "int64": torch.int64, "bool": torch.bool}


def load(folder, expected):
    spec = importlib.util.spec_from_file_location("network", folder / "network.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.load(str(folder / "network.safetensors"))


def is_counted(name, tensor):
    # PyTorch's recurrent modules insist on a second bias, which Keras's have not: it is zero and does not train.
    unused = name.endswith("bias_hh_l0") and not tensor.requires_grad and not tensor.any()
    return not unused and not name.endswith("num_batches_tracked")


def counts(model):
    """Elements of all weights and of those that train. Fixed numbers of the network (buffers that are not saved) are none."""
    saved = model.state_dict(keep_vars=True)
    counted = [tensor for name, tensor in saved.items() if is_counted(name, tensor)]
    trainable = sum(p.numel() for p in model.parameters() if p.requires_grad)
    return sum({id(tensor): tensor.numel() for tensor in counted}.values()), trainable


def judge(folder):
    expected = json.loads((folder / "expected.json").read_text())
    model = load(folder, expected)
    total, trainable = counts(model)
    if (total, trainable) != (expected["params"], expected["trainable"]):
        raise ValueError(f"{total} parameters, {trainable} trainable; expected {expected['params']} and {expected['trainable']}")
    feeds = [
        torch.tensor(feed["data"], dtype=torch.float64).reshape(feed["shape"]).to(TYPES[feed["dtype"]])
        for feed in expected["inputs"]
    ]
    with torch.no_grad():
        results = model(*feeds)
    results = results if isinstance(results, tuple) else (results,)
    worst = 0.0
    for result, wanted in zip(results, expected["outputs"], strict=True):
        reference = np.asarray(wanted["data"], dtype=np.float64).reshape(wanted["shape"])
        if list(result.shape) != wanted["shape"]:
            raise ValueError(f"shape {list(result.shape)}; expected {wanted['shape']}")
        # As in the product's own comparison: by the standard deviation of the reference.
        deviation = reference.std() or max(np.abs(reference).max(), 1.0)
        worst = max(worst, float(np.abs(result.detach().numpy() - reference).max() / deviation)) if reference.size else worst
    if not worst <= 1e-4:
        raise ValueError(f"outputs differ by {worst:.2e}")
    return worst


def main():
    warnings.filterwarnings("ignore")
    torch.set_num_threads(1)
    passed, failed, refused, differences = 0, 0, [], {}
    for folder in sorted(pathlib.Path(sys.argv[1]).iterdir()):
        if (folder / "refused.json").exists():
            refused.append(json.loads((folder / "refused.json").read_text()))
            continue
        try:
            differences[folder.name] = judge(folder)
            passed += 1
        except Exception as error:
            failed += 1
            print(json.dumps({"name": folder.name, "error": f"{type(error).__name__}: {error}"[:400]}), flush=True)
    for line in refused:
        print(json.dumps({"refused": line["name"], "message": line["message"][:200]}))
    sums = {"passed": passed, "failed": failed, "refused": len(refused), "largest": max(differences.values(), default=0.0)}
    print(json.dumps({**sums, "torch": torch.__version__, "differences": differences}))


if __name__ == "__main__":
    main()
