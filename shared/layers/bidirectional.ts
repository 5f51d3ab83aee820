import {
  innerContext,
  innerKerasConfig,
  type OpenedLayer,
  openLayer,
  prefixed,
  prefixedGraph,
  withParameters,
} from './arithmetic/inner-layer.ts';
import { innerTorch } from './arithmetic/order-pytorch.ts';
import { type BuiltContext, defineLayer, fail, type LayerContext, type LayerType } from './contract.ts';
import { keyLine } from './formatting.ts';
import { innerSublayers } from './keras-contract.ts';
import { type InnerLayer, layer } from './layer-parameter.ts';
import { choice, optional, type ParameterValues } from './parameters.ts';
import { PLAIN_LAYER_DECLARATIONS } from './plain-layers.generated.ts';

/** The layers that read a sequence in either direction. */
const LAYERS = (PLAIN_LAYER_DECLARATIONS as readonly LayerType[]).filter(
  ({ traits }) => traits.isRecurrent === true,
);

const DEFAULT: InnerLayer = { type: 'LSTM', parameters: {} };

const parameters = {
  layer: layer({ default: DEFAULT, layers: LAYERS, doc: 'The recurrent layer that reads the sequence.' }),
  merge_mode: optional(
    choice(['sum', 'mul', 'concat', 'ave'], {
      default: 'concat',
      doc: 'How the two outputs become one; none gives both, the one read forward first.',
    }),
    'concat',
  ),
  backward_layer: optional(
    layer({
      default: DEFAULT,
      layers: LAYERS,
      doc: 'The layer that reads the sequence the other way; none takes the same kind of layer, with weights of its own.',
    }),
  ),
};

type P = ParameterValues<typeof parameters>;

/** The two layers inside; the second reads the sequence the other way. */
export function directions(p: P): { readonly forward: OpenedLayer; readonly backward: OpenedLayer } {
  const forward = openLayer(LAYERS, p.layer);
  const backward = p.backward_layer
    ? openLayer(LAYERS, p.backward_layer)
    : withParameters(forward, { go_backwards: true });
  return { forward, backward };
}

function contexts({ name, parameters: p, inputs, masks }: LayerContext<P>) {
  const { forward, backward } = directions(p);
  if (forward.parameters.go_backwards === backward.parameters.go_backwards)
    fail(
      'parameter.conflict',
      'needs a layer and a backward layer that read in opposite directions; got the same go_backwards for both. Change one of them.',
    );
  if (forward.parameters.return_sequences !== backward.parameters.return_sequences)
    fail(
      'parameter.conflict',
      'needs the same return_sequences for both of its layers; got different ones. Change one of them.',
    );
  return {
    forward: { opened: forward, context: innerContext(forward, name, inputs, masks) },
    backward: { opened: backward, context: innerContext(backward, name, inputs, masks) },
  };
}

const both = (context: BuiltContext<P>) => Object.values(contexts(context));

