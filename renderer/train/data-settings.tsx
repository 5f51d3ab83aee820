import type { DataInput, DataTarget } from '../../shared/contract/runs.ts';
import type { Parsed } from '../../shared/document/json.ts';
import { formatShapeShort } from '../../shared/document/value.ts';
import { DATASET_SCALING, DATASETS } from '../../shared/training/dataset-list.ts';
import { Button, DraftInput, Field, Select, useDraft } from '../controls/index.ts';
import { useData } from '../state/data-store.ts';
import { useEditor } from '../state/editor-store.ts';
import { useTraining } from '../state/training-store.ts';
import { changeTraining } from './change-training.ts';
import { DataPreview } from './data-preview.tsx';
import { DataReadingSettings } from './data-reading-settings.tsx';
import styles from './settings-panel.module.css';
import { parseSplit, splitText, withSetting } from './training-edits.ts';
import { useDataset, useMisfit } from './use-obstacle.ts';
import { useSettings } from './use-settings.ts';
import { valuesText } from './wording.ts';

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
  const isRefused = useData(
    ({ name, preview }) => name === dataset?.name && preview !== null && preview.report.refusal !== null,
  );
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
  if (isRefused)
    return (
      <p className={styles.fits} title={description}>
        {description} {shapesText(inputs, targets)}.
      </p>
    );
  const isOwn = !DATASETS.some(known => known.name === name);
  return (
    <p className={styles.fits} title={description}>
      {isOwn && `${description} `}
      {shapesText(inputs, targets)}, {isOwn ? 'scaled for training' : scalingWords(name)}. Fits this network.
    </p>
  );
}

/** What goes in and comes out: `4 values in, 3 classes`; of several inputs or targets each by its name. */
function shapesText([input, ...inputs]: readonly DataInput[], [target, ...targets]: readonly DataTarget[]) {
  if (!input || !target) return '';
  if (inputs.length > 0 || targets.length > 0)
    return `In: ${[input, ...inputs].map(inputText).join(', ')}; out: ${[target, ...targets].map(targetText).join(', ')}`;
  // Classes say themselves that they come out.
  return `${inputText(input)} in, ${targetText(target)}${isClasses(target) ? '' : ' out'}`;
}

const inputText = ({ name, shape }: DataInput) => named(name, valuesText(shape));

function targetText(target: DataTarget): string {
  const { name, shape, classes } = target;
  return named(name, isClasses(target) ? `${classes?.length} classes` : formatShapeShort(shape));
}

const isClasses = ({ shape, classes }: DataTarget) => shape.length === 1 && classes !== null;

const named = (name: string | null, words: string) => (name === null ? words : `${name} ${words}`);

const sentence = (words: string) => words.charAt(0).toUpperCase() + words.slice(1);

function scalingWords(name: string): string {
  const scaling = DATASET_SCALING[name] ?? 'none';
  return scaling === 'none' ? 'unscaled' : scaling;
}
