import { DTYPES } from '../document/value.ts';
import { engineConstant } from './arithmetic/operators-onnx.ts';
import { torchNumber, torchType } from './arithmetic/types-pytorch.ts';
import { unsqueezed } from './arithmetic/unsqueezed.ts';
import { defineLayer } from './contract.ts';
import { keyLine } from './formatting.ts';
import { choice, integer, number } from './parameters.ts';

/** A row of zeros with a single one for each number. */
export default defineLayer({
  type: 'OneHot',
  category: 'tensor',
  title: 'One-hot rows',
  searchWords: ['one_hot', 'categorical', 'ops.one_hot'],
  documentation: {
    what: 'Puts in an axis of depth elements: on_value at the number that stood there, off_value elsewhere. Negative numbers count from the end; those outside give off_value alone.',
    inputShape: 'numbers of any shape',
    outputShape: 'the input with an axis of depth',
    example: '2 with depth 4: 0, 0, 1, 0',
    errors: ['The axis lies outside the result.'],
    source: 'ONNX operator OneHot; keras.ops.one_hot',
  },
  parameters: {
    depth: integer({ default: 10, min: 1, doc: 'Extent of the new axis.' }),
    axis: integer({ default: -1, doc: 'The place of the new axis in the result.' }),
    on_value: number({ default: 1, doc: 'What stands at the number.' }),
    off_value: number({ default: 0, doc: 'What stands elsewhere.' }),
    dtype: choice(DTYPES, { default: 'float32', doc: 'Type of the result.' }),
  },
  inputs: { min: 1, max: 1 },
  traits: { takesAnyType: true },
  keyParameters: p => keyLine(String(p.depth), p.axis !== -1 && `axis ${p.axis}`),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? [];
    const opened = unsqueezed(shape, [p.axis]);
    const axis = p.axis < 0 ? p.axis + opened.length : p.axis;
    return [{ dtype: p.dtype, shape: opened.with(axis, p.depth) }];
  },
  keras({ parameters: p, tensors: [x] }, graph) {
    if (!x) return [];
    if (p.on_value !== 1 || p.off_value !== 0) return graph.refuse('writes other numbers than 1 and 0');
    // A negative number counts from the end, which Keras does not know.
    const whole = graph.op('cast', [x], { dtype: 'int32' });
    const isNegative = graph.op('less', [whole, 0]);
    const index = graph.op('where', [isNegative, graph.op('add', [whole, p.depth]), whole]);
    return [graph.op('one_hot', [index], { num_classes: p.depth, axis: p.axis, dtype: p.dtype })];
  },
  onnx({ parameters: p, inputNames: [x = ''] }, graph) {
    const whole = graph.node('Cast', [x], { to: { int: 7 } });
    const values = engineConstant(graph, [p.off_value, p.on_value], p.dtype, [2]);
    return [
      graph.node('OneHot', [whole, graph.constant([p.depth], 'int64', []), values], {
        axis: { int: p.axis },
      }),
    ];
  },
  pytorch({ parameters: p, outputs: [result] }, torch) {
    const rank = result?.shape?.length ?? 1;
    const axis = p.axis < 0 ? p.axis + rank : p.axis;
    const x = torch.document(0);
    const behind = ', 1'.repeat(rank - 1 - axis);
    const places = `torch.arange(${p.depth}, device=${x}.device)${behind && `.reshape(-1${behind})`}`;
    const whole = torch.assign(`${x}.long().unsqueeze(${axis})`);
    // Negative numbers count from the end.
    const hot = `torch.where(${whole} < 0, ${whole} + ${p.depth}, ${whole}) == ${places}`;
    const [on, off] = [p.on_value, p.off_value].map(value => torchNumber(value, p.dtype));
    return [{ code: `torch.where(${hot}, ${on}, ${off}).to(${torchType(p.dtype)})`, order: 'document' }];
  },
});
