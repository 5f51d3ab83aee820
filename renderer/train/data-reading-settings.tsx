import { type Augmentation, DATA_DEFAULTS, type DataSettings } from '../../shared/document/data-settings.ts';
import { DATASETS } from '../../shared/training/dataset-list.ts';
import {
  DraftInput,
  Field,
  Fold,
  NumberField,
  numberParser,
  Select,
  Switch,
  useDraft,
} from '../controls/index.ts';
import { useData } from '../state/data-store.ts';
import { changeTraining } from './change-training.ts';
import { ColumnSettings, parseNames } from './column-settings.tsx';
import { SCALING_WORDS, ScalingSettings } from './scaling-settings.tsx';
import { withData } from './training-edits.ts';
import { useDataset } from './use-obstacle.ts';
import { useOutputs, useSettings } from './use-settings.ts';

const MEGABYTES = numberParser({ whole: true, min: 1, max: 1_048_576 });
const SHARE = numberParser({ min: 0, max: 1 });
const ZOOM = numberParser({ min: 0, max: 0.9 });
const DEGREES = numberParser({ min: 0, max: 180 });
const NOISE = numberParser({ min: 0, max: 100 });
const GUESSED = '';

const set = (title: string, change: DataSettings) =>
  changeTraining(title, training => withData(training, change));

/** The settings of reading with their defaults. */
function useReading() {
  const { data } = useSettings();
  const { scaling, stratify, skipBroken, memoryBudget } = DATA_DEFAULTS;
  return {
    ...data,
    scaling: data.scaling ?? scaling,
    stratify: data.stratify ?? stratify,
    skipBroken: data.skipBroken ?? skipBroken,
    memoryBudget: data.memoryBudget ?? memoryBudget,
  };
}

/** How samples are read and prepared, and what is changed in them at random; values at their default are faint. */
export function DataReadingSettings() {
  const data = useReading();
  const dataset = useDataset();
  const isPicture = dataset?.inputs.some(({ shape }) => shape.length === 3) ?? false;
  const changes = Object.values(data.augmentation ?? {}).filter(
    value => value !== 0 && value !== false,
  ).length;
  return (
    <>
      <Fold
        title="Preparing"
        note={typeof data.scaling === 'string' ? SCALING_WORDS[data.scaling] : 'scaled by input'}
      >
        <ScalingSettings scaling={data.scaling} />
        <ClassWeights isClasses={dataset?.targets.length === 1 && dataset.targets[0]?.classes !== null} />
        <Field label="stratify" title="Each part of the split keeps every class's share">
          <Switch
            checked={data.stratify}
            faint={data.stratify}
            onChange={stratify =>
              set(stratify ? 'Stratify the split' : 'Do not stratify the split', { stratify })
            }
          />
        </Field>
        <OwnData />
      </Fold>
      {dataset && (isPicture || changes > 0) && (
        <Fold title="Random changes" note={changes === 0 ? 'none' : `${changes} of 6`}>
          <Changes />
        </Fold>
      )}
    </>
  );
}

function ClassWeights({ isClasses }: { readonly isClasses: boolean }) {
  const { classWeights } = useSettings().data;
  if (!isClasses && classWeights === undefined) return null;
  const own = typeof classWeights === 'object';
  const value = own ? 'own' : (classWeights ?? 'none');
  return (
    <Field label="class weights" stacked title="How much each class counts in the loss">
      <Select
        value={value}
        faint={classWeights === undefined}
        options={[
          { value: 'none', label: 'as they occur' },
          { value: 'balanced', label: 'all classes alike' },
          ...(own ? [{ value: 'own', label: 'own weights (in the file)', disabled: true }] : []),
        ]}
        onChange={choice =>
          set(choice === 'balanced' ? 'Let all classes count alike' : 'Weight no class', {
            classWeights: choice === 'balanced' ? 'balanced' : undefined,
          })
        }
      />
    </Field>
  );
}

