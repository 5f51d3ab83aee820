import { ATTRIBUTE, type NativeAttribute } from './native-backend.ts';

/**
 * Types that tfjs-node leaves out because an eager operation knows them from its inputs; a graph wants them written. By operation:
 * the attribute's name and the input that has its type.
 */
const LEFT_OUT: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  ExpandDims: { T: 0, Tdim: 1 },
};

/**
 * All attributes that a graph needs of an operation.
 *
 * @param operation its name
 * @param given those that it was executed with
 * @param types the `TF_DataType` of each input
 */
export function completeAttributes(
  operation: string,
  given: readonly NativeAttribute[],
  types: readonly number[],
): readonly NativeAttribute[] {
  const known = new Set(given.map(({ name }) => name));
  const missing = Object.entries(LEFT_OUT[operation] ?? {}).flatMap(([name, input]) => {
    const value = types[input];
    return known.has(name) || value === undefined ? [] : [{ name, type: ATTRIBUTE.type, value }];
  });
  return [...given.map(attribute => ({ ...attribute })), ...missing];
}
