import { applyEdits, type DocumentEdit } from '../document/edits.ts';
import type { NetloomDocument } from '../document/schema.ts';
import { inferDocument } from '../inference/infer.ts';
import rescaling from '../layers/rescaling.ts';
import type { ScalingNumbers } from './scaling.ts';

/**
 * Puts a run's scaling into the network, as a layer behind its input: it then takes the numbers as they stand in the files.
 *
 * @param document the network
 * @param scaling the run's scaling; y = (x − offset) · factor becomes y = x · factor − offset · factor
 */
export function withScalingLayer(document: NetloomDocument, scaling: ScalingNumbers): NetloomDocument {
  if (scaling.kind === 'none') return document;
  const { offset, factor } = scaling;
  // Minus zero would be written as such.
  const shift = offset.map((value, i) => -value * (factor[i] ?? 1) || 0);
  const inputs = [...inferDocument(document).nodes.values()].filter(
    ({ layer, node }) => layer?.traits.isInput && node.isTopLevel,
  );
  const edits = inputs.flatMap(({ name }): DocumentEdit[] => {
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
