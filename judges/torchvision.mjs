// torchvision's networks with random weights, exported by both of torch's ONNX exporters, imported and given back. `--only=resnet18,...`
// takes these alone, `--all` every network that torchvision lists.
import { judgeNetworks } from './given-back.mjs';

export const MAKERS = ['torch 2.15.0', 'torchvision 0.29.2', 'onnx 1.23.2', 'ONNX Runtime 1.31.1'];
const NETWORKS =
  'alexnet vgg11_bn squeezenet1_1 resnet18 resnet50 resnext50_32x4d wide_resnet50_2 densenet121 googlenet inception_v3 mobilenet_v2 mobilenet_v3_small mnasnet0_5 shufflenet_v2_x0_5 efficientnet_b0 efficientnet_v2_s regnet_x_400mf regnet_y_400mf convnext_tiny vit_b_16 swin_t swin_v2_t maxvit_t lraspp_mobilenet_v3_large ssdlite320_mobilenet_v3_large fasterrcnn_mobilenet_v3_large_320_fpn r3d_18 raft_small';

/** Answers whether all networks hold; prints a line for each file. */
export function judgeTorchvision({ only = null, all = false, update = false } = {}) {
  const names = all ? null : (only ?? NETWORKS.split(' '));
  return judgeNetworks({
    judgeName: 'torchvision',
    makers: MAKERS,
    script: 'torchvision_files.py',
    environment: 'torch',
    names,
    update,
  });
}
