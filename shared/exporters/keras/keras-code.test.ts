import { describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { findTemplate } from '../../templates/index.ts';
import { buildKerasModel } from './build-keras-model.ts';
import { kerasTraining } from './compile-config.ts';
import { kerasCode } from './keras-code.ts';
import { operationOrder } from './layer-order.ts';

function codeOf(document: NetloomDocument): string {
  const inference = inferDocument(document);
  const model = buildKerasModel(document.name, inference);
  const training = kerasTraining(document, inference);
  return kerasCode({ document, inference, model, training, weightsFile: 'w.safetensors' });
}

/** A diamond: input to a and b, both to sum, sum to out. */
const DIAMOND: NetloomDocument = {
  ...emptyDocument('diamond'),
  nodes: {
    input: { type: 'InputLayer', parameters: { shape: [4] } },
    a: {
      type: 'Dense',
      parameters: { units: 3, kernel_initializer: { name: 'random_normal', stddev: 0.5 } },
    },
    b: { type: 'Dense', parameters: { units: 3 }, weightsOf: 'a' },
    sum: { type: 'Add' },
  },
  edges: [
    { from: 'input', to: 'a' },
    { from: 'a', to: 'sum' },
    { from: 'input', to: 'b' },
    { from: 'b', to: 'sum', toPort: 1 },
  ],
};

describe('Keras source', () => {
  it('writes a chain as keras.Sequential with defaults left out', () => {
    const document = findTemplate('lenet-5')?.build();
    const code = document ? codeOf(document) : '';
    expect(code).toContain('61,706 parameters, 61,706 of them trainable.');
    expect(code).toContain(`    return keras.Sequential(
        [
            keras.Input((28, 28, 1), name="input"),
            layers.Conv2D(6, 5, padding="same", activation="tanh", name="conv1"),
            layers.AveragePooling2D(2, name="pool2"),`);
  });

  it('spells out the constant initializer, which Keras does not make from its name alone', () => {
    const bias_initializer = { name: 'constant', value: 0 };
    const a = { type: 'Dense', parameters: { units: 3, bias_initializer } };
    const b = { type: 'Dense', parameters: { units: 3 } };
    expect(codeOf({ ...DIAMOND, nodes: { ...DIAMOND.nodes, a, b } })).toContain(
      'bias_initializer=keras.initializers.Constant(value=0',
    );
  });

  it('calls a layer twice where its weights are used twice', () => {
    const document: NetloomDocument = {
      ...DIAMOND,
      nodes: {
        ...DIAMOND.nodes,
        b: { ...DIAMOND.nodes.a, type: 'Dense', weightsOf: 'a' },
      },
    };
    expect(codeOf(document)).toContain(`    inputs = keras.Input((4,), name="input")
    a_layer = layers.Dense(
        3, kernel_initializer=keras.initializers.RandomNormal(stddev=0.5), name="a"
    )
    a = a_layer(inputs)
    x = a_layer(inputs)
    x = layers.Add(name="sum")([a, x])
    return keras.Model(inputs, x, name="diamond")`);
  });

  it('refuses shared weights under other settings, which a second call cannot have', () => {
    expect(() => codeOf(DIAMOND)).toThrow(
      /b \(Dense\) uses the weights of a with another kernel_initializer/,
    );
  });

  it('names of documents, layers, frames and classes cannot become code', () => {
    const evil = '"""\nimport os\nos.system("x")\n"""\\';
    const code = codeOf({
      ...emptyDocument(evil),
      nodes: {
        'class/1': { type: 'InputLayer', parameters: { shape: [2] } },
        'class.1': { type: 'Dense', parameters: { units: 2 } },
        import: { type: 'Dense', parameters: { units: 2 } },
        end: { type: 'Add' },
      },
      edges: [
        { from: 'class/1', to: 'class.1' },
        { from: 'class.1', to: 'import' },
        { from: 'class.1', to: 'end' },
        { from: 'import', to: 'end', toPort: 1 },
      ],
      frames: [{ title: `first${evil}`, box: [0, 0, 100, 100] }],
      positions: { 'class.1': [10, 10] },
    });
    expect(code.split('\n').filter(line => /^\s*(import|from) /.test(line))).toEqual([
      'import json',
      'import keras',
      'import numpy as np',
      'from keras import layers',
    ]);
    // Four docstrings, and two in the comment, where they mean nothing.
    expect(code.match(/"""/g)?.length).toBe(10);
    expect(code).toContain('# first""" import os os.system("x") """\\');
    expect(code).toContain('class_1 = layers.Dense(2, name="class_1_2")(inputs)');
  });

  it('an empty-weights network needs no loading of weights', () => {
    const code = codeOf({
      ...emptyDocument('flat'),
      nodes: { input: { type: 'InputLayer', parameters: { shape: [2, 3] } }, flat: { type: 'Flatten' } },
      edges: [{ from: 'input', to: 'flat' }],
    });
    expect(code).not.toContain('load_weights');
  });
});

it('lists layers in the order of Keras 3.15 (model.layers of the same network: input, long1, short, long2, join)', () => {
  const document: NetloomDocument = {
    ...emptyDocument('branches'),
    nodes: {
      input: { type: 'InputLayer', parameters: { shape: [4] } },
      short: { type: 'Dense', parameters: { units: 3 } },
      long1: { type: 'Dense', parameters: { units: 3 } },
      long2: { type: 'Dense', parameters: { units: 3 } },
      join: { type: 'Add' },
    },
    edges: [
      { from: 'input', to: 'short' },
      { from: 'input', to: 'long1' },
      { from: 'long1', to: 'long2' },
      { from: 'short', to: 'join' },
      { from: 'long2', to: 'join', toPort: 1 },
    ],
  };
  const order = operationOrder(buildKerasModel('branches', inferDocument(document)));
  expect(order.map(source => source.name)).toEqual(['input', 'long1', 'short', 'long2', 'join']);
});
