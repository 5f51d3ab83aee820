import type { Json, Parsed } from '../../shared/document/json.ts';
import { useDraft } from './draft.ts';
import { Field } from './field.tsx';
import { DraftInput } from './text-field.tsx';

/**
 * Reads what was typed into a number field.
 *
 * @param text the field's text, thousands separators allowed
 * @returns the number; the text itself where it is none, for the parser's sentence
 */
export function readNumber(text: string): Json {
  const plain = text.trim().replace(/,(?=\d{3}(\D|$))/g, '');
  return plain !== '' && Number.isFinite(Number(plain)) ? Number(plain) : text.trim();
}

interface NumberFieldProps {
  readonly label: string;
  readonly value: number;
  readonly onCommit: (value: number) => void;
  /** Reads the typed value; its message completes the sentence `LABEL ...`. */
  readonly parse: (raw: Json) => Parsed<number>;
  readonly title?: string;
  readonly hint?: string | undefined;
  readonly faint?: boolean;
  /** What an arrow key adds (default 1). */
  readonly step?: number;
  readonly disabled?: boolean;
}

/** A labelled number with validation while typing and stepping by arrow keys. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, parse, onCommit, step = 1 } = props;
  const draft = useDraft(String(value), text => parse(readNumber(text)), onCommit);
  const move = (steps: number) => {
    const base = readNumber(draft.text);
    const next = Number(((typeof base === 'number' ? base : value) + steps * step).toPrecision(12));
    const parsed = parse(next);
    if (parsed.ok) {
      draft.reset();
      onCommit(parsed.value);
    }
  };
  return (
    <Field
      label={label}
      title={props.title}
      hint={props.hint}
      error={draft.error === null ? null : `${label} ${draft.error}.`}
    >
      <DraftInput
        draft={draft}
        numeric
        faint={props.faint ?? false}
        disabled={props.disabled ?? false}
        onStep={move}
      />
    </Field>
  );
}

/**
 * A parser of numbers for fields outside the layers' schemas.
 *
 * @param options whole numbers only, and the range
 * @returns the number or the end of the sentence `LABEL ...`
 */
export function numberParser(options: {
  readonly whole?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Whether `min` itself is refused. */
  readonly exclusive?: boolean;
}): (raw: Json) => Parsed<number> {
  const {
    whole = false,
    min = Number.NEGATIVE_INFINITY,
    max = Number.POSITIVE_INFINITY,
    exclusive = false,
  } = options;
  const kind = whole ? 'a whole number' : 'a number';
  const low = Number.isFinite(min) ? ` ${exclusive ? 'above' : 'of at least'} ${min}` : '';
  const high = Number.isFinite(max) ? `${low ? ' and' : ''} of at most ${max}` : '';
  return raw => {
    const fits =
      typeof raw === 'number' &&
      (whole ? Number.isSafeInteger(raw) : Number.isFinite(raw)) &&
      (exclusive ? raw > min : raw >= min) &&
      raw <= max;
    return fits
      ? { ok: true, value: raw }
      : { ok: false, message: `must be ${kind}${low}${high}; got ${JSON.stringify(raw)}` };
  };
}
