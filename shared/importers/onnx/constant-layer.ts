import { WRITTEN_TYPES } from '../../layers/arithmetic/operators-onnx.ts';
import type { Constant } from './constant.ts';
import type { Step } from './draft.ts';

/** Constants of up to this many elements stand in the document itself. */
const MAX_INLINE = 64;

/** Numbers that a document can hold as they are; null where the elements are a weight. */
export function inlineNumbers(constant: Constant): readonly number[] | null {
  if (!WRITTEN_TYPES.has(constant.dtype)) return null;
  const values = constant.numbers(MAX_INLINE);
  const isWhole = !constant.dtype.includes('float');
  const fits = (value: number) =>
    isWhole ? Number.isSafeInteger(value) : Number.isFinite(value) && !Object.is(value, -0);
  return values?.every(fits) ? values : null;
}

/** A constant of the file as a layer. */
export function constantStep(constant: Constant): Step {
  const value = inlineNumbers(constant);
  return {
    type: 'Constant',
    parameters: { shape: [...constant.shape], dtype: constant.dtype, value: value && [...value] },
    inputs: [],
    weights: value ? {} : { value: { constant } },
  };
}
