import { type BlockPlan, planDissolve, planMakeBlock } from '../../../shared/document/block-operations.ts';
import { enterBlock, leaveBlock } from '../../canvas/enter-block.ts';
import { focusParameters } from '../../panels/inspector/focus-parameters.ts';
import { useEditor } from '../../state/editor-store.ts';
import { here, stepInto } from '../../state/here.ts';
import { tell } from '../../state/notices.ts';
import type { Command } from '../command.ts';

/** The only selected node, if it stands for a block. */
function selectedBlock(): string | null {
  const now = here();
  const [name] = now.selection;
  return name !== undefined && now.selection.size === 1 && stepInto(now, name) ? name : null;
}

function carryOut(title: string, plan: BlockPlan): void {
  if ('refusal' in plan) tell(plan.refusal, 'error');
  else useEditor.getState().edit(title, plan.edits, { select: plan.names });
}

const isInNetwork = () => useEditor.getState().open.length === 0;

/** Blocks: opened, left, made from the selection, dissolved. */
const commands: readonly Command[] = [
  {
    id: 'block.open',
    title: 'Open the block, or go to the parameters',
    group: 'Network',
    keys: ['Enter'],
    scope: 'canvas',
    isEnabled: () => here().selection.size > 0,
    perform: () => {
      const block = selectedBlock();
      if (block !== null) enterBlock(block);
      else focusParameters();
    },
  },
  {
    id: 'block.leave',
    title: 'Leave the block',
    group: 'Network',
    keys: ['Shift+Enter', 'Shift+Backspace'],
    scope: 'canvas',
    isEnabled: () => !isInNetwork(),
    perform: () => leaveBlock(),
  },
  {
    id: 'block.make',
    title: 'Make a block of the selection',
    group: 'Network',
    keys: ['Ctrl+Shift+B'],
    scope: 'canvas',
    isEnabled: () => isInNetwork() && here().selection.size > 0,
    perform: () => {
      const { document, selection } = here();
      carryOut('Make a block', planMakeBlock(document, [...selection], 'block'));
    },
  },
  {
    id: 'block.dissolve',
    title: 'Dissolve the block',
    group: 'Network',
    isEnabled: () => isInNetwork() && selectedBlock() !== null,
    perform: () => {
      const name = selectedBlock() ?? '';
      carryOut(`Dissolve ${name}`, planDissolve(here().document, name));
    },
  },
];
export default commands;