/** A recurrent layer in both directions. */
export default defineLayer({
  type: 'Bidirectional',
  category: 'recurrent',
  title: 'A recurrent layer in both directions',
  searchWords: ['wrapper', 'sequence', 'bilstm', 'rnn', 'both directions', 'backwards'],
  documentation: {
    what: 'Reads the sequence with two recurrent layers that have weights of their own, one from its beginning and one from its end, and joins their outputs: side by side (concat), as sum, product or average, or not at all. With return_sequences the outputs of the second are turned round, so that both speak of the same step, and the outputs of steps that a mask marks as missing are 0.',
    inputShape: '(batch, time, features), or what the inner layer takes',
    outputShape:
      "(batch, 2 · units) with concat, else the inner layer's shape; with time where it returns sequences",
    example: '28 steps of 28 features, LSTM of 64 units: output 128, 2 × 23,808 = 47,616 parameters',
    errors: [
      'The input does not fit the inner layer.',
      'The two layers read in the same direction, or only one returns sequences.',
      'The two outputs differ in shape and cannot be joined.',
    ],
    source: 'Keras 3, keras.layers.Bidirectional; Schuster and Paliwal 1997',
  },
  parameters,
  inputs: { min: 1, max: 1 },
  traits: {
    isRandom: true,
    hasTrainingMode: true,
    masks: p => ({
      passes: directions(p).forward.parameters.return_sequences === true ? 'first' : null,
      isReader: true,
    }),
  },
  keyParameters(p) {
    const { layer: inner, parameters: own } = directions(p).forward;
    return keyLine(
      p.layer.type,
      inner.keyParameters(own),
      p.merge_mode !== 'concat' && (p.merge_mode ?? 'two outputs'),
    );
  },
  infer(context) {
    const { merge_mode: mode } = context.parameters;
    const { forward, backward } = contexts(context);
    const [one] = forward.context.outputs;
    const [other] = backward.context.outputs;
    if (!one?.shape || !other?.shape) return [{ dtype: 'float32', shape: null }];
    if (mode === null) return [one, other];
    const [a, b] = [one.shape.at(-1), other.shape.at(-1)];
    if (mode === 'concat') {
      const joined = typeof a === 'number' && typeof b === 'number' ? a + b : null;
      return [{ ...one, shape: [...one.shape.slice(0, -1), joined] }];
    }
    if (a !== b)
      fail(
        'shape.mismatch',
        `needs outputs of the same shape for ${mode}; got ${a} and ${b} units. Give both layers the same units or take concat.`,
        { title: 'Set merge_mode to concat', parameters: { merge_mode: undefined } },
      );
    return [one];
  },
  weights: context => {
    const { forward, backward } = contexts(context);
    return [
      ...prefixed('forward_layer', forward.opened.layer.weights?.(forward.context) ?? []),
      ...prefixed('backward_layer', backward.opened.layer.weights?.(backward.context) ?? []),
    ];
  },
  multiplyAdds: context =>
    both(context).reduce<number | null>((sum, { opened, context: inner }) => {
      const own = opened.layer.multiplyAdds?.(inner) ?? null;
      return sum === null || own === null ? null : sum + own;
    }, 0),
  explain: context =>
    Object.entries(contexts(context)).flatMap(([direction, { opened, context: inner }]) =>
      (opened.layer.explain?.(inner) ?? []).map(line => ({
        ...line,
        title: `${direction === 'forward' ? 'Forward' : 'Backward'} ${line.title.charAt(0).toLowerCase()}${line.title.slice(1)}`,
      })),
    ),
  kerasConfig(context) {
    const { forward, backward } = contexts(context);
    return {
      layer: innerKerasConfig(forward.opened, forward.context, `${context.name}_layer`),
      backward_layer:
        context.parameters.backward_layer === null
          ? null
          : innerKerasConfig(backward.opened, backward.context, `backward_${context.name}_layer`),
    };
  },
  kerasSublayers(parameters) {
    const { forward, backward } = directions(parameters);
    const inner = ({ layer, parameters: p }: OpenedLayer) => layer.kerasSublayers?.(p);
    return {
      ...innerSublayers('forward_layer', 'forward_layer', inner(forward)),
      ...innerSublayers('backward_layer', 'backward_layer', inner(backward)),
    };
  },
  onnx(context, graph) {
    const { forward, backward } = contexts(context);
    const { inputNames, maskNames } = context;
    const names = { inputNames, ...(maskNames && { maskNames }) };
    const [first = ''] = forward.opened.layer.onnx(
      { ...forward.context, ...names },
      prefixedGraph(graph, 'forward_layer'),
    );
    const [made = ''] = backward.opened.layer.onnx(
      { ...backward.context, ...names },
      prefixedGraph(graph, 'backward_layer'),
    );
    const bound = (value: number) => graph.constant([value], 'int64');
    const isSequence = backward.opened.parameters.return_sequences === true;
    const turned = isSequence
      ? graph.node('Slice', [made, bound(-1), bound(-(2 ** 31)), bound(1), bound(-1)])
      : made;
    const mask = isSequence ? maskNames?.[0] : undefined;
    const shown = mask === undefined ? null : graph.node('Unsqueeze', [mask, bound(-1)]);
    const [one = first, other = turned] = [first, turned].map(result =>
      shown === null ? result : graph.node('Where', [shown, result, graph.constant([0], 'float32', [])]),
    );
    switch (context.parameters.merge_mode) {
      case null:
        return [one, other];
      case 'concat':
        return [graph.node('Concat', [one, other], { axis: { int: -1 } })];
      case 'mul':
        return [graph.node('Mul', [one, other])];
      case 'sum':
        return [graph.node('Add', [one, other])];
      case 'ave':
        return [graph.node('Mul', [graph.node('Add', [one, other]), graph.constant([0.5], 'float32', [])])];
    }
  },
  pytorch(context, torch) {
    const { forward, backward } = contexts(context);
    const { inputTensors, maskCodes, inputs, parameters: p } = context;
    const feeds = inputTensors.flatMap((tensor, i) => (inputs[i] ? [{ tensor, value: inputs[i] }] : []));
    const read = ({ opened, context: inner }: typeof forward, prefix: string) => {
      const [made] =
        opened.layer.pytorch?.(
          { ...inner, inputTensors, ...(maskCodes && { maskCodes }) },
          innerTorch(torch, prefix, feeds),
        ) ?? [];
      return made?.code ?? '';
    };
    const isSequence = backward.opened.parameters.return_sequences === true;
    const mask = isSequence ? maskCodes?.[0] : undefined;
    const shown = (code: string) => (mask === undefined ? code : `${code} * ${mask}.unsqueeze(-1)`);
    const one = torch.assign(shown(read(forward, 'forward_layer')), 'forward');
    const made = read(backward, 'backward_layer');
    // Turned round, so that both speak of the same step.
    const other = torch.assign(shown(isSequence ? `${made}.flip(1)` : made), 'backward');
    const join = (): string => {
      switch (p.merge_mode) {
        case 'mul':
          return `${one} * ${other}`;
        case 'sum':
          return `${one} + ${other}`;
        case 'ave':
          return `(${one} + ${other}) / 2`;
        default:
          return `torch.cat([${one}, ${other}], dim=-1)`;
      }
    };
    const codes = p.merge_mode === null ? [one, other] : [join()];
    return codes.map(code => ({ code, order: 'document' }));
  },
});
