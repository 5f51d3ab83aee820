import { describe, expect, it } from 'vitest';
import { type Inference, inferDocument, updateInference } from '../inference/infer.ts';
import type { NodeInference } from '../inference/node-inference.ts';
import { layerType } from '../layers/registry.ts';
import type { DocumentEdit } from './edits.ts';
import { EMPTY_HISTORY, type History, perform, redo, undo } from './history.ts';
import type { Json } from './json.ts';
import {
  copyFragment,
  edge,
  freeInputPort,
  freeName,
  insertOnEdge,
  planConnect,
  planPaste,
  removeHealing,
  removeNodes,
} from './operations.ts';
import { emptyDocument, type NetloomDocument, type Point } from './schema.ts';
import { parseDocument, serializeDocument } from './serialize.ts';

/** Mulberry32: a small seeded generator, so that a failure can be repeated. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const TYPES = [
  'InputLayer',
  'Dense',
  'Conv2D',
  'MaxPooling2D',
  'Flatten',
  'Add',
  'Concatenate',
  'BatchNormalization',
  'Dropout',
  'Activation',
];
const VALUES: readonly (readonly [string, string, readonly Json[]])[] = [
  ['InputLayer', 'shape', [[8, 10, 3], [20], [null, null, 1], 'bad']],
  ['Dense', 'units', [1, 7, 0, 'many']],
  ['Conv2D', 'filters', [4, 9, -1]],
  ['Conv2D', 'kernel_size', [3, [2, 5], [0, 1]]],
  [
    'Conv2D',
    'padding',
    [
      'same',
      'valid',
      [
        [1, 1],
        [2, 0],
      ],
    ],
  ],
  ['BatchNormalization', 'axis', [-1, 1, 7]],
  ['Activation', 'activation', ['relu', 'nothing']],
  ['Dropout', 'rate', [0.3, 2]],
];
const MAX_NODES = 18;

function randomEdits(document: NetloomDocument, random: () => number): readonly DocumentEdit[] {
  const names = Object.keys(document.nodes);
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)];
  const name = pick(names);
  const other = pick(names);
  const wire = pick(document.edges);
  const kind = random();
  if (name === undefined || (kind < 0.2 && names.length < MAX_NODES)) {
    const type = pick(TYPES) ?? 'Dense';
    return [
      {
        kind: 'addNode',
        name: freeName(document, type),
        node: { type },
        position: [Math.round(random() * 500), 0],
      },
    ];
  }
  if (kind < 0.42 && other !== undefined) {
    const plan = planConnect(document, edge(name, other, freeInputPort(document, other) ?? 0));
    return 'edits' in plan ? plan.edits : [];
  }
  if (kind < 0.62) {
    const [, parameter = 'units', values = []] =
      pick(VALUES.filter(([type]) => type === document.nodes[name]?.type)) ?? [];
    return [{ kind: 'setParameter', name, parameter, value: random() < 0.2 ? undefined : pick(values) }];
  }
  if (kind < 0.68 && wire) return [{ kind: 'disconnect', edge: wire }];
  if (kind < 0.74) return removeNodes(document, [name]);
  if (kind < 0.79)
    return removeHealing(document, other === undefined || other === name ? [name] : [name, other]);
  if (kind < 0.84)
    return [{ kind: 'renameNode', name, newName: freeName(document, `r${Math.floor(random() * 40)}`) }];
  if (kind < 0.88 && wire && names.length < MAX_NODES) {
    const added = freeName(document, 'between');
    return [{ kind: 'addNode', name: added, node: { type: 'Activation' } }, ...insertOnEdge(wire, added)];
  }
  if (kind < 0.92 && names.length < MAX_NODES - 3)
    return planPaste(document, copyFragment(document, [name, other ?? name]), undefined, random() < 0.5)
      .edits;
  if (kind < 0.95) {
    const { bypass: _, ...node } = document.nodes[name] ?? { type: 'Dense' };
    return [{ kind: 'replaceNode', name, node: random() < 0.5 ? { ...node, bypass: true } : node }];
  }
  if (kind < 0.97) return [{ kind: 'connect', edge: edge(name, other ?? name) }];
  if (kind < 0.985 && wire) {
    const via: Point[] = wire.via ? [] : [[Math.round(random() * 100), 7]];
    return [{ kind: 'setVia', edge: wire, via }];
  }
  return [{ kind: 'moveNodes', positions: { [name]: [Math.round(random() * 100), 7] } }];
}

/** What an inference says, as text: two that say the same are equal. */
function told(inference: Inference): string {
  const node = (entry: NodeInference) => [
    entry.name,
    entry.outputs,
    entry.problems.map(problem => problem.message),
    entry.isBuilt,
    entry.dataFormat,
    entry.weights.map(weight => [weight.name, weight.shape]),
    entry.multiplyAdds,
  ];
  return JSON.stringify([
    [...inference.nodes.values()].map(node),
    inference.networkProblems.map(problem => problem.message),
    inference.graph.outputs,
  ]);
}

/** How many edits are tried; each one is followed by both inferences. */
const EDITS = 100_000;
/** After so many edits a fresh document begins, and the old one is undone to its start. */
const PER_DOCUMENT = 250;

describe('random edits', () => {
  it(`${EDITS} seeded edits: incremental inference equals full, undo to the start gives the same bytes`, {
    timeout: 300_000,
  }, () => {
    for (const type of TYPES) expect(layerType(type), type).toBeDefined();
    let done = 0;
    for (let round = 0; done < EDITS; round++) {
      const random = generator(round + 1);
      const start = emptyDocument('random');
      const startBytes = serializeDocument(start);
      let document = start;
      let history: History = EMPTY_HISTORY;
      let inference = inferDocument(document);
      for (let i = 0; i < PER_DOCUMENT; i++, done++) {
        const turn = random();
        const change =
          turn < 0.08
            ? undo(document, history)
            : turn < 0.12
              ? redo(document, history)
              : perform(document, history, 'edit', randomEdits(document, random));
        if (!change) continue;
        inference = updateInference(inference, change.edit);
        ({ history } = change);
        document = change.edit.document;
        if (told(inference) !== told(inferDocument(document)))
          expect.fail(
            `round ${round + 1}, edit ${i}: incremental and full inference differ in\n${serializeDocument(document)}`,
          );
      }
      const bytes = serializeDocument(document);
      expect(serializeDocument(parseDocument(bytes))).toBe(bytes);
      const steps = history.undo.length;
      for (let back = undo(document, history); back; back = undo(document, history)) {
        ({ history } = back);
        document = back.edit.document;
      }
      expect(serializeDocument(document)).toBe(startBytes);
      for (let i = 0; i < steps; i++) {
        const again = redo(document, history);
        if (!again) throw new Error('A step that was undone cannot be redone.');
        ({ history } = again);
        document = again.edit.document;
      }
      expect(serializeDocument(document)).toBe(bytes);
    }
  });
});
