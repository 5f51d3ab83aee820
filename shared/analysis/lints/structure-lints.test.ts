import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../document/edits.ts';
import type { Json } from '../../document/json.ts';
import type { NetloomDocument } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { NetworkBuilder } from '../../templates/network-builder.ts';
import { documentProblems } from './document-problems.ts';

const problemsOf = (document: NetloomDocument) => documentProblems(document, inferDocument(document));
const codesOf = (document: NetloomDocument) => problemsOf(document).map(({ code }) => code);

function network(add: (builder: NetworkBuilder) => void): NetloomDocument {
  const builder = new NetworkBuilder('network');
  add(builder);
  return builder.build('', {});
}

/** The document after the fix of its finding of a code. */
function mended(document: NetloomDocument, code: string): NetloomDocument {
  const fix = problemsOf(document).find(problem => problem.code === code)?.fix;
  if (!fix) throw new Error(`no fix for ${code}`);
  return applyEdits(document, fix.edits).document;
}

describe('a sum of unlike branches', () => {
  const residual = (main: Record<string, Json>) =>
    network(builder => {
      builder.add('input', 'InputLayer', { shape: [56, 56, 64] });
      builder.add('conv', 'Conv2D', { kernel_size: [3, 3], padding: 'same', ...main });
      builder.add('sum', 'Add', {}, ['conv', 'input']);
      builder.add('relu', 'ReLU', {});
    });

  it('is mended by a projection on the branch with fewer channels: 128 filters, stride 2', () => {
    const document = residual({ filters: 128, strides: 2 });
    expect(codesOf(document)).toEqual(['shape.mismatch']);
    const after = mended(document, 'shape.mismatch');
    expect(codesOf(after)).toEqual([]);
    expect(after.nodes.input_projection).toEqual({
      type: 'Conv2D',
      parameters: { filters: 128, kernel_size: [1, 1], strides: [2, 2] },
    });
    expect(inferDocument(after).nodes.get('sum')?.outputs[0]?.shape).toEqual(['N', 28, 28, 128]);
  });

  it('of unlike channels alone takes no stride', () => {
    expect(mended(residual({ filters: 96 }), 'shape.mismatch').nodes.input_projection?.parameters).toEqual({
      filters: 96,
      kernel_size: [1, 1],
    });
  });

  it('is left alone where no stride leads from one extent to the other', () => {
    const document = residual({ filters: 128, padding: 'valid' });
    expect(problemsOf(document).find(({ code }) => code === 'shape.mismatch')?.fix).toBeUndefined();
  });

  it('a concatenation that does not fit gets no projection', () => {
    const document = network(builder => {
      builder.add('input', 'InputLayer', { shape: [8, 8, 4] });
      builder.add('half', 'MaxPooling2D', { pool_size: [2, 2] });
      builder.add('join', 'Concatenate', {}, ['half', 'input']);
    });
    expect(problemsOf(document).find(({ code }) => code === 'shape.mismatch')?.fix).toBeUndefined();
  });
});

describe('windows', () => {
  const sliding = (extent: number, layer: string, parameters: Record<string, Json>) =>
    network(builder => {
      builder.add('input', 'InputLayer', { shape: [extent, 1] });
      builder.add('slide', layer, parameters);
    });

  it('a kernel of 7 on 3 elements, padded by 3: taps 0 and 6 never meet data, by hand', () => {
    // Output 0 sees inputs -3 to 3, output 2 sees -1 to 5: tap 0 reads -3 to -1, tap 6 reads 3 to 5.
    const document = sliding(3, 'Conv1D', { filters: 2, kernel_size: 7, padding: 'same' });
    expect(problemsOf(document)).toMatchObject([{ code: 'window.padding', severity: 'warning' }]);
    expect(problemsOf(document)[0]?.message).toContain('2 of its 7 places');
    expect(codesOf(sliding(4, 'Conv1D', { filters: 2, kernel_size: 7, padding: 'same' }))).toEqual([]);
  });

  it('a window of 2 that moves by 4 reads half of its input; one of 1 is exempt', () => {
    const document = sliding(16, 'MaxPooling1D', { pool_size: 2, strides: 4 });
    expect(problemsOf(document)).toMatchObject([{ code: 'window.skips', severity: 'warning' }]);
    expect(problemsOf(document)[0]?.message).toContain('50 %');
    expect(codesOf(mended(document, 'window.skips'))).toEqual([]);
    expect(codesOf(sliding(16, 'Conv1D', { filters: 2, kernel_size: 1, strides: 2 }))).toEqual([]);
  });
});

