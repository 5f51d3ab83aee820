// Findings of the rules: a network that must be found fault with, its remedy by one click, and undone.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';

type Layer = readonly [name: string, type: string, parameters?: Readonly<Record<string, unknown>>];

/** A document of layers one below the other; `more` adds wires, or other parts of a document. */
function chain(layers: readonly Layer[], wires: readonly object[] = [], more: object = {}): object {
  return {
    format: 'netloom',
    version: 1,
    name: 'lint',
    nodes: Object.fromEntries(layers.map(([name, type, parameters = {}]) => [name, { type, parameters }])),
    edges: [...layers.slice(1).map(([to], i) => ({ from: layers[i]?.[0], to })), ...wires],
    positions: Object.fromEntries(layers.map(([name], i) => [name, [0, 124 * i]])),
    ...more,
  };
}

const NUMBERS: Layer = ['input', 'InputLayer', { shape: [20] }];
const IMAGE: Layer = ['input', 'InputLayer', { shape: [28, 28, 3] }];
const CONV: Layer = ['conv', 'Conv2D', { filters: 8, kernel_size: [3, 3], padding: 'same' }];
const SIGMOIDS = ['a', 'b', 'c'].map((name): Layer => [name, 'Dense', { units: 16, activation: 'sigmoid' }]);
const OUT: Layer = ['out', 'Dense', { units: 4 }];

/** Networks with one fault each that has a remedy, by the code of what is said of it. */
const FAULTS: Readonly<Record<string, object>> = {
  'normalization.axis': chain([IMAGE, CONV, ['norm', 'BatchNormalization', { axis: 1 }]]),
  'initializer.zeros': chain([NUMBERS, ['out', 'Dense', { units: 4, kernel_initializer: 'zeros' }]]),
  'bias.redundant': chain([IMAGE, CONV, ['norm', 'BatchNormalization']]),
  'bias.regularized': chain([NUMBERS, ['out', 'Dense', { units: 4, bias_regularizer: { l2: 0.01 } }]]),
  'activation.missing': chain([NUMBERS, ['hidden', 'Dense', { units: 64 }], OUT]),
  'activation.saturates': chain([NUMBERS, ...SIGMOIDS, OUT]),
  'initializer.gain': chain([NUMBERS, ['hidden', 'Dense', { units: 16, activation: 'selu' }], OUT]),
  'dense.huge': chain([
    ['input', 'InputLayer', { shape: [64, 64, 64] }],
    ['flatten', 'Flatten'],
    ['hidden', 'Dense', { units: 64, activation: 'relu' }],
    OUT,
  ]),
  'flatten.missing': chain([IMAGE, CONV, ['hidden', 'Dense', { units: 16, activation: 'relu' }], OUT]),
  'loss.mismatch': chain([NUMBERS, ['out', 'Dense', { units: 4, activation: 'relu' }]], [], {
    training: { outputs: { out: { loss: 'categorical_crossentropy' } } },
  }),
  'softmax.twice': chain([
    NUMBERS,
    ['out', 'Dense', { units: 4, activation: 'softmax' }],
    ['again', 'Softmax'],
  ]),
  'dropout.output': chain([NUMBERS, OUT, ['drop', 'Dropout', { rate: 0.5 }]]),
  'dataset.classes': chain(
    [
      ['input', 'InputLayer', { shape: [28, 28, 1] }],
      ['flatten', 'Flatten'],
      ['out', 'Dense', { units: 12, activation: 'softmax' }],
    ],
    [],
    { training: { dataset: 'mnist' } },
  ),
  'window.skips': chain([IMAGE, ['pool', 'MaxPooling2D', { pool_size: [2, 2], strides: [4, 4] }]]),
  'branch.dead': {
    ...chain([NUMBERS, OUT]),
    nodes: {
      input: { type: 'InputLayer', parameters: { shape: [20] } },
      out: { type: 'Dense' },
      left: { type: 'Dense' },
    },
    edges: [
      { from: 'input', to: 'out' },
      { from: 'input', to: 'left' },
    ],
    outputs: ['out'],
  },
  'input.unused': {
    ...chain([NUMBERS, OUT]),
    nodes: {
      input: { type: 'InputLayer', parameters: { shape: [20] } },
      extra: { type: 'InputLayer', parameters: { shape: [3] } },
      out: { type: 'Dense' },
    },
    outputs: ['out'],
  },
  'shape.mismatch': chain([IMAGE, CONV, ['sum', 'Add']], [{ from: 'input', to: 'sum', toPort: 1 }]),
};

const finding = (page: Page, code: string) => page.getByRole('listitem').filter({ hasText: code });

test('each finding is mended by one click, and undone', async ({ openPage, folder }) => {
  test.setTimeout(400_000);
  for (const [code, document] of Object.entries(FAULTS))
    await test.step(code, async () => {
      writeFileSync(path.join(folder, `${code}.netloom`), JSON.stringify(document));
      const page = await openPage(`?open=${code}.netloom`);
      const faults = await watchFaults(page);
      await page.getByRole('tab', { name: /^Problems/ }).click();
      await expect(finding(page, code), code).toHaveCount(1);
      await finding(page, code).getByRole('button').last().click();
      await expect(finding(page, code), code).toHaveCount(0);
      await expect(
        page.getByRole('listitem').filter({ hasText: /\.(rank|mismatch|value)/ }),
        code,
      ).toHaveCount(0);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect(finding(page, code), code).toHaveCount(1);
      expect(await faults()).toEqual([]);
      await page.close();
    });
});
