import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../document/edits.ts';
import type { Json } from '../../document/json.ts';
import type { Problem } from '../../document/problem.ts';
import type { NetloomDocument, TrainingSettings } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { NetworkBuilder } from '../../templates/network-builder.ts';
import { documentProblems } from './document-problems.ts';

type Layer = readonly [name: string, type: string, parameters?: Readonly<Record<string, Json>>];

/** A chain behind an input. */
function chain(shape: readonly number[], layers: readonly Layer[], training: TrainingSettings = {}) {
  const builder = new NetworkBuilder('network');
  builder.add('input', 'InputLayer', { shape: [...shape] });
  for (const [name, type, parameters] of layers) builder.add(name, type, parameters);
  return builder.build('', training);
}

const problemsOf = (document: NetloomDocument) => documentProblems(document, inferDocument(document));

/** The one finding of a code. */
function only(document: NetloomDocument, code: string): Problem {
  const found = problemsOf(document).filter(problem => problem.code === code);
  expect(found).toHaveLength(1);
  const [problem] = found;
  if (!problem) throw new Error(code);
  return problem;
}

/** Carries out the fix of the finding and expects that it is gone and nothing else came. */
function expectMended(document: NetloomDocument, code: string): NetloomDocument {
  const { fix } = only(document, code);
  if (!fix) throw new Error(`${code} has no fix`);
  const mended = applyEdits(document, fix.edits).document;
  expect(problemsOf(mended).filter(({ severity }) => severity !== 'info')).toEqual([]);
  expect(problemsOf(mended).map(problem => problem.code)).not.toContain(code);
  return mended;
}

const SOFTMAX: Layer = ['out', 'Dense', { units: 10, activation: 'softmax' }];

describe('bias', () => {
  it('before a normalization is redundant: 8 parameters', () => {
    const document = chain(
      [8, 8, 3],
      [
        ['conv', 'Conv2D', { filters: 8, kernel_size: [3, 3] }],
        ['norm', 'BatchNormalization'],
      ],
    );
    expect(only(document, 'bias.redundant')).toMatchObject({ severity: 'info', layer: 'conv' });
    expect(only(document, 'bias.redundant').message).toContain('(8 parameters)');
    expectMended(document, 'bias.redundant');
  });

  it('is needed where an activation, another axis or a missing beta stands between', () => {
    const layers = (conv: Record<string, Json>, norm: Record<string, Json>): readonly Layer[] => [
      ['conv', 'Conv2D', { filters: 8, kernel_size: [3, 3], ...conv }],
      ['norm', 'BatchNormalization', norm],
    ];
    for (const each of [
      layers({ activation: 'relu' }, {}),
      layers({}, { center: false }),
      layers({}, { axis: 1 }),
    ])
      expect(problemsOf(chain([8, 8, 3], each)).map(({ code }) => code)).not.toContain('bias.redundant');
  });

  it('with a penalty', () => {
    const document = chain([4], [['fc', 'Dense', { units: 3, bias_regularizer: 'l2' }]]);
    expect(only(document, 'bias.regularized').severity).toBe('info');
    expect(expectMended(document, 'bias.regularized').nodes.fc?.parameters).toEqual({ units: 3 });
  });
});

