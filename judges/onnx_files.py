"""Checks exported ONNX files: onnx's checker with full shape inference, then one run in ONNX Runtime on random input.

    python onnx_files.py FILE...

Prints a JSON line for each file; exit 1 when one fails.
"""

import json
import pathlib
import sys

import numpy as np
import onnx
import onnxruntime

TYPES = {"tensor(float)": np.float32, "tensor(int32)": np.int32, "tensor(int64)": np.int64}


def run(path):
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    random = np.random.default_rng(1)
    feeds = {
        entry.name: random.normal(size=[dim if isinstance(dim, int) else 1 for dim in entry.shape]).astype(TYPES[entry.type])
        for entry in session.get_inputs()
    }
    outputs = session.run(None, feeds)
    if not all(np.all(np.isfinite(output)) for output in outputs):
        raise ValueError("an output is not finite")
    return [list(output.shape) for output in outputs]


def judge(path):
    # By path, so that files over 2 GB with their tensors beside them work too.
    onnx.checker.check_model(path, full_check=True)
    return {"file": pathlib.Path(path).name, "checker": "ok", "outputs": run(path)}


def main():
    failed = False
    for path in sys.argv[1:]:
        try:
            line = judge(path)
        except Exception as error:  # the checker's and the runtime's own classes share no other base
            failed = True
            line = {"file": pathlib.Path(path).name, "error": f"{type(error).__name__}: {error}"[:500]}
        print(json.dumps({**line, "onnx": onnx.__version__, "onnxruntime": onnxruntime.__version__}), flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
