// Networks of transformers, timm and scikit-learn, quantized and optimized ones by ONNX Runtime's tools, imported and given back.
// `--only=NAME,...` takes these alone, `--all` every network of zoo_files.py.
import { judgeNetworks } from './given-back.mjs';

const NETWORKS = 'sklearn quantized bert gpt2 llama t5 clip mobilevit_xxs levit_128s';

/** Answers whether all networks hold; prints a line for each file. */
export function judgeZoo({ only = null, all = false, update = false } = {}) {
  const names = all ? null : (only ?? NETWORKS.split(' '));
  return judgeNetworks({ script: 'zoo_files.py', environment: 'zoo', names, update });
}
