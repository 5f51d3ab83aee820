import type { Source, Trace } from './trace.ts';

/**
 * Whether two recordings of the same step on different batches, weights and step numbers are one: what differs was decided or
 * computed in JavaScript, and a graph would freeze it.
 *
 * @returns a sentence about the first difference; null where there is none
 */
export function differenceOf(a: Trace, b: Trace): string | null {
  const frozen = (what: string) =>
    `The training step cannot be recorded as a graph: ${what} depends on the batch or on the step and is computed outside TensorFlow.`;
  if (a.operations.length !== b.operations.length) return frozen('the number of its operations');
  for (const [i, operation] of a.operations.entries()) {
    const other = b.operations[i];
    const same =
      other &&
      operation.name === other.name &&
      JSON.stringify(operation.attributes) === JSON.stringify(other.attributes) &&
      sameSources(operation.inputs, other.inputs);
    if (!same) return frozen(`operation ${i} (${operation.name})`);
  }
  const used = usesOf(a);
  for (const [i, constant] of a.constants.entries()) {
    const other = b.constants[i];
    const user = used.get(i);
    if (user === undefined) continue;
    const same =
      other &&
      constant.dtype === other.dtype &&
      constant.shape.join() === other.shape.join() &&
      Buffer.compare(bytesOf(constant.values), bytesOf(other.values)) === 0;
    if (!same) return frozen(`a number that ${user} takes`);
  }
  const ends = (trace: Trace) => JSON.stringify([[...trace.changes], trace.results]);
  return ends(a) === ends(b) ? null : frozen('what it changes');
}

/** By constant: the operation that takes it first. */
function usesOf({ operations, changes, results }: Trace): ReadonlyMap<number, string> {
  const used = new Map<number, string>();
  const add = (source: Source, user: string) => {
    if (source.kind === 'constant' && !used.has(source.index)) used.set(source.index, user);
  };
  for (const { name, inputs } of operations) for (const input of inputs) add(input, name);
  for (const [cell, source] of changes) add(source, cell);
  for (const source of results) add(source, 'the result');
  return used;
}

function sameSources(a: readonly Source[], b: readonly Source[]): boolean {
  return a.length === b.length && a.every((source, i) => JSON.stringify(source) === JSON.stringify(b[i]));
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
