"""Versions and types of ONNX's operators, for imported operators that are carried: python operator_versions.py VERSIONS.json TYPES.json.

For each operator of the domain ai.onnx: [[version, fits], ...], where `fits` tells whether a node written for the version before is
valid under this one and means the same: no input, output or attribute vanished or changed its place, its name or its default, and no
new one is required. Changes of meaning that no signature shows stand in SILENT.

The types of outputs: a name where there is only one, the number of the input that has the same type, or null where the node's
attributes tell it; the last one stands for all further outputs.
"""

import json
import re
import sys

import onnx
from onnx.defs import OpSchema

# Source: ONNX, docs/Changelog.md.
SILENT = {
    ("Softmax", 13),
    ("LogSoftmax", 13),
    ("Hardmax", 13),
    ("GroupNormalization", 21),
    ("RoiAlign", 16),
    ("Split", 18),
    ("Resize", 11),
    ("Upsample", 9),
}


def default(attribute):
    return attribute.default_value.SerializeToString() if attribute.default_value.name else None


def fits(old: OpSchema, new: OpSchema) -> bool:
    if (new.name, new.since_version) in SILENT or new.deprecated:
        return False
    for name, attribute in old.attributes.items():
        other = new.attributes.get(name)
        if other is None or other.type != attribute.type or default(other) != default(attribute):
            return False
    if any(a.required for name, a in new.attributes.items() if name not in old.attributes):
        return False
    for before, after in ((old.inputs, new.inputs), (old.outputs, new.outputs)):
        if len(after) < len(before):
            return False
        if any(a.option != b.option for a, b in zip(before, after)):
            return False
        if any(p.option == OpSchema.FormalParameterOption.Single for p in after[len(before):]):
            return False
    return True


#: Types that are only carried.
RARE = re.compile(r"float[48]e|u?int[24]$|complex")
#: The operator set that exports write unless something needs another.
WRITTEN = 17
NAMES = {"float": "float32", "double": "float64"}


def output_types(schema: OpSchema) -> list:
    allowed = {constraint.type_param_str: constraint.allowed_type_strs for constraint in schema.type_constraints}
    rows = []
    for output in schema.outputs:
        types = set(allowed.get(output.type_str, [output.type_str]))
        same = [i for i, entry in enumerate(schema.inputs) if entry.type_str == output.type_str]
        is_mixed = output.option == OpSchema.FormalParameterOption.Variadic and not output.is_homogeneous
        if len(types) == 1:
            name = types.pop().removeprefix("tensor(").removesuffix(")")
            rows.append(NAMES.get(name, name))
        else:
            rows.append(same[0] if same and not is_mixed else None)
    return rows


def added_types(versions: list) -> dict:
    """The element types that the first input may have only from a version on: {type: version}."""
    since = {}
    for schema in versions:
        if not schema.inputs:
            continue
        for name in schema.inputs[0].types:
            if name.startswith("tensor("):
                short = name.removeprefix("tensor(").removesuffix(")")
                since.setdefault(NAMES.get(short, short), schema.since_version)
    if versions[0].since_version > WRITTEN:
        return {}
    return {name: since[name] for name in sorted(since) if since[name] > WRITTEN and not RARE.match(name)}


def write(target: str, **content) -> None:
    with open(target, "w", encoding="utf-8") as file:
        json.dump({"maker": f"onnx {onnx.__version__}, onnx.defs", **content}, file, indent=2)


def main(versions_target: str, types_target: str) -> None:
    schemas = {}
    for schema in onnx.defs.get_all_schemas_with_history():
        if schema.domain == "":
            schemas.setdefault(schema.name, []).append(schema)
    operators = {}
    for name, versions in sorted(schemas.items()):
        versions.sort(key=lambda schema: schema.since_version)
        rows = []
        for i, schema in enumerate(versions):
            rows.append([schema.since_version, bool(i > 0 and fits(versions[i - 1], schema))])
        operators[name] = rows
    write(versions_target, newest=onnx.defs.onnx_opset_version(), operators=operators)
    types = {}
    for schema in onnx.defs.get_all_schemas():
        rows = output_types(schema)
        # What an operator gives is as its first input unless something else is written.
        if schema.domain in ("", "ai.onnx.ml") and rows != [0]:
            types[f"{schema.domain}.{schema.name}".removeprefix(".")] = rows
    added = {name: rows for name, versions in schemas.items() if (rows := added_types(versions))}
    write(types_target, outputs=dict(sorted(types.items())), added=dict(sorted(added.items())))


main(*sys.argv[1:])
