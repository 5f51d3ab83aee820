import type { Problem } from '../../shared/document/problem.ts';
import { Button } from '../controls/index.ts';
import { useEditor } from '../state/editor-store.ts';

/** Carries out a problem's remedy as one undo step; nothing where there is none. */
export function FixButton({ problem }: { readonly problem: Problem }) {
  const { fix } = problem;
  if (!fix) return null;
  return (
    <Button size="small" onClick={() => useEditor.getState().edit(fix.title, fix.edits)}>
      {fix.title}
    </Button>
  );
}
