import { formatShape, type Shape } from '../document/value.ts';
import { alongLast } from './arithmetic/order-pytorch.ts';
import { torchNumber } from './arithmetic/types-pytorch.ts';
import { defineLayer, fail, output } from './contract.ts';
import { keyLine } from './formatting.ts';
import { numbers } from './parameters.ts';

/** Reports numbers that do not stand for one or for each element of the last axis. */
function checkCount(name: string, list: readonly number[], shape: Shape): void {
  const last = shape.at(-1);
  if (list.length === 1 || last === list.length || (typeof last !== 'number' && list.length > 0)) return;
  fail(
    'parameter.conflict',
    `needs one ${name} or one for each of the ${last} elements of the last axis of ${formatShape(shape)}; got ${list.length}. Change ${name}.`,
  );
}

const shown = (list: readonly number[]) => list.map(value => Number(value.toPrecision(4))).join(', ');

/** One number is a number in Keras's config, several are a list. */
const plain = (list: readonly number[]) => (list.length === 1 ? list[0] : list);

/** A fixed scale and offset. */
export default defineLayer({
  type: 'Rescaling',
  category: 'preprocessing',
  title: 'Rescale values',
  searchWords: ['scale', 'normalize', 'divide', '255', 'image', 'offset'],
  documentation: {
    what: 'Multiplies by a fixed scale and adds a fixed offset: y = x · scale + offset. Scale 1/255 brings bytes of images to 0 ... 1; scale 1/127.5 with offset −1 to −1 ... 1.',
    inputShape: '(batch, ...)',
    outputShape: 'the same as the input',
    example: 'pixel 51, scale 1/255: 0.2',
    errors: ['There are several scales or offsets, but not one for each element of the last axis.'],
    source: 'Keras 3, keras.layers.Rescaling (which has no default for scale; 1/255 is ours)',
  },
  parameters: {
    scale: numbers({
      default: [1 / 255],
      doc: 'Factor; one number, or one for each element of the last axis.',
    }),
    offset: numbers({
      default: [0],
      doc: 'What is added; one number, or one for each element of the last axis.',
    }),
  },
  inputs: { min: 1, max: 1 },
  traits: { masks: { passes: 'first' }, keepsPlaces: true },
  keyParameters: p =>
    keyLine(`×${shown(p.scale)}`, p.offset.some(value => value !== 0) && `+${shown(p.offset)}`),
  infer({ parameters: p, inputs: [input] }) {
    const shape = input?.shape ?? null;
    if (shape === null) return [{ dtype: 'float32', shape: null }];
    checkCount('scale', p.scale, shape);
    checkCount('offset', p.offset, shape);
    return output(shape);
  },
  kerasConfig: ({ parameters: p }) => ({ scale: plain(p.scale), offset: plain(p.offset) }),
  onnx({ parameters: p, inputNames: [x = ''] }, graph) {
    const constant = (list: readonly number[]) =>
      graph.constant(list, 'float32', list.length === 1 ? [] : [list.length]);
    const scaled = graph.node('Mul', [x, constant(p.scale)]);
    return [p.offset.every(value => value === 0) ? scaled : graph.node('Add', [scaled, constant(p.offset)])];
  },
  pytorch(context, torch) {
    const { parameters: p } = context;
    const { x, order, extents } = alongLast(context, torch);
    const operand = (list: readonly number[], part: string) =>
      list.length === 1
        ? torchNumber(list[0] ?? 0, 'float32')
        : torch.constant(list, 'float32', extents(list.length), part);
    const scaled = `${x} * ${operand(p.scale, 'scale')}`;
    const isPlain = p.offset.every(value => value === 0);
    return [{ code: isPlain ? scaled : `${scaled} + ${operand(p.offset, 'offset')}`, order }];
  },
});
