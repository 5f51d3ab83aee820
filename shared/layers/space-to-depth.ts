import { type Dim, formatShape } from '../document/value.ts';
import { checkBlocks, DATA_FORMAT } from './arithmetic/blocks.ts';
import { kerasBlocks } from './arithmetic/positions-keras.ts';
import { torchMaps, torchOrderOf } from './arithmetic/windows-pytorch.ts';
import { defineLayer, fail } from './contract.ts';
import { toChannelsFirst, toChannelsLast } from './onnx-contract.ts';
import { integer } from './parameters.ts';

/** Pixels become channels. */
export default defineLayer({
  type: 'SpaceToDepth',
  category: 'tensor',
  title: 'Pixels to channels',
  searchWords: ['space_to_depth', 'pixel unshuffle', 'focus', 'patches'],
  documentation: {
    what: 'Puts the pixels of each block of block_size × block_size one behind the other as channels: the block’s place is the outer part of the channel number.',
    inputShape: '(batch, channels, height, width), or channels last',
    outputShape: '(batch, channels × block_size², height / block_size, width / block_size)',
    example: '(None, 3, 14, 20), block_size 2: (None, 12, 7, 10)',
    errors: ['Height or width do not divide by block_size.', 'The input does not have four axes.'],
    source: 'ONNX operator SpaceToDepth; tf.nn.space_to_depth',
  },
  parameters: {
    block_size: integer({ default: 2, min: 1, doc: 'Height and width of a block.' }),
    data_format: DATA_FORMAT,
  },
  inputs: { min: 1, max: 1 },
  traits: { isReshaping: true },
  keyParameters: p => `block ${p.block_size}`,
  infer({ parameters: p, inputs: [input] }) {
    const { batch, channels, height, width, order } = checkBlocks(input, p.data_format);
    const divided = (dim: Dim): Dim => {
      if (typeof dim !== 'number') return null;
      if (dim % p.block_size !== 0)
        fail(
          'shape.mismatch',
          `needs height and width that divide by ${p.block_size}; got ${formatShape(input?.shape ?? null)}. Change block_size, or crop before.`,
        );
      return dim / p.block_size;
    };
    const more = typeof channels === 'number' ? channels * p.block_size ** 2 : null;
    return [{ dtype: input?.dtype ?? 'float32', shape: order(batch, more, divided(height), divided(width)) }];
  },
  keras: ({ parameters: p, inputs: [input], tensors: [x] }, graph) =>
    x ? [kerasBlocks(graph, x, input?.shape ?? [], p.block_size, p.data_format, 'space', 'DCR')] : [],
  onnx({ parameters: p, inputNames: [x = ''] }, graph) {
    const attributes = { blocksize: { int: p.block_size } };
    if (p.data_format === 'channels_first') return [graph.node('SpaceToDepth', [x], attributes)];
    const turned = graph.transpose(x, toChannelsFirst(4));
    return [graph.transpose(graph.node('SpaceToDepth', [turned], attributes), toChannelsLast(4))];
  },
  pytorch({ parameters: p }, torch) {
    const maps = `F.pixel_unshuffle(${torchMaps(torch, p.data_format)}, ${p.block_size})`;
    // PyTorch makes a channel's number of channel and block, ONNX of block and channel.
    const code = `${maps}.unflatten(1, (-1, ${p.block_size ** 2})).transpose(1, 2).flatten(1, 2)`;
    return [{ code, order: torchOrderOf(p.data_format) }];
  },
});
