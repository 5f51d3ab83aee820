"""Prints what Keras's layer classes and operations take, as the two tables of shared/layers that the Keras exporter reads.

    python keras_tables.py classes|operations
"""

import importlib
import inspect
import json
import sys

import keras

MODULES = ["numpy", "nn", "core", "math", "image", "linalg"]
INHERITED = {"name", "args", "kwargs", "self", "weights"}


def jsonable(value):
    return json.loads(json.dumps(value)) if isinstance(value, (int, float, str, bool, list, tuple, type(None))) else None


def parameters(function):
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return [p for p in inspect.signature(function).parameters.values() if p.kind in kinds and p.name not in INHERITED]


def classes():
    renamed = {}
    print("// Written by judges/keras_tables.py from Keras", keras.__version__ + "; do not edit.")
    print()
    print("/** Arguments of Keras's layer classes in order, each with its default; those without one are required. */")
    print("export const KERAS_CLASSES: Readonly<Record<string, readonly (readonly [name: string, fallback?: unknown])[]>> = {")
    for name in sorted(dir(keras.layers)):
        cls = getattr(keras.layers, name)
        if not inspect.isclass(cls) or not issubclass(cls, keras.layers.Layer):
            continue
        empty = inspect.Parameter.empty
        entries = [[p.name] if p.default is empty else [p.name, jsonable(p.default)] for p in parameters(cls.__init__)]
        print(f"  {name}: {json.dumps(entries)},")
        if cls.__name__ != name:
            renamed[name] = cls.__name__
    print("};")
    print()
    print("/** Classes whose own name, which paths in weight files are made of, is not the one in keras.layers. */")
    print("export const KERAS_CLASS_NAMES: Readonly<Record<string, string>> =", json.dumps(renamed) + ";")


def operation_class(name):
    camel = "".join(word[:1].upper() + word[1:] for word in name.split("_"))
    for module in MODULES:
        cls = getattr(importlib.import_module("keras.src.ops." + module), camel, None)
        if inspect.isclass(cls):
            return module, cls
    return None


def operations():
    print("// Written by judges/keras_tables.py from Keras", keras.__version__ + "; do not edit.")
    print()
    print("/** Operations of keras.ops that a saved model can hold: the module and class of the node, and which arguments its constructor takes. */")
    print("export const KERAS_OPERATIONS: Readonly<Record<string, readonly [module: string, className: string, settings: readonly string[]]>> = {")
    for name in sorted(dir(keras.ops)):
        found = operation_class(name)
        if found:
            module, cls = found
            settings = [p.name for p in parameters(cls.__init__)]
            print(f"  {name}: {json.dumps([module, cls.__name__, settings])},")
    print("};")


{"classes": classes, "operations": operations}[sys.argv[1]]()
