import type { FileNode } from '../onnx-file.ts';
import type { FoundPattern } from './fused-node.ts';
import type { GraphView } from './graph-view.ts';

/** ONNX's number of 32-bit floats. */
const FLOAT = 1;

const activation = (name: string, input: string, parts: readonly (FileNode | undefined)[]): FoundPattern => ({
  operator: name,
  inputs: [input],
  parts: parts.filter(part => part !== undefined),
  numbers: {},
});

/** x · sigmoid(x), x · hard_sigmoid(x) and x · tanh(softplus(x)), found at the inner function. */
export function gatedActivation(view: GraphView, node: FileNode): FoundPattern | null {
  const [x = ''] = node.inputs;
  if (node.operator === 'Softplus') {
    const tanh = view.next(node, 'Tanh');
    const product = view.next(tanh, 'Mul');
    return tanh && view.other(product, tanh.outputs[0] ?? '') === x
      ? activation('mish', x, [node, tanh, product])
      : null;
  }
  const isHard = node.operator === 'HardSigmoid';
  if (!isHard && node.operator !== 'Sigmoid') return null;
  const alpha = node.attributes.get('alpha')?.float ?? 0.2;
  if (isHard && (Math.abs(alpha - 1 / 6) > 1e-6 || (node.attributes.get('beta')?.float ?? 0.5) !== 0.5))
    return null;
  const product = view.next(node, 'Mul');
  if (view.other(product, node.outputs[0] ?? '') !== x) return null;
  return activation(isHard ? 'hard_silu' : 'silu', x, [node, product]);
}

/** x · 0.5 · (1 + erf(x / √2)) in any order of the products, found at Erf. */
export function gelu(view: GraphView, node: FileNode): FoundPattern | null {
  if (node.operator !== 'Erf') return null;
  const [inner = ''] = node.inputs;
  const division = view.made(inner, 'Div');
  const scaling = division ?? view.made(inner, 'Mul');
  const x = division ? view.withScalar(division, Math.SQRT2) : view.withScalar(scaling, Math.SQRT1_2);
  const sum = view.next(node, 'Add');
  if (
    !scaling ||
    x === undefined ||
    view.next(scaling, 'Erf') !== node ||
    view.withScalar(sum, 1) !== node.outputs[0]
  )
    return null;
  const first = view.next(sum, 'Mul');
  if (!sum || !first) return null;
  const one = sum.outputs[0] ?? '';
  const found = (...parts: readonly (FileNode | undefined)[]) =>
    activation('gelu', x, [scaling, node, sum, ...parts]);
  const rest = view.other(first, one);
  if (rest === x) {
    const half = view.next(first, 'Mul');
    return view.withScalar(half, 0.5) === first.outputs[0] ? found(first, half) : null;
  }
  const halved = view.made(rest, 'Mul');
  if (halved && view.withScalar(halved, 0.5) === x && view.next(halved, 'Mul') === first)
    return found(halved, first);
  if (view.withScalar(first, 0.5) !== one) return null;
  const product = view.next(first, 'Mul');
  return view.other(product, first.outputs[0] ?? '') === x ? found(first, product) : null;
}

/** x · clip(x + 3, 0, 6) / 6, found at Clip. */
export function hardSwish(view: GraphView, node: FileNode): FoundPattern | null {
  if (node.operator !== 'Clip') return null;
  const [low, high] = [node.attributes.get('min')?.float, node.attributes.get('max')?.float];
  if ((low ?? view.scalar(node.inputs[1])) !== 0 || (high ?? view.scalar(node.inputs[2])) !== 6) return null;
  const sum = view.made(node.inputs[0], 'Add');
  const x = view.withScalar(sum, 3);
  if (!sum || x === undefined || view.next(sum, 'Clip') !== node) return null;
  const clipped = node.outputs[0] ?? '';
  const first = view.next(node, 'Mul', 'Div');
  const isSixth = (step: FileNode | undefined, of: string) =>
    (step?.operator === 'Div' && view.withScalar(step, 6) === of) ||
    (step?.operator === 'Mul' && view.withScalar(step, 1 / 6) === of);
  const product = view.next(first, 'Mul', 'Div');
  if (first?.operator === 'Mul' && view.other(first, clipped) === x)
    return isSixth(product, first.outputs[0] ?? '')
      ? activation('hard_silu', x, [sum, node, first, product])
      : null;
  if (!isSixth(first, clipped) || product?.operator !== 'Mul') return null;
  return view.other(product, first?.outputs[0] ?? '') === x
    ? activation('hard_silu', x, [sum, node, first, product])
    : null;
}

/** 1 where x is not below 0, else 0: a comparison and a change of type, found at the comparison. */
export function step(view: GraphView, node: FileNode): FoundPattern | null {
  const [x = '', zero] = node.inputs;
  const cast =
    node.operator === 'GreaterOrEqual' && view.scalar(zero) === 0 ? view.next(node, 'Cast') : undefined;
  return cast?.attributes.get('to')?.int === FLOAT ? activation('step', x, [node, cast]) : null;
}
