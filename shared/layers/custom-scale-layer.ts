import { pythonNumber } from '../python/python-text.ts';
import { emitMergeInputs, inferMerge } from './arithmetic/merging.ts';
import { torchOperands } from './arithmetic/merging-pytorch.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { number } from './parameters.ts';

/** A residual sum whose branch is scaled by a constant. */
export default defineLayer({
  type: 'CustomScaleLayer',
  category: 'merging',
  title: 'Scaled residual sum',
  searchWords: ['inception', 'residual', 'add', 'scale'],
  documentation: {
    what: 'Adds the second input, times a constant, to the first: x + scale × y, as the residual blocks of Inception-ResNet do to stay stable. Extents broadcast as in Add.',
    inputShape: 'two shapes that are equal, or have an extent of 1 where they differ',
    outputShape: 'the inputs’ common shape',
    example: 'two of 35 × 35 × 320, scale 0.17: 35 × 35 × 320',
    errors: ['The inputs have different extents and neither is 1.'],
    source: 'keras.applications.inception_resnet_v2, CustomScaleLayer; Szegedy et al. 2016, section 3.3',
  },
  parameters: { scale: number({ default: 1, doc: 'Factor of the second input; Keras has no default.' }) },
  inputs: { min: 2, max: 2, names: ['main', 'branch'] },
  traits: { isMerge: true, keepsPlaces: true },
  keyParameters: p => keyLine(`scale ${p.scale}`),
  infer: inferMerge,
  // Keras's class is a private one of that network, which no other program can load from an .h5 file.
  keras({ parameters: { scale }, tensors: [main, branch] }, graph) {
    if (!main || !branch) return [];
    return [graph.layer('Add', {}, [main, graph.layer('Rescaling', { scale, offset: 0 }, [branch])])];
  },
  onnx(context, graph) {
    const [main = '', branch = ''] = emitMergeInputs(context, graph, 'float32', true);
    const scale = graph.constant([context.parameters.scale], 'float32', []);
    return [graph.node('Add', [main, graph.node('Mul', [branch, scale])])];
  },
  pytorch(context, torch) {
    const { operands, order } = torchOperands(context, torch, true);
    const [main = '', branch = ''] = operands;
    return [{ code: `${main} + ${pythonNumber(context.parameters.scale)} * ${branch}`, order }];
  },
});
