import { applyEdits, type DocumentEdit } from '../document/edits.ts';
import type { NetloomDocument } from '../document/schema.ts';
import { inferDocument } from '../inference/infer.ts';
import rescaling from '../layers/rescaling.ts';
import { servingIndex } from './network-ports.ts';
import type { ScalingNumbers } from './scaling.ts';

/** The scaling of one input. */
export interface NamedScaling extends ScalingNumbers {
  /** The input; null for every input that there is. */
  readonly name: string | null;
}

/**
 * Puts a run's scaling into the network, as a layer behind each input that is scaled: it then takes the numbers as they stand in the
 * files.
 *
 * @param document the network
 * @param scalings the run's scaling by input; y = (x − offset) · factor becomes y = x · factor − offset · factor
 */
export function withScalingLayers(
  document: NetloomDocument,
  scalings: readonly NamedScaling[],
): NetloomDocument {
  if (scalings.every(({ kind }) => kind === 'none')) return document;
  const inputs = [...inferDocument(document).nodes.values()].filter(
    ({ layer, node }) => layer?.traits.isInput && node.isTopLevel,
  );
  const edits = inputs.flatMap(({ name }): DocumentEdit[] => {
    const scaling = scalings[servingIndex(name, scalings)];
    if (!scaling || scaling.kind === 'none') return [];
    const { offset, factor } = scaling;
    // Minus zero would be written as such.
    const shift = offset.map((value, i) => -value * (factor[i] ?? 1) || 0);
    const base = inputs.length > 1 ? `${name}_scaling` : 'scaling';
    let added = base;
    for (let i = 2; Object.hasOwn(document.nodes, added); i++) added = `${base}${i}`;
    const node = { type: rescaling.type, parameters: { scale: [...factor], offset: shift } };
    return [
      { kind: 'addNode', name: added, node },
      ...document.edges
        .filter(edge => edge.from === name)
        .flatMap((edge): DocumentEdit[] => [
          { kind: 'disconnect', edge },
          { kind: 'connect', edge: { ...edge, from: added } },
        ]),
      { kind: 'connect', edge: { from: name, to: added } },
    ];
  });
  return applyEdits(document, edits).document;
}
