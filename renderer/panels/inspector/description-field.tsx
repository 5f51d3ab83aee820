import { useRef } from 'react';
import { TextArea } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';

/** The longest description a document may have (document/schema.ts). */
const MAX_DESCRIPTION = 10_000;
/** Characters that fit a line, roughly; the field is as tall as its text within bounds. */
const LINE = 40;
const [LEAST_ROWS, MOST_ROWS] = [2, 10];

let visits = 0;

/** What the network is for, in the user's words. Each key counts; all keys of one visit to the field are one undo step. */
export function DescriptionField({ description }: { readonly description: string }) {
  const visit = useRef(0);
  const lines = description.split('\n').reduce((sum, line) => sum + 1 + Math.floor(line.length / LINE), 0);
  return (
    <TextArea
      label="Description of the network"
      placeholder="What this network is for"
      value={description}
      rows={Math.min(MOST_ROWS, Math.max(LEAST_ROWS, lines))}
      maxLength={MAX_DESCRIPTION}
      onFocus={() => {
        visits += 1;
        visit.current = visits;
      }}
      onChange={text =>
        useEditor.getState().edit('Describe the network', [{ kind: 'setDescription', description: text }], {
          mergeKey: `description ${visit.current}`,
        })
      }
    />
  );
}
