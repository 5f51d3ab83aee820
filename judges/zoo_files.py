"""Networks of other libraries with random weights as ONNX files.

    python zoo_files.py list                  every name, one a line
    python zoo_files.py export NAME FOLDER    writes NAME-*.onnx, prints why one could not be made
"""

import logging
import os
import sys
import warnings

warnings.filterwarnings("ignore")
os.environ["TOKENIZERS_PARALLELISM"] = "false"

SMALL = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48, "vocab_size": 99}
TIMM = """beit_base_patch16_224 botnet26t_256 cait_xxs24_224 coat_tiny convit_tiny convmixer_768_32 crossvit_tiny_240 cspresnet50
davit_tiny deit3_small_patch16_224 dla34 dm_nfnet_f0 dpn68 edgenext_xx_small efficientformer_l1 efficientvit_b0 eva02_tiny_patch14_224
fastvit_t8 fbnetc_100 focalnet_tiny_srf gcvit_xxtiny ghostnet_100 gmlp_s16_224 hardcorenas_a hgnet_tiny hrnet_w18_small inception_next_tiny
inception_resnet_v2 levit_128s lcnet_050 mambaout_femto maxxvitv2_nano_rw_256 mixer_s16_224 mobileone_s0 mobilevit_xxs mobilevitv2_050
mvitv2_tiny nest_tiny nfnet_l0 pit_ti_224 poolformer_s12 pvt_v2_b0 regnetz_b16 repvgg_a0 rexnet_100 res2net50_14w_8s resmlp_12_224
resnest14d resnetv2_50 selecsls42 sequencer2d_s skresnet18 swiftformer_xs swinv2_cr_tiny_224 tinynet_e tiny_vit_5m_224 tnt_s_patch16_224
tresnet_m twins_pcpvt_small vgg11 visformer_tiny volo_d1_224 vovnet39a xception41 xcit_nano_12_p16_224""".split()


def text(kind):
    """A small text network of transformers and its inputs."""
    import torch
    import transformers as t

    ids = torch.randint(0, 99, (2, 7))
    mask = torch.ones(2, 7, dtype=torch.long)
    both = {"input_ids": ids, "attention_mask": mask}
    if kind == "bert":
        return t.BertModel(t.BertConfig(**SMALL)), both
    if kind == "roberta":
        return t.RobertaForSequenceClassification(t.RobertaConfig(**SMALL, max_position_embeddings=40)), both
    if kind == "distilbert":
        return t.DistilBertModel(t.DistilBertConfig(vocab_size=99, dim=32, n_layers=2, n_heads=4, hidden_dim=48)), both
    if kind == "gpt2":
        return t.GPT2LMHeadModel(t.GPT2Config(vocab_size=99, n_embd=32, n_layer=2, n_head=4, use_cache=False)), {"input_ids": ids}
    if kind == "t5":
        return t.T5EncoderModel(t.T5Config(vocab_size=99, d_model=32, d_kv=8, d_ff=48, num_layers=2, num_heads=4)), both
    if kind == "llama":
        return t.LlamaForCausalLM(t.LlamaConfig(**SMALL, num_key_value_heads=2, use_cache=False)), {"input_ids": ids}
    if kind == "whisper":
        config = t.WhisperConfig(d_model=32, encoder_layers=2, encoder_attention_heads=4, encoder_ffn_dim=48, num_mel_bins=20, max_source_positions=50)
        return t.WhisperModel(config).encoder, {"input_features": torch.randn(2, 20, 100)}
    vision = {"hidden_size": 32, "num_hidden_layers": 2, "num_attention_heads": 4, "intermediate_size": 48, "image_size": 32, "patch_size": 8}
    pixels = torch.randn(2, 3, 32, 32)
    if kind == "vit":
        return t.ViTModel(t.ViTConfig(**vision)), {"pixel_values": pixels}
    config = t.CLIPConfig(text_config={**SMALL, "max_position_embeddings": 16}, vision_config=vision, projection_dim=16)
    return t.CLIPModel(config), {**both, "pixel_values": pixels}


