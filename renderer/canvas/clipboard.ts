import { z } from 'zod';
import { copyFragment, type Fragment, planPaste } from '../../shared/document/operations.ts';
import { documentSchema } from '../../shared/document/schema.ts';
import { isOnCanvas, isTextField } from '../commands/focus.ts';
import { here } from '../state/here.ts';
import { tell } from '../state/notices.ts';
import { useView } from '../state/view-store.ts';
import { cornerAround } from './add-layer.ts';
import { deleteSelection } from './delete-selection.ts';
import { toCanvas, viewportPointer } from './viewport.ts';

const shape = documentSchema.shape;
/** What may come from the clipboard: text from anywhere, so checked like a file. */
const fragmentSchema = z.strictObject({
  format: z.literal('netloom-fragment'),
  nodes: shape.nodes,
  edges: shape.edges,
  incoming: shape.edges,
  positions: shape.positions,
});

/** The last copy, for pasting by command where the browser does not let a page read the clipboard. */
let kept: Fragment | null = null;
/** Shift beside the keys of pasting keeps the wires from outside. */
let isShiftHeld = false;

/** Lets copy, cut and paste work on the canvas; layers travel as JSON text, so they can be posted and mailed. */
export function startClipboard(): void {
  document.addEventListener('copy', event => take(event));
  document.addEventListener('cut', event => {
    if (take(event)) deleteSelection(false);
  });
  document.addEventListener('paste', event => {
    if (!concernsCanvas(event)) return;
    const fragment = readFragment(event.clipboardData?.getData('text/plain') ?? '');
    if (!fragment) return;
    event.preventDefault();
    paste(fragment, isShiftHeld);
  });
  // The paste event does not tell which keys caused it.
  for (const type of ['keydown', 'keyup'] as const)
    window.addEventListener(
      type,
      event => {
        isShiftHeld = event.shiftKey;
      },
      true,
    );
}

function take(event: ClipboardEvent): boolean {
  const { document: network, selection } = here();
  if (!concernsCanvas(event) || selection.size === 0 || !event.clipboardData) return false;
  kept = copyFragment(network, [...selection]);
  event.clipboardData.setData('text/plain', `${JSON.stringify(kept, null, 1)}\n`);
  event.preventDefault();
  return true;
}

function concernsCanvas(event: ClipboardEvent): boolean {
  const { view, dialog } = useView.getState();
  const target = document.activeElement ?? event.target;
  return view === 'design' && dialog === null && !isTextField(target) && isOnCanvas(target);
}

/** Layers on the clipboard; null where something else is there. */
export function readFragment(text: string): Fragment | null {
  if (!text.trimStart().startsWith('{')) return null;
  try {
    const parsed = fragmentSchema.safeParse(JSON.parse(text));
    return parsed.success ? (parsed.data as Fragment) : null;
  } catch {
    // Braces of something else.
    return null;
  }
}

function paste(fragment: Fragment, keepInputs: boolean): void {
  const { document: network, edit } = here();
  const pointer = viewportPointer();
  const clash = Object.keys(fragment.positions).some(name => Object.hasOwn(network.nodes, name));
  const at = pointer && !keepInputs && !clash ? cornerAround(toCanvas(pointer)) : undefined;
  const { edits, names } = planPaste(network, fragment, at, keepInputs);
  if (names.length > 0)
    edit(names.length === 1 ? `Paste ${names[0]}` : `Paste ${names.length} layers`, edits, { select: names });
}

/** Copies the selection; the system's clipboard where the page may write to it. */
export function copySelection(): void {
  const { document: network, selection } = here();
  kept = copyFragment(network, [...selection]);
  navigator.clipboard?.writeText(`${JSON.stringify(kept, null, 1)}\n`).catch(() => {
    // Denied: pasting within this window still works.
  });
}

/** Copies the selection and deletes it. */
export function cutSelection(): void {
  copySelection();
  deleteSelection(false);
}

/**
 * Pastes the last copy of this window.
 *
 * @param keepInputs also draws the wires that came from outside
 */
export function pasteKept(keepInputs: boolean): void {
  if (kept) paste(kept, keepInputs);
  else tell('Nothing was copied in this window yet; Ctrl+V pastes layers from elsewhere.');
}
