import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../shared/document/edits.ts';
import { emptyDocument, type NetloomDocument } from '../../../shared/document/schema.ts';
import { layerType } from '../../../shared/layers/registry.ts';
import { planAddAfter } from './plan-add.ts';

const chain: NetloomDocument = {
  ...emptyDocument('chain'),
  nodes: { a: { type: 'InputLayer' }, b: { type: 'Dense' } },
  edges: [{ from: 'a', to: 'b' }],
  positions: { a: [0, 0], b: [0, 124] },
};

function layer(type: string) {
  const found = layerType(type);
  if (!found) throw new Error(type);
  return found;
}

describe('planAddAfter', () => {
  it('takes over the outgoing wire and moves what is below', () => {
    const plan = planAddAfter(chain, layer('Dense'), 'a');
    const { document } = applyEdits(chain, plan.edits);
    expect(plan.name).toBe('dense');
    expect(document.edges).toEqual([
      { from: 'a', to: 'dense' },
      { from: 'dense', to: 'b' },
    ]);
    expect(document.positions).toEqual({ a: [0, 0], dense: [0, 124], b: [0, 248] });
  });

  it('appends at the end', () => {
    const { document } = applyEdits(chain, planAddAfter(chain, layer('Dense'), 'b').edits);
    expect(document.edges).toContainEqual({ from: 'b', to: 'dense' });
    expect(document.positions.dense).toEqual([0, 248]);
  });

  it('leaves a layer that takes no wire free', () => {
    const { document } = applyEdits(chain, planAddAfter(chain, layer('InputLayer'), 'b').edits);
    expect(document.edges).toEqual(chain.edges);
    expect(document.positions.input_layer).toEqual([0, 248]);
  });
});
