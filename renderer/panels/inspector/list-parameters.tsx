import type { Json } from '../../../shared/document/json.ts';
import { DraftInput, firstError, readNumber, Segmented, useDrafts } from '../../controls/index.ts';
import styles from './inspector.module.css';
import { type ParameterControlProps, ParameterRow } from './parameter-row.tsx';
import { keepRaw, sideNames } from './parameter-text.ts';

const AXES = ['1st', '2nd', '3rd', '4th'];

/** A fixed number of whole numbers, a field for each: kernel_size, strides. */
export function IntegersParameter(props: ParameterControlProps) {
  const { name, parameter, value, isDefault, onChange } = props;
  const list = numbers(value);
  const isNone = value === null;
  // Where nothing is set yet (a pooling's strides), one number stands for all.
  const withOne = (index: number, raw: Json): Json =>
    isNone ? raw : list.map((own, i) => (i === index ? raw : own));
  const parse = (raw: Json) => keepRaw(raw, parameter.parse(raw));
  const drafts = useDrafts(
    isNone ? Array.from({ length: parameter.length ?? 1 }, () => '') : list.map(String),
    (text, index) =>
      parse(parameter.nullable && text.trim() === '' ? null : withOne(index, readNumber(text))),
    onChange,
  );
  return (
    <ParameterRow {...props} error={firstError(drafts)}>
      <div className={styles.numbers}>
        {drafts.map((draft, index) => (
          <DraftInput
            key={AXES[index]}
            label={drafts.length === 1 ? name : `${name}, ${AXES[index]} axis`}
            draft={draft}
            faint={isDefault}
            placeholder={isNone ? 'none' : undefined}
            numeric
            onStep={steps => {
              const raw = withOne(index, (list[index] ?? 0) + steps);
              draft.reset();
              if (parameter.parse(raw).ok) onChange(raw);
            }}
          />
        ))}
      </div>
    </ParameterRow>
  );
}

/** Amounts on both sides of each spatial axis. */
export function SidesParameter(props: ParameterControlProps) {
  const { drafts, fields } = useSides(props, pairs(props.value));
  return (
    <ParameterRow {...props} tall error={firstError(drafts)}>
      {fields}
    </ParameterRow>
  );
}

/** Keras's words for padding, or explicit amounts per side. */
export function PaddingParameter(props: ParameterControlProps) {
  const { parameter, value, isDefault, onChange } = props;
  const isWord = typeof value === 'string';
  const zeros = Array.from({ length: parameter.length ?? 2 }, () => [0, 0] as const);
  const { drafts, fields } = useSides(props, isWord ? zeros : pairs(value));
  const words = [...(parameter.choices ?? []), 'explicit'];
  return (
    <ParameterRow {...props} tall error={isWord ? null : firstError(drafts)}>
      <Segmented
        value={isWord ? value : 'explicit'}
        options={words.map(word => ({ value: word }))}
        faint={isDefault}
        onChange={word => onChange(word === 'explicit' ? zeros.map(pair => [...pair]) : word)}
      />
      {!isWord && fields}
    </ParameterRow>
  );
}

type Pair = readonly [number, number];

/** The drafts and the fields of amounts per side. */
function useSides({ name, parameter, isDefault, onChange }: ParameterControlProps, sides: readonly Pair[]) {
  const withOne = (index: number, raw: Json): Json =>
    sides.map((pair, axis) => pair.map((own, end) => (axis * 2 + end === index ? raw : own)));
  const parse = (raw: Json) => keepRaw(raw, parameter.parse(raw));
  const drafts = useDrafts(
    sides.flatMap(pair => pair.map(String)),
    (text, index) => parse(withOne(index, readNumber(text))),
    onChange,
  );
  const names = sideNames(sides.length).flat();
  const cell = (index: number) => {
    const draft = drafts[index];
    if (!draft) return null;
    return (
      <div key={names[index]} className={styles.side}>
        <span className={styles.settingLabel}>{names[index]}</span>
        <DraftInput
          label={`${name}, ${names[index]}`}
          draft={draft}
          faint={isDefault}
          numeric
          onStep={steps => {
            const raw = withOne(index, (sides[Math.floor(index / 2)]?.[index % 2] ?? 0) + steps);
            draft.reset();
            if (parameter.parse(raw).ok) onChange(raw);
          }}
        />
      </div>
    );
  };
  const fields = sides.map((_, axis) => (
    <div key={names[axis * 2]} className={styles.sideRow}>
      {cell(axis * 2)}
      {cell(axis * 2 + 1)}
    </div>
  ));
  return { drafts, fields };
}

function numbers(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(Number) : [];
}

function pairs(value: unknown): readonly Pair[] {
  return Array.isArray(value)
    ? value.map((pair): Pair => (Array.isArray(pair) ? [Number(pair[0]), Number(pair[1])] : [0, 0]))
    : [];
}
