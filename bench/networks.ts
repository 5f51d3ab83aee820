import { emptyDocument, type NetloomDocument } from '../shared/document/schema.ts';

type Node = { type: string; parameters?: Record<string, number | string | boolean | number[]> };

/**
 * A chain that repeats a 3 × 3 convolution, a batch normalization and a ReLU behind one input of 32 × 32 × 3.
 *
 * @param layers number of layers, the input included
 */
export function chain(layers: number): NetloomDocument {
  const nodes: Record<string, Node> = { input: { type: 'InputLayer', parameters: { shape: [32, 32, 3] } } };
  const edges: { from: string; to: string }[] = [];
  let last = 'input';
  for (let i = 1; i < layers; i++) {
    const name = `layer${i}`;
    nodes[name] =
      i % 3 === 1
        ? { type: 'Conv2D', parameters: { filters: 8 + (i % 5), kernel_size: 3, padding: 'same' } }
        : { type: i % 3 === 2 ? 'BatchNormalization' : 'ReLU' };
    edges.push({ from: last, to: name });
    last = name;
  }
  return { ...emptyDocument('chain'), nodes, edges };
}

/** DenseNet-201's graph (Huang et al. 2017): blocks of 6, 12, 48 and 32 layers, growth 32; about 700 layers. */
export function densenet201(): NetloomDocument {
  const nodes: Record<string, Node> = { input: { type: 'InputLayer', parameters: { shape: [224, 224, 3] } } };
  const edges: { from: string; to: string; toPort?: number }[] = [];
  let channels = 64;
  const add = (name: string, node: Node, ...from: string[]): string => {
    nodes[name] = node;
    for (const [port, source] of from.entries())
      edges.push({ from: source, to: name, ...(port > 0 ? { toPort: port } : {}) });
    return name;
  };
  const convolution = (name: string, from: string, filters: number, size: number, strides = 1): string => {
    const parameters = { filters, kernel_size: size, strides, padding: 'same', use_bias: false };
    return add(name, { type: 'Conv2D', parameters }, from);
  };
  const normalized = (name: string, from: string): string =>
    add(`${name}_relu`, { type: 'ReLU' }, add(`${name}_bn`, { type: 'BatchNormalization' }, from));
  let x = normalized('conv1', convolution('conv1', 'input', 64, 7, 2));
  x = add('pool1', { type: 'MaxPooling2D', parameters: { pool_size: 3, strides: 2, padding: 'same' } }, x);
  for (const [stage, layers] of [6, 12, 48, 32].entries()) {
    for (let i = 1; i <= layers; i++) {
      const name = `conv${stage + 2}_block${i}`;
      const squeezed = convolution(`${name}_1`, normalized(`${name}_0`, x), 128, 1);
      const grown = convolution(`${name}_2`, normalized(`${name}_1`, squeezed), 32, 3);
      x = add(`${name}_concat`, { type: 'Concatenate' }, x, grown);
      channels += 32;
    }
    x = normalized(`stage${stage + 2}`, x);
    if (stage === 3) break;
    channels /= 2;
    x = convolution(`pool${stage + 2}_conv`, x, channels, 1);
    x = add(`pool${stage + 2}`, { type: 'AveragePooling2D' }, x);
  }
  add(
    'output',
    { type: 'Dense', parameters: { units: 1000, activation: 'softmax' } },
    add('average', { type: 'GlobalAveragePooling2D' }, x),
  );
  return { ...emptyDocument('densenet201-like'), nodes, edges };
}
