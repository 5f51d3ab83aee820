import { describe, expect, it } from 'vitest';
import type { Json } from '../../document/json.ts';
import { allProblems, inferDocument } from '../../inference/infer.ts';
import { importKerasConfig } from './import-keras-config.ts';

const tensor = (layer: string, shape: readonly (number | null)[], call = 0, output = 0): Json => ({
  class_name: '__keras_tensor__',
  config: { shape, dtype: 'float32', keras_history: [layer, call, output] },
});
const input = (name: string, shape: readonly (number | null)[]): Json => ({
  module: 'keras.layers',
  class_name: 'InputLayer',
  name,
  config: { name, batch_shape: shape, dtype: 'float32' },
  inbound_nodes: [],
});
const layer = (
  className: string,
  name: string,
  config: object,
  args: readonly Json[],
  extra: object = {},
): Json =>
  ({
    module: 'keras.layers',
    class_name: className,
    name,
    config: { name, trainable: true, ...config },
    inbound_nodes: [{ args, kwargs: {} }],
    registered_name: null,
    ...extra,
  }) as Json;
const operation = (className: string, name: string, config: object, args: readonly Json[]): Json =>
  ({
    module: 'keras.src.ops.numpy',
    class_name: className,
    name,
    config: { name, ...config },
    inbound_nodes: [{ args, kwargs: {} }],
    registered_name: className,
  }) as Json;
const model = (layers: readonly Json[], inputs: Json, outputs: Json): Json => ({
  class_name: 'Functional',
  config: { name: 'net', trainable: true, layers, input_layers: inputs, output_layers: outputs },
});
/** Keras 2: calls as lists, batch_input_shape. */
const old = (className: string, name: string, config: object, inbound: Json): Json =>
  ({
    class_name: className,
    name,
    config: { name, trainable: true, ...config },
    inbound_nodes: inbound,
  }) as Json;

const shapes = (raw: Json) => {
  const { document } = importKerasConfig(raw);
  const inference = inferDocument(document);
  expect(allProblems(inference).filter(({ severity }) => severity === 'error')).toEqual([]);
  return Object.fromEntries([...inference.nodes].map(([name, node]) => [name, node.outputs[0]?.shape]));
};

