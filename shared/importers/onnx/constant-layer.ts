import type { Constant } from './constant.ts';
import type { Step } from './draft.ts';

/** Constants of up to this many elements stand in the document itself. */
const MAX_INLINE = 64;
const INLINE_TYPES: ReadonlySet<string> = new Set([
  'float32',
  'float16',
  'bfloat16',
  'float64',
  'int32',
  'int64',
  'bool',
  'uint8',
]);

/** Numbers that a document can hold as they are; null where the elements are a weight. */
export function inlineNumbers(constant: Constant): readonly number[] | null {
  if (!INLINE_TYPES.has(constant.dtype)) return null;
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
