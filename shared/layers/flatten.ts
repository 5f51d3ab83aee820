import { formatShape, UNKNOWN_VALUE } from '../document/value.ts';
import { pythonTuple } from '../python/python-text.ts';
import { flatExtent } from './arithmetic/reshaping.ts';
import { defineLayer, fail } from './contract.ts';
import { formatCount, keyLine } from './formatting.ts';
import { toChannelsLast } from './onnx-contract.ts';
import { choice } from './parameters.ts';

/** Makes one axis of all axes of a sample. */
export default defineLayer({
  type: 'Flatten',
  category: 'reshaping',
  title: 'Flatten to a vector',
  searchWords: ['vector', 'reshape'],
  documentation: {
    what: 'Lays all elements of a sample in one row, the last axis running fastest. With channels_first the channels are moved to the end before, so that the order is the same for both data formats.',
    inputShape: '(batch, ...)',
    outputShape: '(batch, product of the extents)',
    example: '6 × 6 × 256: 9,216',
    errors: ['The input has no axis.'],
    source: 'Keras 3, keras.layers.Flatten',
  },
  parameters: {
    data_format: choice(['channels_last', 'channels_first'], {
      default: 'channels_last',
      doc: 'Where the channels stand in the input.',
    }),
  },
  inputs: { min: 1, max: 1 },
  traits: { isReshaping: true, isView: true },
  keyParameters: p => keyLine(p.data_format !== 'channels_last' && p.data_format),
  infer({ inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (!input || shape === null) return [input ? { ...UNKNOWN_VALUE, dtype: input.dtype } : UNKNOWN_VALUE];
    const [batch] = shape;
    if (batch === undefined) fail('shape.rank', `needs a batch axis; got ${formatShape(shape)}.`);
    return [{ dtype: input.dtype, shape: [batch, flatExtent(shape.slice(1))] }];
  },
  explain({ inputs: [input], outputs: [result] }) {
    const extents = input?.shape?.slice(1) ?? [];
    const total = result?.shape?.[1];
    if (typeof total !== 'number' || extents.length < 2) return [];
    return [
      {
        title: 'Output length',
        formula: extents.map(extent => formatCount(Number(extent))).join(' × '),
        result: formatCount(total),
      },
    ];
  },
  pytorch({ parameters: p, inputs: [input], inputTensors: [tensor] }, torch) {
    const shape = input?.shape ?? [];
    const extents = shape.slice(1);
    const isFirst = p.data_format === 'channels_first' && shape.length > 2;
    const document = isFirst ? [...extents.slice(1), ...extents.slice(0, 1)] : extents;
    const known = document.filter(extent => typeof extent === 'number');
    const isLinedUp = isFirst ? tensor?.order === 'document' : tensor?.order === 'channels-first';
    if (tensor && isLinedUp && known.length === extents.length)
      return [{ code: `torch.flatten(${tensor.code}, 1)`, order: { flattened: known } }];
    if (typeof tensor?.order === 'object') return [tensor];
    const x = torch.document(0);
    const ordered = isFirst ? `${x}.permute${pythonTuple(toChannelsLast(shape.length))}` : x;
    return [{ code: `torch.flatten(${ordered}, 1)`, order: 'document' }];
  },
  onnx({ parameters: p, inputs: [input], inputNames: [x = ''] }, graph) {
    const rank = input?.shape?.length ?? 2;
    const ordered =
      p.data_format === 'channels_first' && rank > 2 ? graph.transpose(x, toChannelsLast(rank)) : x;
    return [graph.node('Flatten', [ordered], { axis: { int: 1 } })];
  },
});