describe('activations', () => {
  it('missing between dense layers; a narrow one may be meant', () => {
    const wide = chain([8], [['fc', 'Dense', { units: 32 }], ['drop', 'Dropout', { rate: 0.5 }], SOFTMAX]);
    expect(only(wide, 'activation.missing')).toMatchObject({ severity: 'warning', layer: 'fc' });
    expectMended(wide, 'activation.missing');
    const narrow = chain([64], [['fc', 'Dense', { units: 4 }], SOFTMAX]);
    expect(only(narrow, 'activation.missing').severity).toBe('info');
  });

  it('three sigmoids in a row pass at most (1/4)^3 = 0.015625, to two figures 0.016', () => {
    const sigmoids = (count: number): readonly Layer[] =>
      Array.from(
        { length: count },
        (_, i) => [`fc${i}`, 'Dense', { units: 8, activation: 'sigmoid' }] as const,
      );
    const document = chain([8], [...sigmoids(3), SOFTMAX]);
    expect(only(document, 'activation.saturates').message).toContain('0.016');
    expectMended(document, 'activation.saturates');
    expect(problemsOf(chain([8], [...sigmoids(2), SOFTMAX]))).toEqual([]);
    expect(problemsOf(chain([8], sigmoids(3)))).toEqual([]);
    const [a, b, c] = sigmoids(3);
    if (!a || !b || !c) throw new Error('three');
    expect(problemsOf(chain([8], [a, b, ['norm', 'BatchNormalization'], c, SOFTMAX]))).toEqual([]);
  });

  it('ten rectifiers in a row with Glorot keep (1/2)^10 = 0.00098 of the variance', () => {
    const rectified = (count: number): readonly Layer[] =>
      Array.from({ length: count }, (_, i) => [`fc${i}`, 'Dense', { units: 8, activation: 'relu' }] as const);
    const document = chain([8], [...rectified(10), SOFTMAX]);
    expect(only(document, 'initializer.gain').message).toContain('0.00098');
    const mended = expectMended(document, 'initializer.gain');
    expect(mended.nodes.fc9?.parameters).toMatchObject({ kernel_initializer: 'he_uniform' });
    expect(problemsOf(chain([8], [...rectified(9), SOFTMAX]))).toEqual([]);
  });

  it('selu wants lecun_normal', () => {
    const document = chain([8], [['fc', 'Dense', { units: 8, activation: 'selu' }], SOFTMAX]);
    expect(only(document, 'initializer.gain').severity).toBe('info');
    expectMended(document, 'initializer.gain');
  });
});

describe('outputs', () => {
  it('softmax twice: once is enough', () => {
    const document = chain([8], [SOFTMAX, ['again', 'Softmax']]);
    expect(only(document, 'softmax.twice')).toMatchObject({ severity: 'warning', layer: 'again' });
    expect(Object.keys(expectMended(document, 'softmax.twice').nodes)).toEqual(['input', 'out']);
  });

  it.each([
    ['softmax', 10, 'binary_crossentropy'],
    ['linear', 10, 'categorical_crossentropy'],
    ['relu', 1, 'binary_crossentropy'],
    ['softmax', 1, 'binary_crossentropy'],
  ] as const)('%s on %i units does not suit %s', (activation, units, loss) => {
    const document = chain([8], [['out', 'Dense', { units, activation }]], { outputs: { out: { loss } } });
    expect(only(document, 'loss.mismatch').severity).toBe('warning');
    expectMended(document, 'loss.mismatch');
  });

  it.each([
    ['softmax', 'categorical_crossentropy'],
    ['sigmoid', 'binary_crossentropy'],
    ['linear', 'mean_squared_error'],
  ] as const)('%s suits %s, through a view too', (activation, loss) => {
    const layers: readonly Layer[] = [
      ['fc', 'Dense', { units: 10, activation }],
      ['out', 'Reshape', { target_shape: [10] }],
    ];
    expect(problemsOf(chain([8], layers, { outputs: { out: { loss } } }))).toEqual([]);
  });

  it('dropout on the output, or with only the softmax behind it', () => {
    const last = chain([8], [SOFTMAX, ['drop', 'Dropout', { rate: 0.5 }]]);
    expectMended(last, 'dropout.output');
    const before = chain(
      [8],
      [
        ['logits', 'Dense', { units: 10 }],
        ['drop', 'Dropout', { rate: 0.5 }],
        ['out', 'Softmax'],
      ],
    );
    expectMended(before, 'dropout.output');
    expect(problemsOf(chain([8], [['drop', 'Dropout', { rate: 0.5 }], SOFTMAX]))).toEqual([]);
  });

  it('an output of 12 for the 10 digits', () => {
    const document = chain(
      [28, 28, 1],
      [
        ['flat', 'Flatten'],
        ['out', 'Dense', { units: 12, activation: 'softmax' }],
      ],
      { dataset: 'mnist' },
    );
    expect(only(document, 'dataset.classes').message).toMatch(/gives 12 .* has 10/);
    expect(expectMended(document, 'dataset.classes').nodes.out?.parameters).toMatchObject({ units: 10 });
  });
});
