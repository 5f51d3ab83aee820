import { inferElementwise } from './arithmetic/activation-layer.ts';
import { torchElementwise } from './arithmetic/windows-pytorch.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { number, optional } from './parameters.ts';

/** The rectifier with its three settings. */
export default defineLayer({
  type: 'ReLU',
  category: 'activation',
  title: 'Rectified linear unit',
  searchWords: ['rectifier', 'relu6', 'clip'],
  documentation: {
    what: 'x where x is above the threshold, limited to max_value; negative_slope × (x − threshold) elsewhere. With the defaults: max(x, 0).',
    inputShape: 'any',
    outputShape: 'same as the input',
    example: 'max_value 6: −3 becomes 0, 2.5 stays 2.5, 9 becomes 6',
    errors: ['A setting is negative.'],
    source: 'Keras 3, keras.layers.ReLU',
  },
  parameters: {
    max_value: optional(number({ default: 0, min: 0, doc: 'Largest output; none for no limit.' })),
    negative_slope: number({ default: 0, min: 0, doc: 'Slope below the threshold.' }),
    threshold: number({ default: 0, min: 0, doc: 'Elements up to this value count as inactive.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: {
    masks: { passes: 'first' },
    isActivation: true,
    activation: p => (p.negative_slope !== 0 ? 'leaky_relu' : p.max_value === 6 ? 'relu6' : 'relu'),
  },
  keyParameters: p =>
    keyLine(
      p.max_value !== null && `max ${p.max_value}`,
      p.negative_slope !== 0 && `slope ${p.negative_slope}`,
      p.threshold !== 0 && `threshold ${p.threshold}`,
    ),
  infer: inferElementwise,
  pytorch: (context, torch) => {
    const { max_value: limit, negative_slope: slope, threshold } = context.parameters;
    return torchElementwise(context, x => {
      if (threshold === 0 && slope === 0 && limit === null) return `F.relu(${x})`;
      if (threshold === 0 && slope === 0) return limit === 6 ? `F.relu6(${x})` : `${x}.clamp(0, ${limit})`;
      if (threshold === 0 && limit === null) return `F.leaky_relu(${x}, ${slope})`;
      const active = limit === null ? x : `${x}.clamp(max=${limit})`;
      const module = `torch.where(${x} > ${threshold}, ${active}, ${slope} * (${x} - ${threshold}))`;
      return torch.assign(module);
    });
  },
  onnx({ parameters: p, inputNames: [x = ''] }, graph) {
    const scalar = (value: number) => graph.constant([value], 'float32', []);
    const limits = p.max_value === null ? [scalar(0)] : [scalar(0), scalar(p.max_value)];
    let active = x;
    if (p.threshold !== 0)
      active = graph.node('Where', [graph.node('Greater', [x, scalar(p.threshold)]), x, scalar(0)]);
    if (p.max_value !== null) active = graph.node('Clip', [active, ...limits]);
    else if (p.threshold === 0)
      return [
        p.negative_slope === 0
          ? graph.node('Relu', [x])
          : graph.node('LeakyRelu', [x], { alpha: { float: p.negative_slope } }),
      ];
    if (p.negative_slope === 0) return [active];
    const below = graph.node('Relu', [graph.node('Sub', [scalar(p.threshold), x])]);
    return [graph.node('Sub', [active, graph.node('Mul', [below, scalar(p.negative_slope)])])];
  },
});
