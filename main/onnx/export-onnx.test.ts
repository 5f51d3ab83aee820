import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../shared/document/schema.ts';
import type { OnnxInitializer, OnnxModel, OnnxNode } from '../../shared/exporters/onnx/model.ts';
import { permuteData } from '../../shared/exporters/onnx/permute.ts';
import { takeSlices } from '../../shared/exporters/onnx/take-slices.ts';
import type { Engine } from '../engines/engine.ts';
import { loadEngine } from '../engines/load-engine.ts';
import { exportOnnx } from './export-onnx.ts';
import { chain } from './testing.ts';

let engine: Engine;
let folder: string;
beforeAll(async () => {
  engine = await loadEngine('javascript');
  folder = await mkdtemp(path.join(os.tmpdir(), 'netloom-export-'));
});
afterAll(async () => rm(folder, { recursive: true, force: true }));

const mlp = chain('mlp', [
  ['pixels', 'InputLayer', { shape: [7, 10, 3] }],
  ['flatten', 'Flatten'],
  ['hidden', 'Dense', { units: 12, activation: 'relu' }],
  ['digits', 'Dense', { units: 5, activation: 'softmax' }],
]);

describe('export to ONNX', () => {
  it('writes an MLP that ONNX Runtime computes as the engine does, and nothing beside it', async () => {
    const { verification, files } = await exportOnnx({
      document: mlp,
      output: path.join(folder, 'mlp.onnx'),
      seed: 1,
      engine,
    });
    expect(verification).toMatchObject({ verified: true, runtime: 'onnxruntime 1.30.0' });
    expect(verification?.maxRelDiff).toBeLessThan(1e-5);
    expect(verification?.maxAbsDiff).toBeGreaterThan(0);
    expect(await readdir(folder)).toEqual(['mlp.onnx']);
    expect(files).toEqual([path.join(folder, 'mlp.onnx')]);
  });

  it('proves a network whose words come as floats, as Keras’s own inputs are, with rows of its tables', async () => {
    const words = chain('words', [
      ['title', 'InputLayer', { shape: [null] }],
      ['table', 'Embedding', { input_dim: 30, output_dim: 4 }],
      ['steps', 'LSTM', { units: 5 }],
      ['kind', 'Dense', { units: 2 }],
    ]);
    const { verification } = await exportOnnx({
      document: words,
      output: path.join(folder, 'words.onnx'),
      seed: 1,
      engine,
    });
    expect(verification?.verified).toBe(true);
    expect(verification?.maxRelDiff).toBeLessThan(1e-4);
    await rm(path.join(folder, 'words.onnx'));
  });

  const attempt = (more: Partial<Parameters<typeof exportOnnx>[0]>) =>
    exportOnnx({ document: convolutions, output: path.join(folder, 'net.onnx'), seed: 1, engine, ...more });

  it('takes learned weights, channels-first inputs and every operator set', async () => {
    for (const opset of [13, 15, 17, 18, 20, 21])
      for (const layout of ['nhwc', 'nchw'] as const) {
        const { verification } = await attempt({ opset, layout, weights: { get: learned } });
        expect(verification?.maxRelDiff).toBeLessThan(1e-5);
      }
    await rm(path.join(folder, 'net.onnx'));
  });

  it('takes open extents, two inputs, tied layers and two outputs', async () => {
    const open = chain('open', [
      ['image', 'InputLayer', { shape: [null, 'W', 3] }],
      ['conv', 'Conv2D', { filters: 4, kernel_size: 3, strides: 2, padding: 'same' }],
      ['mean', 'GlobalAveragePooling2D'],
      ['digits', 'Dense', { units: 4, activation: 'softmax' }],
    ]);
    expect((await attempt({ document: open })).verification?.maxRelDiff).toBeLessThan(1e-5);
    const twins: NetloomDocument = {
      ...emptyDocument('twins'),
      nodes: {
        left: { type: 'InputLayer', parameters: { shape: [5, 4, 3] } },
        right: { type: 'InputLayer', parameters: { shape: [5, 4, 3] } },
        seen: { type: 'Conv2D', parameters: { filters: 2, kernel_size: [2, 3] } },
        again: { type: 'Conv2D', parameters: { filters: 2, kernel_size: [2, 3] }, weightsOf: 'seen' },
        gap: { type: 'Subtract' },
        sum: { type: 'Add' },
      },
      edges: [
        { from: 'left', to: 'seen' },
        { from: 'right', to: 'again' },
        ...['gap', 'sum'].flatMap(to => [
          { from: 'seen', to },
          { from: 'again', to, toPort: 1 },
        ]),
      ],
    };
    const { verification } = await attempt({ document: twins });
    expect(verification?.maxRelDiff).toBeLessThan(1e-5);
    expect(verification?.tensors).toBe(4);
    await rm(path.join(folder, 'net.onnx'));
  });

  it('takes recurrent layers over an open number of steps in every operator set', async () => {
    for (const opset of [13, 14, 17, 21])
      expect((await attempt({ document: sequence, opset })).verification?.maxRelDiff).toBeLessThan(1e-5);
    await rm(path.join(folder, 'net.onnx'));
  });

  it('says that nothing was compared when no engine is given', async () => {
    expect((await attempt({ engine: null })).verification).toBeNull();
    await rm(path.join(folder, 'net.onnx'));
  });

  describe('a planted mistake turns the comparison red and leaves no file', () => {
    const refusal = async (
      alter: (model: OnnxModel) => OnnxModel,
      tensor: RegExp,
      document: NetloomDocument = convolutions,
    ) => {
      await expect(attempt({ document, alter })).rejects.toMatchObject({
        code: 'export.difference',
        message: expect.stringMatching(tensor),
      });
      expect((await readdir(folder)).filter(name => name.includes('net'))).toEqual([]);
    };
    const anyLayer = /differ at (conv|norm|digits|relu|flatten) by/;

    it('the rows and columns of a kernel swapped', () =>
      refusal(
        alterInitializer('conv/kernel', kernel => ({
          ...kernel,
          data: () => permuteData(kernel.data(), kernel.shape, [0, 1, 3, 2]),
        })),
        anyLayer,
      ));

    it('a pad on the wrong side', () =>
      refusal(
        alterNode('conv', node => {
          const pads = node.attributes.pads;
          const [top = 0, left = 0, bottom = 0, right = 0] = pads && 'ints' in pads ? pads.ints : [];
          expect([top, left, bottom, right]).toEqual([0, 1, 1, 1]);
          return { ...node, attributes: { ...node.attributes, pads: { ints: [bottom, right, top, left] } } };
        }),
        anyLayer,
      ));

    it('the mean and the shift of a batch normalization swapped', () =>
      refusal(
        alterNode('norm', node => {
          const [x = '', scale = '', shift = '', mean = '', variance = ''] = node.inputs;
          return { ...node, inputs: [x, scale, mean, shift, variance] };
        }),
        anyLayer,
      ));

    it.each(['kernel', 'recurrent_kernel', 'bias'])('swapped gates in the %s of a recurrent layer', weight =>
      refusal(
        alterInitializer(`memory/${weight}`, given => {
          // The bias holds the gates twice, for the input and for the recurrence.
          const indices = weight === 'bias' ? [1, 0, 2, 3, 4, 5, 6, 7] : [1, 0, 2, 3];
          const data = Float32Array.from(given.data(), Number);
          const shape = [indices.length, data.length / indices.length];
          return { ...given, data: () => takeSlices(data, shape, { axis: 0, indices }) };
        }),
        /differ at (memory|classes) by/,
        sequence,
      ),
    );

    it('a lost bias, although it is zero in the delivered file', () =>
      refusal(
        alterNode('digits', node => ({ ...node, inputs: node.inputs.slice(0, 2) })),
        /differ at digits by/,
      ));
  });

  it('keeps the file that was there when the new one is refused', async () => {
    const output = path.join(folder, 'net.onnx');
    await writeFile(output, 'older');
    await expect(
      attempt({ alter: alterNode('digits', node => ({ ...node, inputs: node.inputs.slice(0, 2) })) }),
    ).rejects.toThrow(/differ/);
    expect(await readFile(output, 'utf8')).toBe('older');
    await rm(output);
  });

  it('refuses weights of another network, naming the first that does not fit', async () => {
    await expect(attempt({ weights: { get: () => new Float32Array(3) } })).rejects.toMatchObject({
      code: 'export.weights',
      message: expect.stringContaining('conv/kernel should have 36 elements (3 × 3 × 2 × 2); got 3'),
    });
  });

  it('leaves nothing when it is cancelled', async () => {
    const controller = new AbortController();
    await expect(
      attempt({ signal: controller.signal, onProgress: () => controller.abort() }),
    ).rejects.toMatchObject({ code: 'export.cancelled' });
    expect((await readdir(folder)).filter(name => name.includes('net'))).toEqual([]);
  });

  it('refuses what cannot fit in memory before anything is allocated', async () => {
    const document = chain('huge', [
      ['pixels', 'InputLayer', { shape: [300_000] }],
      ['dense', 'Dense', { units: 240_000 }],
    ]);
    await expect(attempt({ document })).rejects.toMatchObject({ code: 'export.memory' });
  });
});