describe('Keras 3', () => {
  it('functions of keras.ops: a sum with a number, an index, a mean', () => {
    const raw = model(
      [
        input('x', [null, 5, 4]),
        operation('Add', 'add', {}, [tensor('x', [null, 5, 4]), 3]),
        operation('Subtract', 'sub', {}, [1, tensor('add', [null, 5, 4])]),
        operation('GetItem', 'at', {}, [
          tensor('sub', [null, 5, 4]),
          [{ class_name: '__slice__', config: { start: null, stop: null, step: null } }, -1],
        ]),
        operation('Mean', 'mean', { axis: -1, keepdims: true }, [tensor('at', [null, 4])]),
      ],
      ['x', 0, 0],
      ['mean', 0, 0],
    );
    expect(shapes(raw)).toMatchObject({ add: ['N', 5, 4], at: ['N', 4], mean: ['N', 1] });
    const { nodes } = importKerasConfig(raw).document;
    expect(nodes.add).toEqual({ type: 'Binary', parameters: { function: 'add', value: [3] } });
    expect(nodes.sub?.parameters).toEqual({ function: 'subtract', value: [1], reverse: true });
    expect(nodes.at_1?.parameters).toEqual({ starts: [-1], ends: [2147483647], axes: [1] });
  });

  it('pad: pairs for every axis as ONNX orders them, one pair or number for all, modes that are known', () => {
    const padded = (config: object, ...args: readonly Json[]) =>
      importKerasConfig(
        model(
          [input('x', [null, 6, 4]), operation('Pad', 'pad', config, [tensor('x', [null, 6, 4]), ...args])],
          ['x', 0, 0],
          ['pad', 0, 0],
        ),
      ).document.nodes.pad;
    const pairs = [0, 1, 0].map((before, axis) => [before, [0, 2, 3][axis] ?? 0]);
    const lowest = { pad_width: pairs, constant_values: -1 };
    expect(padded(lowest)).toEqual({ type: 'Pad', parameters: { pads: [0, 1, 0, 0, 2, 3], value: -1 } });
    expect(padded({ pad_width: 2, mode: 'reflect' })?.parameters).toEqual({
      pads: [2, 2, 2, 2, 2, 2],
      mode: 'reflect',
    });
    expect(padded({ pad_width: [0, 1] })?.parameters).toEqual({ pads: [0, 0, 0, 1, 1, 1] });
    expect(padded({ pad_width: 1, mode: 'symmetric' })?.type, 'not in ONNX').not.toBe('Pad');
    expect(
      padded({
        pad_width: [
          [0, 0],
          [1, 1],
        ],
      })?.type,
      'too few',
    ).not.toBe('Pad');
  });

  it('settings in Keras’s words become parameters; defaults are left out', () => {
    const { document } = importKerasConfig(
      model(
        [
          input('x', [null, 9, 9, 3]),
          layer(
            'Conv2D',
            'conv',
            {
              filters: 4,
              kernel_size: [3, 3],
              strides: [1, 1],
              padding: 'valid',
              activation: {
                module: 'builtins',
                class_name: 'function',
                config: 'relu6',
                registered_name: 'function',
              },
              kernel_initializer: {
                class_name: 'VarianceScaling',
                config: { scale: 2, mode: 'fan_in', distribution: 'normal', seed: 1 },
              },
              kernel_regularizer: { class_name: 'L1L2', config: { l1: 0, l2: 0.001 } },
              bias_constraint: { class_name: 'NonNeg', config: {} },
              dtype: { class_name: 'DTypePolicy', config: { name: 'float32' } },
            },
            [tensor('x', [null, 9, 9, 3])],
          ),
        ],
        [['x', 0, 0]],
        [['conv', 0, 0]],
      ),
    );
    expect(document.nodes.conv?.parameters).toEqual({
      filters: 4,
      activation: 'relu6',
      kernel_initializer: {
        name: 'variance_scaling',
        scale: 2,
        mode: 'fan_in',
        distribution: 'truncated_normal',
      },
      kernel_regularizer: { l1: 0, l2: 0.001 },
      bias_constraint: { name: 'non_neg' },
    });
  });

  it('a Lambda, a class of one’s own called Dense and an unknown activation are carried with shapes and weights', () => {
    const at = (name: string) => [tensor(name, [null, 4])];
    const raw = model(
      [
        input('x', [null, 4]),
        layer('Lambda', 'run', { function: { class_name: '__lambda__', config: { code: '4wEA' } } }, at('x')),
        layer('Dense', 'mine', { units: 4 }, at('run'), { module: 'my.layers', registered_name: 'my>Dense' }),
        layer('Dense', 'odd', { units: 4, activation: 'my_function' }, at('mine')),
        layer('Dense', 'plain', { units: 2, kernel_initializer: 'my_start' }, at('odd')),
      ],
      [['x', 0, 0]],
      [['plain', 0, 0]],
    );
    const { document, entries } = importKerasConfig(raw, path =>
      path.at(-1)?.name === 'mine' ? [{ name: '0', shape: [4, 4], dtype: 'float32' }] : [],
    );
    expect(entries.map(({ kind }) => kind)).toEqual(['operator', 'operator', 'operator', 'changed']);
    expect(document.nodes.mine?.parameters).toMatchObject({
      class_name: 'Dense',
      registered_name: 'my>Dense',
      weights: [{ name: '0', shape: [4, 4] }],
      outputs: [{ dtype: 'float32', shape: ['N', 4] }],
    });
    expect(entries[0]?.note).toMatch(/code of its author, which is never executed/);
    expect(entries[1]?.note).toMatch(/class Dense is not known/);
    expect(entries[3]?.note).toMatch(/^Its kernel_initializer must be one of .* so its default stands in\./);
    expect(shapes(raw).plain).toEqual(['N', 2]);
  });

  it('quantized layers and such with low-rank additions are carried: their weights mean something else', () => {
    const quantized = {
      class_name: 'QuantizedDTypePolicy',
      config: { mode: 'int8', source_name: 'float32' },
    };
    const raw = model(
      [
        input('x', [null, 4]),
        layer('Dense', 'int8', { units: 4, dtype: quantized }, [tensor('x', [null, 4])]),
        layer('Dense', 'lora', { units: 4, lora_rank: 2 }, [tensor('int8', [null, 4])]),
      ],
      ['x', 0, 0],
      ['lora', 0, 0],
    );
    const { document, entries } = importKerasConfig(raw);
    expect([document.nodes.int8?.type, document.nodes.lora?.type]).toEqual(['KerasLayer', 'KerasLayer']);
    expect(entries.map(({ note }) => note).join(' ')).toMatch(/quantized.*lora_rank = 2/);
  });

  it('an input of half precision becomes float32, and the report says so', () => {
    const half = {
      ...(input('x', [null, 4]) as object),
      config: { batch_shape: [null, 4], dtype: 'float16' },
    };
    const dense = layer('Dense', 'd', { units: 2 }, [tensor('x', [null, 4])]);
    const raw = model([half as Json, dense], ['x', 0, 0], ['d', 0, 0]);
    const { document, entries } = importKerasConfig(raw);
    expect(document.nodes.x?.parameters).toEqual({ shape: [4] });
    expect(entries[0]).toMatchObject({ kind: 'changed', note: 'Its dtype float16 becomes float32.' });
  });

  it('behind a Lambda of a Sequential model the next layer tells its input', () => {
    const entry = (className: string, config: object, built: readonly (number | null)[]) => ({
      module: 'keras.layers',
      class_name: className,
      config: { name: className.toLowerCase(), ...config },
      build_config: { input_shape: built },
    });
    const raw = {
      class_name: 'Sequential',
      config: {
        name: 'net',
        layers: [
          { module: 'keras.layers', class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, 4] } },
          entry('Lambda', {}, [null, 4]),
          entry('Dense', { units: 2 }, [null, 3]),
        ],
      },
    };
    expect(shapes(raw as Json)).toMatchObject({ lambda: ['N', 3], dense: ['N', 2] });
  });

  it('names that the document does not take, and a further output as the network’s output', () => {
    const raw = model(
      [
        input('my input', [null, 6]),
        layer('Strange', 'Ünit', {}, [tensor('my input', [null, 6])]),
        layer('Dense', '_nit', { units: 2 }, [tensor('Ünit', [null, 3], 0, 1)]),
      ],
      { b: ['my input', 0, 0] },
      [
        ['_nit', 0, 0],
        ['Ünit', 0, 1],
      ],
    );
    const { document } = importKerasConfig(raw);
    expect(Object.keys(document.nodes)).toEqual(['my_input', '_nit', '_nit_2', '_nit_output_2']);
    expect(document.outputs).toEqual(['_nit_2', '_nit_output_2']);
    expect(document.edges).toContainEqual({ from: '_nit', fromPort: 1, to: '_nit_output_2' });
  });
});