def plain(kind):
    """The network with tensors in order for its inputs, which both exporters take; their names and values."""
    import torch

    model, given = text(kind)

    class Plain(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.model = model

        def forward(self, *tensors):
            result = self.model(**dict(zip(given, tensors)))
            return result.logits_per_image if kind == "clip" else result[0]

    return Plain().eval(), list(given), tuple(given.values())


TEXT = "bert roberta distilbert gpt2 t5 llama whisper vit clip".split()


def torch_files(name, folder):
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(1)
    if name in TEXT:
        model, names, arguments = plain(name)
    else:
        import timm

        model = timm.create_model(name, pretrained=False)
        size = model.default_cfg.get("test_input_size") or model.default_cfg["input_size"]
        names, arguments = ["input"], (torch.randn(1, *size),)
    model = model.eval()
    with torch.no_grad():
        for parameter in model.parameters():
            if not parameter.any():
                parameter.normal_(0, 0.05)
    for exporter in ("script", "dynamo"):
        target = os.path.join(folder, f"{name}-{exporter}.onnx")
        try:
            if exporter == "script":
                axes = {key: {0: "batch"} for key in names} if name in TEXT else {}
                torch.onnx.export(model, arguments, target, dynamo=False, opset_version=17, input_names=names, dynamic_axes=axes)
            else:
                torch.onnx.export(model, arguments, target, input_names=names, dynamo=True, external_data=False, verbose=False)
        except Exception as error:
            print(f"{exporter}: {type(error).__name__}: {' '.join(str(error).split())[:200]}")


def sklearn_files(folder):
    import numpy as np
    from skl2onnx import to_onnx
    from sklearn import ensemble, linear_model, naive_bayes, neighbors, neural_network, pipeline, preprocessing, svm, tree

    random = np.random.default_rng(0)
    x = random.standard_normal((60, 5)).astype(np.float32)
    y = (x[:, 0] + x[:, 1] ** 2 > 0.5).astype(np.int64) + (x[:, 2] > 1)
    words = np.array(["low", "middle", "high"])[y]
    models = {
        "scaler": preprocessing.StandardScaler(),
        "logistic": pipeline.make_pipeline(preprocessing.MinMaxScaler(), linear_model.LogisticRegression()),
        "forest": ensemble.RandomForestClassifier(5, random_state=0),
        "boosting": ensemble.GradientBoostingRegressor(n_estimators=5),
        "tree": tree.DecisionTreeRegressor(max_depth=4),
        "svc": svm.SVC(probability=True),
        "svr": svm.SVR(),
        "neighbours": neighbors.KNeighborsClassifier(3),
        "bayes": naive_bayes.GaussianNB(),
        "perceptron": neural_network.MLPClassifier((8,), max_iter=20),
        "polynomial": preprocessing.PolynomialFeatures(2),
    }
    for name, model in models.items():
        for target in (y, words) if hasattr(model, "classes_") or "Classifier" in type(model).__name__ else (y,):
            model.fit(x, target)
            suffix = "-words" if target is words else ""
            with open(os.path.join(folder, f"sklearn-{name}{suffix}.onnx"), "wb") as file:
                file.write(to_onnx(model, x[:1]).SerializeToString())


def quantized_files(folder):
    import numpy as np
    import onnx
    import torch
    from onnxruntime import quantization as q
    from onnxruntime.transformers import optimizer

    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2), torch.nn.Conv2d(8, 8, 3, groups=8), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(8 * 6 * 6, 10)).eval()
    network = os.path.join(folder, "quantized.plain")
    torch.onnx.export(net, (torch.randn(1, 3, 16, 16),), network, dynamo=False, opset_version=17, input_names=["input"])

    class Reader(q.CalibrationDataReader):
        def __init__(self):
            self.left = [{"input": np.random.default_rng(i).standard_normal((1, 3, 16, 16)).astype(np.float32)} for i in range(3)]

        def get_next(self):
            return self.left.pop() if self.left else None

    for name, form in (("qdq", q.QuantFormat.QDQ), ("operators", q.QuantFormat.QOperator)):
        for per_channel in (False, True):
            target = os.path.join(folder, f"quantized-{name}{'-channels' if per_channel else ''}.onnx")
            q.quantize_static(network, target, Reader(), quant_format=form, per_channel=per_channel)
    q.quantize_static(network, os.path.join(folder, "quantized-16-bit.onnx"), Reader(), activation_type=q.QuantType.QUInt16)
    q.quantize_dynamic(network, os.path.join(folder, "quantized-dynamic.onnx"))
    os.remove(network)
    model, names, arguments = plain("bert")
    whole = os.path.join(folder, "bert.plain")
    torch.onnx.export(model, arguments, whole, dynamo=False, opset_version=17, input_names=names)
    q.quantize_dynamic(whole, os.path.join(folder, "quantized-bert.onnx"))
    optimized = optimizer.optimize_model(whole, model_type="bert", num_heads=4, hidden_size=32)
    optimized.save_model_to_file(os.path.join(folder, "optimized-bert.onnx"))
    optimized.convert_float_to_float16(keep_io_types=True)
    optimized.save_model_to_file(os.path.join(folder, "optimized-bert-half.onnx"))
    from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer

    blocks = MatMulNBitsQuantizer(onnx.load(whole), block_size=32, is_symmetric=True)
    blocks.process()
    blocks.model.save_model_to_file(os.path.join(folder, "quantized-bert-4-bit.onnx"))
    os.remove(whole)


