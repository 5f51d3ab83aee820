"""Loads what Netloom exported for Keras and compares with what Netloom computed: counts, and outputs within 1e-4 of their spread.

    python keras_code.py FOLDER FIRST END [on-torch]

Looks at the networks FIRST to END (not included) of the folder: TensorFlow's memory grows with every model. Prints one JSON object a line:
{name, format, params, difference} or {name, format, error}. With on-torch only networks with layers that TensorFlow's processors cannot
run, PyTorch's can: channels first, adaptive maximum. `--version` prints the maker.
"""

import json
import pathlib
import sys

import keras
import numpy


def read_safetensors(path):
    content = pathlib.Path(path).read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    kinds = {"F32": numpy.float32, "I32": numpy.int32}
    return {
        name: numpy.frombuffer(
            content[8 + length + entry["data_offsets"][0] : 8 + length + entry["data_offsets"][1]], kinds[entry["dtype"]]
        ).reshape(entry["shape"])
        for name, entry in header.items()
        if name != "__metadata__"
    }


def difference(model, data):
    inputs = [data[f"input/{i}"] for i in range(len(model.inputs))]
    answers = model(inputs[0] if len(inputs) == 1 else inputs, training=False)
    answers = answers if isinstance(answers, (list, tuple)) else [answers]
    worst = 0.0
    for i, answer in enumerate(answers):
        ours = data[f"output/{i}"]
        theirs = keras.ops.convert_to_numpy(answer)
        if tuple(theirs.shape) != tuple(ours.shape):
            raise ValueError(f"shape {theirs.shape}, ours {ours.shape}")
        spread = float(numpy.std(ours)) or 1.0
        worst = max(worst, float(numpy.max(numpy.abs(theirs.astype("float64") - ours), initial=0)) / spread)
    return worst


def load(folder, form):
    if form == "code":
        module = {}
        exec(compile((folder / "model.py").read_text(), "model.py", "exec"), module)
        model = module["build_model"]()
        if "load_weights" in module:
            module["load_weights"](model, str(folder / "weights.safetensors"))
        return model
    return keras.saving.load_model(folder / f"model.{form}", compile=False)


def maker():
    backend = keras.backend.backend()
    library = __import__(backend)
    name = {"tensorflow": "TensorFlow", "torch": "PyTorch"}[backend]
    return f"Keras {keras.__version__} on {name} {library.__version__}"


if sys.argv[1] == "--version":
    print(json.dumps(maker()))
    sys.exit()
for folder in sorted(pathlib.Path(sys.argv[1]).iterdir())[int(sys.argv[2]) : int(sys.argv[3])]:
    about = json.loads((folder / "about.json").read_text())
    if about["refused"] is not None or ("on-torch" in sys.argv and not about["onTorch"]):
        continue
    for form in about["formats"]:
        line = {"name": folder.name, "format": form}
        try:
            if about["diesOnTensorFlow"] and keras.backend.backend() == "tensorflow":
                raise NotImplementedError("Keras on TensorFlow dies in this layer")
            model = load(folder, form)
            line["params"] = model.count_params()
            line["difference"] = difference(model, read_safetensors(folder / "data.safetensors"))
        except Exception as error:  # noqa: BLE001 - every kind of failure is the finding
            line["error"] = f"{type(error).__name__}: {error}"[:600]
        print(json.dumps(line), flush=True)
        keras.backend.clear_session()
