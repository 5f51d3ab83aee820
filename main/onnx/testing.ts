import type { Json } from '../../shared/document/json.ts';
import type { NetloomDocument } from '../../shared/document/schema.ts';
import { emptyDocument } from '../../shared/document/schema.ts';

type ChainLink = readonly [name: string, type: string, parameters?: Readonly<Record<string, Json>>];

/** A document whose layers stand in one line, for tests. */
export function chain(name: string, layers: readonly ChainLink[]): NetloomDocument {
  return {
    ...emptyDocument(name),
    nodes: Object.fromEntries(
      layers.map(([layer, type, parameters]) => [layer, parameters ? { type, parameters } : { type }]),
    ),
    edges: layers.slice(1).map(([to], i) => ({ from: layers[i]?.[0] ?? '', to })),
  };
}