describe('Keras 2', () => {
  it('calls as lists, functions of TensorFlow, a nested model counted from call 1', () => {
    const inner = {
      name: 'inner',
      layers: [
        old('InputLayer', 'i', { batch_input_shape: [null, 4], dtype: 'float32' }, []),
        old('Dense', 'fc', { units: 3, activation: 'relu' }, [[['i', 0, 0, {}]]]),
      ],
      input_layers: [['i', 0, 0]],
      output_layers: [['fc', 0, 0]],
    };
    const raw = model(
      [
        old('InputLayer', 'x', { batch_input_shape: [null, 5, 4], dtype: 'float32' }, []),
        old('SlicingOpLambda', 'tf.__operators__.getitem', { function: '__operators__.getitem' }, [
          ['x', 0, 0, { slice_spec: [{ start: null, stop: null, step: null }, 0] }],
        ]),
        old('TFOpLambda', 'tf.math.multiply', { function: 'math.multiply', dtype: 'float32' }, [
          ['tf.__operators__.getitem', 0, 0, { y: 2, name: null }],
        ]),
        {
          class_name: 'Functional',
          name: 'inner',
          config: inner,
          inbound_nodes: [[['tf.math.multiply', 0, 0, {}]], [['tf.__operators__.getitem', 0, 0, {}]]],
        },
        old('TFOpLambda', 'tf.concat', { function: 'concat' }, [
          [
            ['inner', 1, 0, { axis: -1 }],
            ['inner', 2, 0, { axis: -1 }],
          ],
        ]),
        old('TFOpLambda', 'tf.nn.relu', { function: 'nn.relu' }, [['tf.concat', 0, 0, { name: null }]]),
      ],
      [['x', 0, 0]],
      [['tf.nn.relu', 0, 0]],
    );
    expect(shapes(raw)).toMatchObject({
      'inner.fc': ['N', 3],
      'inner_call_2.fc': ['N', 3],
      'tf.nn.relu': ['N', 6],
    });
    const { nodes } = importKerasConfig(raw).document;
    expect(nodes['tf.math.multiply']?.parameters).toEqual({ function: 'multiply', value: [2] });
    expect(nodes.inner_call_2).toMatchObject({ type: 'block:inner', weightsOf: 'inner' });
  });

  it('a Sequential model without an input layer, old names, a GRU that knows no reset_after', () => {
    const raw: Json = {
      class_name: 'Sequential',
      config: [
        {
          class_name: 'Conv1D',
          config: { name: 'c', batch_input_shape: [null, 9, 3], filters: 4, kernel_size: [3] },
        },
        { class_name: 'BatchNormalizationV1', config: { name: 'bn', axis: [2] } },
        { class_name: 'LeakyReLU', config: { name: 'l', alpha: 0.1 } },
        { class_name: 'GRU', config: { name: 'g', units: 5 } },
      ],
    };
    const { document, warnings } = importKerasConfig(raw);
    expect(shapes(raw)).toMatchObject({ input: ['N', 9, 3], c: ['N', 7, 4], g: ['N', 5] });
    expect(document.nodes.l?.parameters).toEqual({ negative_slope: 0.1 });
    expect(document.nodes.bn).toEqual({ type: 'BatchNormalization', parameters: { axis: 2 } });
    expect(document.nodes.g?.parameters).toEqual({ units: 5, reset_after: false });
    expect(warnings).toHaveLength(1);
  });
});

describe('what is refused', () => {
  const cases: readonly [string, Json, string][] = [
    ['a list', [], 'import.format'],
    ['a model without inputs', model([input('x', [null, 2])], [], []), 'import.format'],
    ['a wire from nowhere', model([input('x', [null, 2])], [['x', 0, 0]], [['y', 0, 0]]), 'import.format'],
    [
      'a Sequential model that was never built',
      {
        class_name: 'Sequential',
        config: { name: 's', layers: [{ class_name: 'Dense', config: { units: 2 } }] },
      },
      'import.unsupported',
    ],
  ];
  it.each(cases)('%s', (_, raw, code) => {
    expect(() => importKerasConfig(raw)).toThrow(expect.objectContaining({ code }));
  });

  it('models within models without end', () => {
    let raw: Json = { class_name: 'Sequential', config: { name: 's', layers: [input('x', [null, 2])] } };
    for (let depth = 0; depth < 40; depth++)
      raw = { class_name: 'Sequential', config: { name: `s${depth}`, layers: [input('x', [null, 2]), raw] } };
    expect(() => importKerasConfig(raw)).toThrow(expect.objectContaining({ code: 'import.unsafe' }));
  });
});
