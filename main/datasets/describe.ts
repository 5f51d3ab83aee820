import type { DataPreview, DataReport, TargetReport } from '../../shared/contract/data.ts';
import type { DataTarget } from '../../shared/contract/runs.ts';
import { DATA_DEFAULTS } from '../../shared/document/data-settings.ts';
import { FigureCount, type Figures, overall } from '../../shared/training/scaling.ts';
import type { NumericTensor } from '../engines/engine.ts';
import { loadDataset } from './catalog.ts';
import type { Dataset } from './dataset.ts';
import { DatasetError } from './dataset-error.ts';
import { DiskDataset, diskInfo } from './disk-dataset.ts';
import { lookupRefusal } from './lookup-refusal.ts';
import { openSource } from './open-source.ts';
import { type DataRequest, isBuiltIn, requirePlace, scalingKinds, sourceRequest } from './prepare-dataset.ts';
import { sizeOf } from './sample-source.ts';
import { refusalOf, scan } from './scan.ts';
import { splitDataset } from './split.ts';

/** Broken files that a report lists. */
const LISTED = 1000;
/** Samples that a preview shows. */
const SHOWN = 24;
/** Numbers that a preview sends. */
const SHOWN_NUMBERS = 1_500_000;

/** What describes data, while they are open. */
interface Described {
  readonly report: DataReport;
  readonly dataset: Dataset;
}

/**
 * Looks at all samples of data and tells what was found. Faults that would keep a network from training are told in figures, not
 * thrown: broken files, missing numbers.
 *
 * @throws DatasetError when the data are not there or of no known form
 */
export function describeData(request: DataRequest): Promise<DataReport> {
  return withData(request, ({ report }) => Promise.resolve(report));
}

/** A report with a few samples, of every class if possible, in the numbers of the files. */
export function previewData(request: DataRequest): Promise<DataPreview> {
  return withData(request, async ({ report, dataset }) => {
    const size = report.inputs.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const most = Math.max(1, Math.min(SHOWN, Math.floor(SHOWN_NUMBERS / size)));
    const shown = spread(dataset, most);
    const { inputs, targets } = await dataset.read(shown);
    return {
      report,
      inputs: inputs.map(({ shape, data }) => ({ shape: [...shape], data: Array.from(data) })),
      captions: report.targets.map((target, i) => {
        const labels = dataset.labels[i];
        const values = targets[i]?.data ?? new Float32Array(0);
        return shown.map((sample, row) => captionOf(target, labels?.[sample], values, row));
      }),
    };
  });
}

/** Values that a caption says. */
const SAID = 4;

/** What a target is, in words: its class, or its first values. */
function captionOf(
  { classes, shape }: DataTarget,
  label: number | undefined,
  values: NumericTensor['data'],
  row: number,
): string {
  if (label !== undefined && classes !== null) return classes[label] ?? String(label);
  const width = sizeOf(shape);
  const said = Array.from(values.subarray(row * width, row * width + Math.min(width, SAID)));
  return said.map(value => Number(value.toPrecision(4))).join(', ') + (width > SAID ? ', …' : '');
}

/** Sample numbers for a preview: classes of the first target that has some in turn, else evenly through the data. */
function spread({ labels: known, info }: Dataset, most: number): readonly number[] {
  const count = Math.min(most, info.samples);
  const labels = known.find(own => own !== null) ?? null;
  if (labels === null) return Array.from({ length: count }, (_, i) => Math.floor((i * info.samples) / count));
  const byClass = new Map<number, number[]>();
  for (const [sample, label] of labels.entries()) {
    const list = byClass.get(label) ?? [];
    if (list.length < most) list.push(sample);
    byClass.set(label, list);
  }
  const shown: number[] = [];
  const lists = [...byClass].sort((a, b) => a[0] - b[0]).map(([, list]) => list);
  for (let turn = 0; shown.length < count; turn++)
    for (const list of lists) {
      const sample = list[turn];
      if (sample !== undefined && shown.length < count) shown.push(sample);
    }
  return shown;
}

