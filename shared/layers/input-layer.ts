import { BATCH, DTYPES } from '../document/value.ts';
import { defineLayer, output } from './contract.ts';
import { choice, dims, optional, text } from './parameters.ts';

/** The place where data enters the network. */
export default defineLayer({
  type: 'InputLayer',
  category: 'input',
  title: 'Input',
  searchWords: ['input', 'data', 'source', 'placeholder'],
  documentation: {
    what: 'The place where data enters the network. It fixes the shape of one sample and the element type; the batch axis is put in front by itself. A network may have several inputs.',
    inputShape: 'none',
    outputShape: '(batch, ...shape), or batch_shape',
    example: 'shape [227, 227, 3]: (None, 227, 227, 3), colour images of 227 × 227 pixels',
    errors: ['An extent is not a positive whole number, null or a name.'],
    source:
      'Keras 3, keras.layers.InputLayer; Keras has no default shape, here it is that of a 28 × 28 grey image',
  },
  parameters: {
    shape: dims({
      default: [28, 28, 1],
      doc: 'Extents of one sample without the batch; null or a name where the extent is left open.',
    }),
    batch_shape: optional(
      dims({
        default: [],
        allowZero: true,
        doc: 'All extents with the batch, instead of shape: for a fixed batch or an input without one (imported networks); none otherwise.',
      }),
    ),
    dtype: choice(DTYPES, { default: 'float32', doc: 'Type of the elements.' }),
    form: text({
      default: '',
      doc: 'Type of an input that is no tensor of numbers, as its ONNX file encodes it (base64); empty otherwise. Only operators of that file read it.',
      isOfFiles: true,
    }),
  },
  inputs: { min: 0, max: 0 },
  traits: { isInput: true },
  keyParameters: p => p.dtype,
  infer: ({ parameters: p }) =>
    p.form === ''
      ? output(p.batch_shape ?? [BATCH, ...p.shape], p.dtype)
      : [{ dtype: p.dtype, shape: p.batch_shape, form: p.form }],
  kerasConfig: ({ parameters: p }) => ({
    batch_shape: (p.batch_shape ?? [null, ...p.shape]).map(dim => (typeof dim === 'number' ? dim : null)),
    dtype: p.dtype,
  }),
  onnx: ({ inputNames }) => inputNames,
});
