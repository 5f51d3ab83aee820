import type { Parsed } from '../../shared/document/json.ts';
import { formatShapeShort } from '../../shared/document/value.ts';
import { DATASET_SCALING, DATASETS } from '../../shared/training/dataset-list.ts';
import { Button, DraftInput, Field, Select, useDraft } from '../controls/index.ts';
import { useEditor } from '../state/editor-store.ts';
import { useTraining } from '../state/training-store.ts';
import { changeTraining } from './change-training.ts';
import { DataPreview } from './data-preview.tsx';
import { DataReadingSettings } from './data-reading-settings.tsx';
import styles from './settings-panel.module.css';
import { parseSplit, splitText, withSetting } from './training-edits.ts';
import { useDataset, useMisfit } from './use-obstacle.ts';
import { useSettings } from './use-settings.ts';

/** Which data trains the network, whether it fits, and how it is split. */
export function DataSettings() {
  const datasets = useTraining(state => state.datasets);
  const { dataset: named, split } = useSettings();
  const dataset = useDataset();
  const options = [
    ...(dataset ? [] : [{ value: named ?? '', label: named ?? 'Choose a data set', disabled: true }]),
    ...datasets.map(({ name, title, samples }) => ({
      value: name,
      label: `${title}, ${samples.toLocaleString('en-US')}`,
    })),
  ];
  const isOwn = named !== null && !DATASETS.some(({ name }) => name === named);
  const place = useDraft(isOwn ? named : '', parsePath, name =>
    changeTraining(`Train on ${name}`, training => withSetting(training, 'dataset', name)),
  );
  const draft = useDraft(splitText(split), parseSplit, value =>
    changeTraining(`Set the split to ${splitText(value)}`, training => withSetting(training, 'split', value)),
  );
  return (
    <>
      <Select
        label="Data set"
        value={named ?? ''}
        options={options}
        onChange={name =>
          changeTraining(`Train on ${name}`, training => withSetting(training, 'dataset', name))
        }
      />
      <div style={{ height: 4 }} />
      <Field
        label="or from the disk"
        stacked
        title="The path of a folder of pictures per class, a CSV or TSV table, MNIST's IDX files, CIFAR's .bin files or NumPy arrays"
        error={place.error}
      >
        <DraftInput draft={place} placeholder="Path of a file or folder" />
      </Field>
      <Field
        label="split"
        title="Percentages of the samples for training, validation and test"
        error={draft.error === null ? null : `The split ${draft.error}.`}
      >
        <DraftInput draft={draft} />
      </Field>
      <Fit />
      <DataPreview />
      <DataReadingSettings />
    </>
  );
}

function parsePath(text: string): Parsed<string> {
  const path = text.trim();
  return path === ''
    ? { ok: false, message: 'needs the path of a file or folder' }
    : { ok: true, value: path };
}

/** What the data set is and that it fits; or why it does not, with the edit that mends it. */
function Fit() {
  const dataset = useDataset();
  const misfit = useMisfit();
  const hasLayers = useEditor(state => Object.keys(state.document.nodes).length > 0);
  if (!dataset || !hasLayers) return null;
  if (misfit)
    return (
      <div className={styles.misfit} role="status">
        {misfit.message}
        {misfit.fix && (
          <Button
            size="small"
            onClick={() => {
              const { fix } = misfit;
              if (fix) useEditor.getState().edit(fix.title, fix.edits);
            }}
          >
            {sentence(misfit.fix.title)}
          </Button>
        )}
      </div>
    );
  const { inputs, targets, name, description } = dataset;
  const isOwn = !DATASETS.some(known => known.name === name);
  const given = inputs.map(({ name: input, shape }) => named(input, valuesText(shape))).join(', ');
  const out = targets
    .map(({ name: output, shape, classes }) =>
      named(
        output,
        shape.length > 1 || classes === null ? formatShapeShort(shape) : `${classes.length} classes`,
      ),
    )
    .join(', ');
  // Classes alone say that they come out.
  const isOut =
    targets.length > 1 || targets.some(({ shape, classes }) => shape.length > 1 || classes === null);
  return (
    <p className={styles.fits} title={description}>
      {isOwn && `${description} `}
      {given} in, {out}
      {isOut ? ' out' : ''}, {isOwn ? 'scaled for training' : scalingWords(name)}. Fits this network.
    </p>
  );
}

const named = (name: string | null, words: string) => (name === null ? words : `${name} ${words}`);

function valuesText(shape: readonly number[]): string {
  const [count = 0] = shape;
  return shape.length === 1 ? `${count} value${count === 1 ? '' : 's'}` : formatShapeShort(shape);
}

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function scalingWords(name: string): string {
  const scaling = DATASET_SCALING[name] ?? 'none';
  return scaling === 'none' ? 'unscaled' : scaling;
}
