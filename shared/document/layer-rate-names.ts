type Nodes = Readonly<Record<string, { readonly type: string }>>;

/** What is needed of a document. */
interface RatedDocument {
  readonly nodes: Nodes;
  readonly blocks?: Readonly<Record<string, { readonly nodes: Nodes }>> | undefined;
  training?: { layerRates?: Record<string, number> | undefined } | undefined;
}

/** The number of a copy in a full name, or what stands for all copies; absent where there is one copy alone. */
const COPY = '(?:\\.(?:\\d+|\\*))?';

const literal = (name: string) => name.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/**
 * Lets the factors of learning rates follow a layer that has a new name, their order kept, wherever its block is used; patterns for
 * several layers stay.
 *
 * @param document is changed
 * @param block the block that holds the layer; undefined for the network itself
 * @param name its name until now
 * @param newName its new name; null where it is gone, and its factors with it
 */
export function renameRates(
  document: RatedDocument,
  block: string | undefined,
  name: string,
  newName: string | null,
): void {
  const { training } = document;
  const rates = training?.layerRates;
  if (!training || !rates) return;
  const places = block === undefined ? [''] : usesOf(document, block).map(use => `${use}${COPY}\\.`);
  const own = places.map(place => new RegExp(`^(${place})${literal(name)}(?=\\.|$)`));
  if (!Object.keys(rates).some(key => own.some(form => form.test(key)))) return;
  const renamed = Object.entries(rates).flatMap(([key, factor]) => {
    const form = own.find(each => each.test(key));
    if (!form) return [[key, factor] as const];
    return newName === null ? [] : [[key.replace(form, (_, place) => `${place}${newName}`), factor] as const];
  });
  if (renamed.length === 0) delete training.layerRates;
  else training.layerRates = Object.fromEntries(renamed);
}

/** The full names under which a block is used, as sources of regular expressions: `stage2`, within others `stage2.3.body`. */
function usesOf(document: RatedDocument, block: string): readonly string[] {
  const uses = (nodes: Nodes) => Object.keys(nodes).filter(name => nodes[name]?.type === `block:${block}`);
  return [
    ...uses(document.nodes).map(literal),
    ...Object.entries(document.blocks ?? {}).flatMap(([outer, { nodes }]) => {
      const inner = uses(nodes);
      if (inner.length === 0 || outer === block) return [];
      return usesOf(document, outer).flatMap(place =>
        inner.map(name => `${place}${COPY}\\.${literal(name)}`),
      );
    }),
  ];
}
