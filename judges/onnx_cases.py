"""onnx's own test cases through Netloom and back.

    python onnx_cases.py NODE SCRIPT FOLDER [NAME...]   writes the cases into FOLDER, lets Netloom give them back, prints a JSON line each
"""

import contextlib
import io
import json
import pathlib
import subprocess
import sys
import warnings

warnings.filterwarnings("ignore")

import onnx
from onnx import numpy_helper
from onnx.backend.test.loader import load_model_tests

from given_back import compare


def stored(case):
    """Model and inputs of a case that stands in a folder; None where it must be fetched."""
    folder = pathlib.Path(case.model_dir or "/nowhere")
    if not (folder / "model.onnx").exists():
        return None
    feeds = []
    for data in sorted(folder.glob("test_data_set_*")):
        files = sorted(data.glob("input_*.pb"), key=lambda path: int(path.stem.split("_")[1]))
        feeds.append([numpy_helper.to_array(onnx.load_tensor(str(path))) for path in files])
    return onnx.load(folder / "model.onnx"), feeds


def cases(only):
    for kind in ("node", "simple", "pytorch-converted", "pytorch-operator"):
        for case in load_model_tests(kind=kind):
            if only and case.name not in only:
                continue
            if case.model is not None:
                yield case.name, case.model, [inputs for inputs, _ in case.data_sets]
            elif (found := stored(case)) is not None:
                yield case.name, *found


def main():
    node, script, folder, *only = sys.argv[1:]
    folder = pathlib.Path(folder)
    tasks, feeds = [], []
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        for name, model, inputs in cases(set(only)):
            file = folder / f"{name}.onnx"
            onnx.save(model, file)
            tasks.append({"file": str(file), "back": str(folder / f"{name}-back.onnx"), "table": str(folder / f"{name}.json")})
            feeds.append([value if isinstance(value, list) else list(value) for value in inputs])
    (folder / "tasks").write_text("\n".join(map(json.dumps, tasks)), encoding="utf-8")
    answers = subprocess.run([node, script, str(folder / "tasks")], stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
    for task, inputs, line in zip(tasks, feeds, answers.splitlines()):
        ours = json.loads(line)
        if "error" not in ours:
            try:
                ours |= compare(**task, feeds=inputs)
            except Exception as error:
                ours |= {"error": f"{type(error).__name__}: {error}"[:400], "code": "judge"}
        print(json.dumps({"name": pathlib.Path(task["file"]).stem, **ours}), flush=True)


if __name__ == "__main__":
    main()
