// Networks of transformers, timm and scikit-learn, quantized, optimized and halved ones by ONNX Runtime's tools, imported and given back.
// `--only=NAME,...` takes these alone, `--all` every network of zoo_files.py.
import { judgeNetworks } from './given-back.mjs';

export const MAKERS = [
  'torch 2.15.0',
  'timm 1.0.31',
  'transformers 5.24.0',
  'skl2onnx 1.20.0',
  'onnx 1.23.2',
  'ONNX Runtime 1.31.1',
];
const NETWORKS = 'sklearn quantized half groups bert gpt2 llama t5 clip mobilevit_xxs levit_128s';

/** Answers whether all networks hold; prints a line for each file. */
export function judgeZoo({ only = null, all = false, update = false } = {}) {
  const names = all ? null : (only ?? NETWORKS.split(' '));
  return judgeNetworks({
    judgeName: 'zoo',
    makers: MAKERS,
    script: 'zoo_files.py',
    environment: 'zoo',
    names,
    update,
  });
}
