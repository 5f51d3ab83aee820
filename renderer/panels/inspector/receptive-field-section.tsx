import { useMemo, useState } from 'react';
import { formatField, receptiveFields, spatialExtents } from '../../../shared/analysis/receptive-field.ts';
import { type InputRegion, receptiveRegions } from '../../../shared/analysis/receptive-region.ts';
import type { Inference, NodeInference } from '../../../shared/inference/infer.ts';
import { Section } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';
import styles from './receptive-field.module.css';
import { ReceptiveFieldPicture } from './receptive-field-picture.tsx';

let known: { readonly inference: Inference; readonly fields: ReturnType<typeof receptiveFields> } | null =
  null;

/** The fields of an inference, computed once for whoever asks. */
function fieldsOf(inference: Inference) {
  if (known?.inference !== inference) known = { inference, fields: receptiveFields(inference) };
  return known.fields;
}

/** What a unit of the layer sees of the input, with a picture; nothing for layers without spatial axes. */
export function ReceptiveFieldSection({ node }: { readonly node: NodeInference }) {
  const inference = useEditor(state => state.inference);
  const field = fieldsOf(inference).get(node.name) ?? [];
  const extents = spatialExtents(node).filter(extent => extent !== null);
  if (node.layer?.traits.isInput || field.length === 0) return null;
  const axis = field.find(each => each !== null && each !== 'whole');
  return (
    <Section title="Receptive field">
      <dl className={styles.facts}>
        <dt>Size</dt>
        <dd>{formatField(field)}</dd>
        {axis && (
          <>
            <dt>Stride</dt>
            <dd>{field.map(each => (each && each !== 'whole' ? (each.stride ?? '?') : '?')).join(' × ')}</dd>
            <dt>First unit begins at</dt>
            <dd>{field.map(each => (each && each !== 'whole' ? each.start : '?')).join(', ')}</dd>
          </>
        )}
      </dl>
      {axis && extents.length === field.length && (
        <UnitChooser key={node.name} inference={inference} name={node.name} extents={extents} />
      )}
    </Section>
  );
}

interface UnitChooserProps {
  readonly inference: Inference;
  readonly name: string;
  readonly extents: readonly number[];
}

const AXES: Readonly<Record<number, readonly string[]>> = {
  1: ['position'],
  2: ['row', 'column'],
  3: ['depth', 'row', 'column'],
};

/** The picture for one unit; sliders (by mouse or arrow keys) move it. */
function UnitChooser({ inference, name, extents }: UnitChooserProps) {
  const [chosen, setChosen] = useState<readonly number[] | null>(null);
  const unit = extents.map((extent, axis) => Math.min(chosen?.[axis] ?? Math.floor(extent / 2), extent - 1));
  const place = unit.join(',');
  const [region] = useMemo(
    () => receptiveRegions(inference, name, place.split(',').map(Number)),
    [inference, name, place],
  );
  const move = (axis: number, to: number) => {
    const extent = extents[axis];
    if (extent === undefined) return;
    setChosen(unit.map((at, i) => (i === axis ? Math.max(0, Math.min(extent - 1, to)) : at)));
  };
  if (!region) return null;
  return (
    <>
      <ReceptiveFieldPicture region={region} label={sentence(region, unit)} />
      {extents.map((extent, axis) => (
        <label key={AXES[extents.length]?.[axis] ?? axis} className={styles.slider}>
          <span>{AXES[extents.length]?.[axis] ?? `axis ${axis + 1}`}</span>
          <input
            type="range"
            min={0}
            max={extent - 1}
            value={unit[axis] ?? 0}
            onChange={event => move(axis, Number(event.target.value))}
          />
          <output>{unit[axis]}</output>
        </label>
      ))}
      <p className={styles.sentence}>{sentence(region, unit)}</p>
    </>
  );
}

/** `Unit 6, 6 sees rows 11 to 26 ...`, in words. */
function sentence({ input, spans, extents, isExact }: InputRegion, unit: readonly number[]): string {
  const sees = spans.map(([first, last], axis) =>
    first > last ? 'nothing' : `${first}–${last} of ${extents[axis]}`,
  );
  return `Unit ${unit.join(', ')} sees ${sees.join(' × ')} of ${input}${isExact ? '' : ', at most'}.`;
}
