import type { Value } from '../../document/value.ts';
import type { Encoding } from './bins.ts';

/**
 * Whole numbers as vectors, as an expression; numbers outside 0 ... depth − 1 leave no trace.
 *
 * @param indices the numbers
 * @param x a tensor on the module's device
 * @param input their shape, batch first
 * @param encoding one vector for each, or one for all of a sample
 * @param depth how many numbers there are
 */
export function torchEncoding(
  indices: string,
  x: string,
  input: Value | undefined,
  encoding: Encoding,
  depth: number,
): string {
  const shape = input?.shape ?? [];
  const isSqueezed = encoding === 'one_hot' && shape.length > 1 && shape.at(-1) === 1;
  const numbers = isSqueezed ? indices : `${indices}.unsqueeze(-1)`;
  const hot = `(${numbers} == torch.arange(${depth}, device=${x}.device))`;
  if (encoding === 'one_hot') return `${hot}.float()`;
  return encoding === 'count' ? `${hot}.sum(1).float()` : `${hot}.any(1).float()`;
}