def group_files(folder):
    import torch

    torch.manual_seed(0)
    model = torch.nn.Sequential(torch.nn.Conv2d(3, 6, 3), torch.nn.GroupNorm(3, 6), torch.nn.ReLU(), torch.nn.GroupNorm(1, 6)).eval()
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter)
    value = (torch.randn(2, 3, 9, 9),)
    for name, options in {"script": {"dynamo": False, "opset_version": 17}, "dynamo": {"dynamo": True, "external_data": False, "verbose": False}}.items():
        torch.onnx.export(model, value, os.path.join(folder, f"groups-{name}.onnx"), input_names=["input"], **options)


def half_files(folder):
    """Networks of half precision: as PyTorch exports them, and as float32 files are converted."""
    import onnx
    import torch
    import torchvision
    from onnxruntime.transformers.float16 import convert_float_to_float16

    torch.manual_seed(0)
    layer = torch.nn.TransformerEncoderLayer(32, 4, 48, batch_first=True, norm_first=True)
    networks = {
        "resnet18": (torchvision.models.resnet18(weights=None), torch.randn(1, 3, 224, 224)),
        "encoder": (torch.nn.TransformerEncoder(layer, 2, enable_nested_tensor=False), torch.randn(2, 7, 32)),
    }
    for name, (model, value) in networks.items():
        for dtype in (torch.float16, torch.bfloat16) if name == "resnet18" else (torch.float16,):
            given = (value.to(dtype),)
            model = model.eval().to(dtype)
            target = os.path.join(folder, f"half-{name}-{'float16' if dtype == torch.float16 else 'bfloat16'}")
            torch.onnx.export(model, given, f"{target}-dynamo.onnx", input_names=["input"], dynamo=True, external_data=False, verbose=False)
            if name == "resnet18":
                torch.onnx.export(model, given, f"{target}-script.onnx", dynamo=False, opset_version=17, input_names=["input"])
    for name in ("bert", "gpt2"):
        model, names, arguments = plain(name)
        target = os.path.join(folder, f"half-{name}-float16-dynamo.onnx")
        torch.onnx.export(model.half(), arguments, target, input_names=names, dynamo=True, external_data=False, verbose=False)
    converted = {
        "mobilenet": (torchvision.models.mobilenet_v3_small(weights=None).eval(), ["input"], (torch.randn(1, 3, 64, 64),)),
        "distilbert": plain("distilbert"),
        "vit": plain("vit"),
    }
    for name, (model, names, arguments) in converted.items():
        whole = os.path.join(folder, f"{name}.plain")
        torch.onnx.export(model, arguments, whole, dynamo=False, opset_version=17, input_names=names)
        for keeps, suffix in ((False, ""), (True, "-inside")):
            half = convert_float_to_float16(onnx.load(whole), keep_io_types=keeps)
            onnx.save(half, os.path.join(folder, f"half-{name}-converted{suffix}.onnx"))
        os.remove(whole)


def main():
    logging.disable(logging.CRITICAL)
    if sys.argv[1] == "list":
        print("\n".join(["sklearn", "quantized", "half", "groups", *TEXT, *TIMM]))
        return
    name, folder = sys.argv[2:]
    if name == "sklearn":
        sklearn_files(folder)
    elif name == "quantized":
        quantized_files(folder)
    elif name == "groups":
        group_files(folder)
    elif name == "half":
        half_files(folder)
    else:
        torch_files(name, folder)


if __name__ == "__main__":
    main()
