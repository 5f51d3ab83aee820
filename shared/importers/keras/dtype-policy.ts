import type { Json } from '../../document/json.ts';
import { asObject, asText } from './model-config.ts';

/** Old names of policies whose layers hold whole numbers and scales in place of their weights. Source: keras/src/dtype_policies. */
const QUANTIZED = /^(int4|int8|float8|gptq|awq)/;

/** The word of a dtype, a Keras 2 policy or a Keras 3 policy; null where none is told. */
export function dtypePolicy(value: Json | undefined): string | null {
  return asText(value) ?? asText(asObject(asObject(value)?.config)?.name);
}

/** Whether layers of a dtype hold other weights than those they compute with. */
export function isQuantized(dtype: Json | undefined): boolean {
  const kind = asText(asObject(dtype)?.class_name) ?? '';
  return /^Quantized/.test(kind) || QUANTIZED.test(dtypePolicy(dtype) ?? '');
}
