import type { Json } from '../../../shared/document/json.ts';
import { DraftInput, useDraft } from '../../controls/index.ts';
import { type ParameterControlProps, ParameterRow } from './parameter-row.tsx';
import { keepRaw } from './parameter-text.ts';

interface TextParameterProps extends ParameterControlProps {
  /** Writes the canonical value. */
  readonly write: (value: unknown) => string;
  /** Reads what was typed into the document's form; what is none goes on as a text for the parser's sentence. */
  readonly read: (text: string) => Json;
  /** What an arrow key adds; left out where stepping makes no sense. */
  readonly step?: number;
}

/** A parameter in one line of text: numbers, words, lists. */
export function TextParameter({ write, read, step, ...row }: TextParameterProps) {
  const { parameter, value, isDefault, onChange } = row;
  const parse = (raw: Json) => keepRaw(raw, parameter.parse(raw));
  const draft = useDraft(write(value), text => parse(read(text)), onChange);
  const move = (steps: number) => {
    const typed = read(draft.text);
    const next = Number(((typeof typed === 'number' ? typed : 0) + steps * (step ?? 1)).toPrecision(12));
    if (!parameter.parse(next).ok) return;
    draft.reset();
    onChange(next);
  };
  return (
    <ParameterRow {...row} error={draft.error}>
      <DraftInput
        draft={draft}
        faint={isDefault}
        numeric={step !== undefined}
        placeholder={parameter.nullable ? 'none' : undefined}
        {...(step === undefined ? {} : { onStep: move })}
      />
    </ParameterRow>
  );
}
