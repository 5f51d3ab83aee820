"""torchvision's networks with random weights as ONNX files.

    python torchvision_files.py list                 every network's name, one a line
    python torchvision_files.py export NAME FOLDER   writes NAME-script.onnx and NAME-dynamo.onnx, prints why one could not be made
"""

import logging
import os
import sys
import warnings

warnings.filterwarnings("ignore")

#: Extents that let a network with adaptive pooling or windows do what it does at full size; others take 224.
SIDES = {"inception_v3": 299, "quantized_inception_v3": 299, "vit_h_14": 224}
DETECTION = {"weights_backbone": None, "num_classes": 5}


def family(name):
    import torchvision

    return torchvision.models.get_model_builder(name).__module__.split(".")[2]


def network(name):
    import torch
    import torchvision

    torch.manual_seed(0)
    options = {"weights": None}
    kind = family(name)
    if "googlenet" in name or "inception" in name:
        options |= {"aux_logits": False, "init_weights": False}
    if kind == "segmentation":
        options |= {"weights_backbone": None, "num_classes": 5}
    if kind == "detection":
        options |= DETECTION
        # With weights that nobody trained, only these limits let some boxes through.
        options |= {"box_score_thresh": 0.0} if "rcnn" in name else {"score_thresh": 0.0}
        if not name.startswith("ssd"):
            options |= {"min_size": 128, "max_size": 160}
    if name.startswith("quantized_"):
        torch.backends.quantized.engine = "x86" if "x86" in torch.backends.quantized.supported_engines else "fbgemm"
        options |= {"quantize": True}
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


def inputs(name):
    """Positional arguments, and whether the first axis of each is the batch."""
    import torch

    kind = family(name)
    side = SIDES.get(name, 224)
    if kind == "detection":
        side = 320 if name == "ssdlite320_mobilenet_v3_large" else 300 if name.startswith("ssd") else 128
        return ([torch.rand(3, side, side)],), False
    if kind == "video":
        frames, side = (16, 224) if "mvit" in name else (14, 224) if name == "s3d" else (8, 112)
        return (torch.randn(2, 3, frames, side, side),), True
    if kind == "optical_flow":
        return (torch.randn(2, 3, 128, 136), torch.randn(2, 3, 128, 136)), True
    return (torch.randn(2, 3, 64 if kind == "segmentation" else side, side if kind != "segmentation" else 80),), True


def files(name, folder):
    import torch

    model, (arguments, has_batch) = network(name), inputs(name)
    names = {} if family(name) == "detection" else {"input_names": [f"input{i}" for i in range(len(arguments))]}
    axes = {key: {0: "batch"} for key in names.get("input_names", [])} if has_batch else {}
    big = sum(p.numel() for p in model.parameters()) * 4 > 1.9e9
    def script(target):
        torch.onnx.export(model, arguments, target, dynamo=False, dynamic_axes=axes, opset_version=17, **names)
    def dynamo(target):
        options = {"dynamo": True, "external_data": big, "verbose": False, **names}
        try:
            if not has_batch:
                raise ValueError("no batch")
            batch = tuple({0: torch.export.Dim("batch")} for _ in arguments)
            torch.onnx.export(model, arguments, target, dynamic_shapes=batch, **options)
        except Exception:
            # Some networks compute with the batch in ways that torch.export cannot follow.
            torch.onnx.export(model, arguments, target, **options)
    for exporter, write in (("script", script), ("dynamo", dynamo)):
        if exporter == "script" and big:
            print("script: more than one ONNX file can hold")
            continue
        target = os.path.join(folder, f"{name}-{exporter}.onnx")
        try:
            write(target)
        except Exception as error:
            print(f"{exporter}: {type(error).__name__}: {' '.join(str(error).split())[:200]}")


def main():
    logging.disable(logging.CRITICAL)
    if sys.argv[1] == "list":
        import torchvision

        print("\n".join(torchvision.models.list_models()))
        return
    import torch

    torch.set_num_threads(1)
    files(*sys.argv[2:])


if __name__ == "__main__":
    main()