const convolutions = chain('net', [
  ['image', 'InputLayer', { shape: [8, 10, 2] }],
  ['conv', 'Conv2D', { filters: 2, kernel_size: 3, strides: [2, 3], padding: 'same', use_bias: false }],
  ['norm', 'BatchNormalization'],
  ['relu', 'ReLU'],
  ['flatten', 'Flatten'],
  ['digits', 'Dense', { units: 4, activation: 'softmax' }],
]);

const sequence = chain('net', [
  ['steps', 'InputLayer', { shape: [null, 5] }],
  ['forth', 'GRU', { units: 4, return_sequences: true }],
  ['back', 'SimpleRNN', { units: 3, return_sequences: true, go_backwards: true }],
  ['memory', 'LSTM', { units: 6 }],
  ['classes', 'Dense', { units: 3, activation: 'softmax' }],
]);

/** Some weights of the right sizes. */
function learned(name: string): Float32Array | undefined {
  const sizes: Record<string, number> = { 'conv/kernel': 36, 'digits/kernel': 128, 'digits/bias': 4 };
  const size = sizes[name] ?? (name.startsWith('norm/') ? 2 : undefined);
  return size === undefined
    ? undefined
    : Float32Array.from({ length: size }, (_, i) => 0.1 + ((i * 7) % 5) / 10);
}

function alterNode(name: string, change: (node: OnnxNode) => OnnxNode): (model: OnnxModel) => OnnxModel {
  return model => {
    expect(model.graph.nodes.map(node => node.name)).toContain(name);
    const nodes = model.graph.nodes.map(node => (node.name === name ? change(node) : node));
    return { ...model, graph: { ...model.graph, nodes } };
  };
}

function alterInitializer(
  name: string,
  change: (initializer: OnnxInitializer) => OnnxInitializer,
): (model: OnnxModel) => OnnxModel {
  return model => {
    const initializers = model.graph.initializers.map(initializer =>
      initializer.name === name ? change(initializer) : initializer,
    );
    return { ...model, graph: { ...model.graph, initializers } };
  };
}