/** What concerns data from the disk alone. */
function OwnData() {
  const data = useReading();
  const { dataset } = useSettings();
  const outputs = useOutputs();
  const report = useData(state => state.preview?.report);
  if (dataset === null || DATASETS.some(({ name }) => name === dataset)) return null;
  const columns = report?.columns ?? [];
  // A table that cannot be read yet may need exactly this.
  const isTable = columns.length > 0 || /\.(csv|tsv)$/i.test(dataset);
  return (
    <>
      {columns.length > 0 && outputs.length < 2 && (
        <Field label="target" title="The column that is to be predicted">
          <Select
            value={data.target ?? GUESSED}
            faint={data.target === undefined}
            options={[
              { value: GUESSED, label: `guessed: ${report?.target?.name ?? 'none'}` },
              ...columns.map(({ name }) => ({ value: name })),
            ]}
            onChange={name =>
              set(name === GUESSED ? 'Guess the target' : `Predict ${name}`, {
                target: name === GUESSED ? undefined : name,
              })
            }
          />
        </Field>
      )}
      {isTable && <IgnoredColumns />}
      <ColumnSettings />
      <Field
        label="skip broken"
        title="Leaves out files and lines that cannot be read, instead of refusing the data"
      >
        <Switch
          checked={data.skipBroken}
          faint={!data.skipBroken}
          onChange={skipBroken =>
            set(skipBroken ? 'Skip broken files' : 'Refuse broken files', { skipBroken })
          }
        />
      </Field>
      <NumberField
        label="memory, MB"
        title="Samples held in memory; a larger set is read from disk while training"
        value={data.memoryBudget}
        faint={data.memoryBudget === DATA_DEFAULTS.memoryBudget}
        parse={MEGABYTES}
        step={256}
        onCommit={memoryBudget => set(`Hold at most ${memoryBudget} MB of samples`, { memoryBudget })}
      />
    </>
  );
}

/** Columns of a table that the network does not get. */
function IgnoredColumns() {
  const { ignore = [] } = useSettings().data;
  const draft = useDraft(ignore.join(', '), parseNames, names =>
    set(names.length === 0 ? 'Leave no column out' : `Leave ${names.join(', ')} out`, {
      ignore: names.length === 0 ? undefined : names,
    }),
  );
  return (
    <Field
      label="leave out"
      title="Columns that the network does not get, by their names with commas between them"
      error={draft.error}
    >
      <DraftInput draft={draft} placeholder="no column" />
    </Field>
  );
}

const AMOUNTS = [
  {
    key: 'shift',
    label: 'shift, of side',
    title: 'Largest shift, as a part of the width and height',
    parse: SHARE,
    step: 0.05,
  },
  { key: 'rotate', label: 'rotate, degrees', title: 'Largest turn, in degrees', parse: DEGREES, step: 5 },
  {
    key: 'zoom',
    label: 'zoom, of size',
    title: 'Largest change of size, as a part of it',
    parse: ZOOM,
    step: 0.05,
  },
  {
    key: 'noise',
    label: 'noise, deviation',
    title: 'Standard deviation of what is added to each scaled number',
    parse: NOISE,
    step: 0.05,
  },
] as const;

const FLIPS = [
  { key: 'flipHorizontal', label: 'flip sideways', title: 'Mirrors half of the pictures left to right' },
  { key: 'flipVertical', label: 'flip upright', title: 'Mirrors half of the pictures upside down' },
] as const;

/** Random changes of the training samples, another one in each epoch. */
function Changes() {
  const augmentation: Augmentation = useSettings().data.augmentation ?? {};
  const change = (title: string, key: keyof Augmentation, value: number | boolean) => {
    const { [key]: _, ...others } = augmentation;
    const isNone = value === 0 || value === false;
    const next: Augmentation = isNone ? others : { ...others, [key]: value };
    set(title, { augmentation: Object.keys(next).length > 0 ? next : undefined });
  };
  return (
    <>
      {FLIPS.map(({ key, label, title }) => (
        <Field key={key} label={label} title={title}>
          <Switch
            checked={augmentation[key] ?? false}
            faint={!augmentation[key]}
            onChange={on => change(`${on ? 'Flip' : 'Do not flip'} pictures`, key, on)}
          />
        </Field>
      ))}
      {AMOUNTS.map(({ key, label, title, parse, step }) => (
        <NumberField
          key={key}
          label={label}
          title={title}
          value={augmentation[key] ?? 0}
          faint={!augmentation[key]}
          parse={parse}
          step={step}
          onCommit={value => change(`Set ${key} to ${value}`, key, value)}
        />
      ))}
    </>
  );
}
