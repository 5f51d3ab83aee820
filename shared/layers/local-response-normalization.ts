import { formatShape } from '../document/value.ts';
import { moveAxis } from './arithmetic/normalization.ts';
import { channelAxisOf, dataFormat, spatialAxesOf } from './arithmetic/windows.ts';
import { torchMaps, torchOrderOf } from './arithmetic/windows-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { integer, number } from './parameters.ts';

/** Divides each element by the energy of its neighbours in the channel direction, as in AlexNet. */
export default defineLayer({
  type: 'LocalResponseNormalization',
  category: 'normalization',
  title: 'Local response normalization',
  searchWords: ['lrn', 'alexnet', 'lateral inhibition', 'normalize'],
  documentation: {
    what: 'Divides each element by (bias + alpha · sum of squares of the elements within depth_radius channels) ^ beta. It has no weights. alpha counts per element as in TensorFlow; AlexNet as published is depth_radius 2, bias 2, alpha 0.0001, beta 0.75.',
    inputShape: '(batch, ..., channels), or (batch, channels, ...) for channels_first',
    outputShape: 'the same as the input',
    example: '55 × 55 × 96, depth_radius 2: 5 neighbouring channels are summed for each element',
    errors: ['The input has no channel axis beside the batch.'],
    source: 'TensorFlow, tf.nn.local_response_normalization; Krizhevsky et al. 2012, section 3.3',
  },
  parameters: {
    depth_radius: integer({ default: 5, min: 0, doc: 'Number of channels summed on either side.' }),
    bias: number({ default: 1, min: 0, doc: 'Added to the sum; keeps the divisor away from zero.' }),
    alpha: number({
      default: 1,
      doc: 'Weight of the sum of squares, per element (not divided by the window).',
    }),
    beta: number({ default: 0.5, doc: 'Exponent of the divisor.' }),
    data_format: dataFormat(),
  },
  inputs: { min: 1, max: 1 },
  traits: {
    keepsPlaces: true,
    spatialAxes: (p, rank) => spatialAxesOf(p.data_format, rank),
  },
  keyParameters: p =>
    keyLine(
      p.depth_radius !== 5 && `radius ${p.depth_radius}`,
      p.bias !== 1 && `bias ${p.bias}`,
      p.alpha !== 1 && `alpha ${p.alpha}`,
      p.beta !== 0.5 && `beta ${p.beta}`,
    ),
  infer({ inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (shape !== null && shape.length < 2)
      fail(
        'shape.rank',
        `needs a batch and a channel axis; got ${formatShape(shape)}. Feed it the maps of a convolution.`,
      );
    return [{ dtype: 'float32', shape }];
  },
  explain: ({ parameters: p }) => [
    {
      title: 'Channels summed: 2 × depth_radius + 1',
      formula: `2 × ${formatCount(p.depth_radius)} + 1`,
      result: formatCount(2 * p.depth_radius + 1),
    },
  ],
  keras({ parameters: p, inputs: [input], tensors: [x] }, graph) {
    const shape = input?.shape ?? [];
    const axis = channelAxisOf(p.data_format, shape.length);
    const channels = shape[axis];
    if (!x || typeof channels !== 'number')
      return graph.refuse('normalizes over an unknown number of channels');
    const sides = shape.map((_, i) => (i === axis ? [p.depth_radius, p.depth_radius] : [0, 0]));
    const padded = graph.op('pad', [graph.op('square', [x])], { pad_width: sides });
    const window = 2 * p.depth_radius + 1;
    const sums = Array.from({ length: window }, (_, offset) =>
      graph.op('get_item', [
        padded,
        shape.map((__, i) => ({
          slice: i === axis ? [offset, offset + channels, null] : [null, null, null],
        })),
      ]),
    );
    const [first = x, ...rest] = sums;
    const sum = rest.reduce((total, part) => graph.op('add', [total, part]), first);
    const divisor = graph.op('power', [
      graph.op('add', [graph.op('multiply', [sum, p.alpha]), p.bias]),
      p.beta,
    ]);
    return [graph.op('divide', [x, divisor])];
  },
  pytorch({ parameters: p, inputs: [input] }, torch) {
    const size = 2 * p.depth_radius + 1;
    // PyTorch divides alpha by the window size, TensorFlow does not.
    const settings = `${size}, alpha=${p.alpha * size}, beta=${p.beta}, k=${p.bias}`;
    if (input?.shape?.length === 2) {
      const row = `${torch.document(0)}.unsqueeze(2)`;
      return [{ code: `F.local_response_norm(${row}, ${settings}).squeeze(2)`, order: 'document' }];
    }
    const x = torchMaps(torch, p.data_format);
    return [{ code: `F.local_response_norm(${x}, ${settings})`, order: torchOrderOf(p.data_format) }];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const rank = input?.shape?.length ?? 4;
    const size = 2 * p.depth_radius + 1;
    const { there, back } = moveAxis(rank, channelAxisOf(p.data_format, rank), 1);
    const maps = graph.transpose(x, there);
    // ONNX Runtime computes LRN on rank 4 only; other ranks go through it as one row of positions.
    const row = rank === 4 ? maps : graph.node('Reshape', [maps, graph.constant([0, 0, -1, 1], 'int64')]);
    const normalized = graph.node('LRN', [row], {
      size: { int: size },
      bias: { float: p.bias },
      // ONNX divides alpha by the window size, TensorFlow does not.
      alpha: { float: p.alpha * size },
      beta: { float: p.beta },
    });
    const shaped = rank === 4 ? normalized : graph.node('Reshape', [normalized, graph.node('Shape', [maps])]);
    return [graph.transpose(shaped, back)];
  },
});