async function withData<T>(request: DataRequest, use: (described: Described) => Promise<T>): Promise<T> {
  const { name } = request;
  if (isBuiltIn(name)) return use(await describeBuiltIn(request));
  requirePlace(name);
  const opening = sourceRequest(request);
  const source = await openSource(name, opening);
  try {
    const found = await scan(source, opening.budget);
    if (found.kept.length === 0 && found.broken.length === 0)
      throw new DatasetError('dataset.empty', `"${name}" has no samples.`);
    const dataset = new DiskDataset(source, found, diskInfo(source, opening, found.kept.length));
    const { figures, missing, identity, broken } = found;
    const refusal =
      refusalOf(source, found, request.settings.skipBroken ?? DATA_DEFAULTS.skipBroken) ??
      lookupRefusal(source, figures, request, scalingKinds(request, source));
    return await use({
      dataset,
      report: {
        ...reportOf(dataset, request, figures),
        kind: source.kind,
        missing,
        identity,
        broken: broken.slice(0, LISTED).map(({ name: file, reason }) => ({ name: file, reason })),
        brokenCount: broken.length,
        refusal: refusal && { code: refusal.code, message: refusal.message },
        columns: source.columns?.map(column => ({ ...column })) ?? null,
        target: source.target,
        unused: [...(source.unused ?? [])],
        streamed: dataset.isStreamed,
      },
    });
  } finally {
    await source.close();
  }
}

async function describeBuiltIn(request: DataRequest): Promise<Described> {
  const dataset = await loadDataset(request.name);
  const figures = dataset.info.inputs.map(({ shape }, i) => {
    const count = new FigureCount(shape.at(-1) ?? 1);
    const numbers = dataset.inputs[i];
    if (numbers) count.add(numbers);
    return count.figures();
  });
  return {
    dataset,
    report: {
      ...reportOf(dataset, request, figures),
      kind: 'built-in',
      missing: 0,
      identity: dataset.identity,
      broken: [],
      brokenCount: 0,
      refusal: null,
      columns: null,
      target: null,
      unused: [],
      streamed: false,
    },
  };
}

type Common = Omit<
  DataReport,
  | 'kind'
  | 'missing'
  | 'identity'
  | 'broken'
  | 'brokenCount'
  | 'refusal'
  | 'columns'
  | 'target'
  | 'unused'
  | 'streamed'
>;

/** What every data set is described by. */
function reportOf(dataset: Dataset, request: DataRequest, figures: readonly Figures[]): Common {
  const { info, labels, parts } = dataset;
  const { split, seed, settings } = request;
  const stratify = settings.stratify ?? (!isBuiltIn(info.name) && DATA_DEFAULTS.stratify);
  const { train, validation, test } = splitDataset(dataset, split, seed, stratify);
  return {
    ...info,
    inputs: info.inputs.map((input, i) => ({
      ...input,
      range: overall(figures[i] ?? new FigureCount(1).figures()),
    })),
    targets: info.targets.map((target, i) => {
      const own = labels[i] ?? null;
      const values = dataset.targetValues[i];
      const { classes } = target;
      return {
        ...target,
        balance: own && balanceOf(own, classes ?? []),
        range: values ? rangeOf(values) : null,
      };
    }),
    split: {
      train: train.length,
      validation: validation.length,
      test: test.length,
      given: parts !== null,
    },
    bytes: info.inputs.reduce((sum, { shape }) => sum + info.samples * sizeOf(shape) * 4, 0),
  };
}

function balanceOf(labels: Int32Array, classes: readonly string[]): TargetReport['balance'] {
  const counts = new Map<number, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return classes.map((name, label) => ({ name, count: counts.get(label) ?? 0 }));
}

function rangeOf(values: Float32Array): TargetReport['range'] {
  const count = new FigureCount(1);
  count.add(values);
  const { min, max } = overall(count.figures());
  return { min, max };
}
