"""Versions of ONNX's operators, for exports that carry operators of imported files: python operator_versions.py TARGET.json.

For each operator of the domain ai.onnx: [[version, fits], ...], where `fits` tells whether a node written for the version before is
valid under this one and means the same: no input, output or attribute vanished or changed its place, its name or its default, and no
new one is required. Changes of meaning that no signature shows stand in SILENT.
"""

import json
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


def main(target: str) -> None:
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
    lines = ",\n".join(f"    {json.dumps(name)}: {json.dumps(rows)}" for name, rows in operators.items())
    with open(target, "w", encoding="utf-8") as file:
        file.write(
            f'{{\n  "maker": "onnx {onnx.__version__}, onnx.defs",\n  "newest": {onnx.defs.onnx_opset_version()},\n  "operators": {{\n{lines}\n  }}\n}}\n'
        )


main(sys.argv[1])
