import { contract } from './arithmetic/contraction.tfjs.ts';
import { parseEinstein } from './arithmetic/einstein.ts';
import type { ParametersOf } from './contract.ts';
import type einsum from './einsum.ts';
import type { Forward } from './tfjs-contract.ts';

/** Own computation, two operands at a time: what stands in neither the rest nor the result is added up at once. */
export const forward: Forward<ParametersOf<typeof einsum>> = (tf, { parameters: p, inputs }) => {
  const { operands, result } = parseEinstein(
    p.equation,
    inputs.map(input => input.rank),
  );
  let [letters = ''] = operands;
  let [x] = inputs;
  if (!x) throw new Error('An Einstein sum was called without its inputs.');
  for (const [i, right] of operands.entries()) {
    const y = inputs[i];
    if (i === 0 || !y) continue;
    const needed = result + operands.slice(i + 1).join('');
    const kept = [...new Set(letters + right)].filter(letter => needed.includes(letter)).join('');
    x = contract(tf, { left: letters, right, result: kept }, x, y);
    letters = kept;
  }
  const spare = [...letters].flatMap((letter, axis) => (result.includes(letter) ? [] : [axis]));
  const left = [...letters].filter(letter => result.includes(letter));
  const added = spare.length > 0 ? tf.sum(x, spare) : x;
  return [
    tf.transpose(
      added,
      [...result].map(letter => left.indexOf(letter)),
    ),
  ];
};