it('a dense layer on a flattened image: 25,088 × 4,096 = 102,760,448 weights, 2,097,152 after pooling', () => {
  const document = network(builder => {
    builder.add('input', 'InputLayer', { shape: [7, 7, 512] });
    builder.add('flat', 'Flatten');
    builder.add('fc', 'Dense', { units: 4096, activation: 'relu' });
  });
  const [problem] = problemsOf(document);
  expect(problem).toMatchObject({ code: 'dense.huge', severity: 'info', layer: 'fc' });
  expect(problem?.message).toMatch(/102,760,448 weights.*leave 2,097,152/);
  const after = mended(document, 'dense.huge');
  expect(codesOf(after)).toEqual([]);
  expect(inferDocument(after).nodes.get('fc')?.weights[0]?.shape).toEqual([512, 4096]);
});

it('a branch that leads to no output, and the layers that only feed it', () => {
  const built = network(builder => {
    builder.add('input', 'InputLayer', { shape: [8] });
    builder.add('out', 'Dense', { units: 2, activation: 'softmax' }, 'input');
    builder.add('side', 'Dense', { units: 2, activation: 'relu' }, 'input');
    builder.add('end', 'ReLU', {}, 'side');
  });
  expect(codesOf(built)).toEqual([]);
  const document = { ...built, outputs: ['out'] };
  expect(problemsOf(document)).toMatchObject([{ code: 'branch.dead', severity: 'warning', layer: 'end' }]);
  expect(Object.keys(mended(document, 'branch.dead').nodes)).toEqual(['input', 'out']);
});

describe('a network that nothing flattens', () => {
  /** LeNet's end without its Flatten: 5 × 5 × 16 go on to dense layers. */
  const lenet = (
    dataset?: string,
    last: readonly [string, Record<string, Json>] = ['Dense', { units: 10 }],
  ) => {
    const builder = new NetworkBuilder('network');
    builder.add('input', 'InputLayer', { shape: [10, 10, 6] });
    builder.add('conv', 'Conv2D', { filters: 16, kernel_size: [3, 3] });
    builder.add('pool', 'AveragePooling2D', {});
    builder.add('hidden', 'Dense', { units: 84, activation: 'relu' });
    builder.add('drop', 'Dropout', { rate: 0.2 });
    builder.add('out', ...last);
    builder.add('softmax', 'Softmax', {});
    return builder.build('', dataset === undefined ? {} : { dataset });
  };

  it('is told at the first of its dense layers, with the positions, and gets a Flatten: 4 × 4 × 16 = 256', () => {
    const document = lenet();
    const [problem] = problemsOf(document);
    expect(problem).toMatchObject({ code: 'flatten.missing', severity: 'warning', layer: 'hidden' });
    expect(problem?.message).toContain('each of the 4 × 4 positions of pool');
    expect(problem?.message).toContain('(None, 4, 4, 10)');
    const after = mended(document, 'flatten.missing');
    expect(codesOf(after)).toEqual([]);
    expect(inferDocument(after).nodes.get('flatten')?.outputs[0]?.shape).toEqual(['N', 256]);
    expect(inferDocument(after).nodes.get('softmax')?.outputs[0]?.shape).toEqual(['N', 10]);
  });

  it('is meant so where the targets are images, where it ends in a convolution, and on series', () => {
    expect(codesOf(lenet('segmentation'))).not.toContain('flatten.missing');
    expect(codesOf(lenet(undefined, ['Conv2D', { filters: 10, kernel_size: [1, 1] }]))).toEqual([]);
    const series = network(builder => {
      builder.add('input', 'InputLayer', { shape: [12, 3] });
      builder.add('lstm', 'LSTM', { units: 8, return_sequences: true });
      builder.add('out', 'Dense', { units: 4 });
    });
    expect(codesOf(series)).toEqual([]);
  });
});
