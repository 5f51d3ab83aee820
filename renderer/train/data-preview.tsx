import { useEffect } from 'react';
import type {
  DataReport,
  InputReport,
  DataPreview as Preview,
  TargetReport,
} from '../../shared/contract/data.ts';
import type { TensorMessage } from '../../shared/contract/runs.ts';
import { Button } from '../controls/index.ts';
import { lookAtData, useData } from '../state/data-store.ts';
import { useEditor } from '../state/editor-store.ts';
import { useService } from '../state/service.ts';
import { pictureKind, sampleOf } from '../try/prediction.ts';
import { SamplePicture } from '../try/sample-picture.tsx';
import { changeTraining } from './change-training.ts';
import styles from './data-preview.module.css';
import { withData } from './training-edits.ts';
import { valuesText } from './wording.ts';

/** Classes and columns that are listed. */
const LISTED = 12;
/** Samples that are shown: pictures, or rows of numbers. */
const SHOWN = 12;
const SHOWN_ROWS = 6;
const SHOWN_COLUMNS = 2;

/** What the chosen data are: a few samples, class balance, shapes and ranges; or why they cannot be read. */
export function DataPreview() {
  const document = useEditor(state => state.document);
  const connection = useService(state => state.connection);
  const { isLooking, preview, problem } = useData();
  useEffect(() => {
    if (document.training?.dataset !== undefined && connection === 'open') void lookAtData();
  }, [document, connection]);
  if (document.training?.dataset === undefined) return null;
  if (problem !== null)
    return (
      <p className={styles.problem} role="status">
        {problem}
      </p>
    );
  if (!preview) return isLooking ? <p className={styles.quiet}>Looking at the data …</p> : null;
  return (
    <section
      className={isLooking ? `${styles.preview} ${styles.isOld}` : styles.preview}
      aria-label="Preview of the data"
      aria-busy={isLooking}
    >
      {/* What keeps a run from beginning is not to be looked for below many classes and columns. */}
      <Refusal report={preview.report} />
      <Broken report={preview.report} />
      <SampleRow preview={preview} />
      <Facts report={preview.report} />
      <Balance report={preview.report} />
      <Columns report={preview.report} />
    </section>
  );
}

function SampleRow({ preview }: { readonly preview: Preview }) {
  const { report, inputs, captions } = preview;
  const [input, ...others] = report.inputs;
  const [tensor, told] = [inputs[0], captions[0]];
  if (!input || !tensor || !told || others.length > 0 || captions.length > 1)
    return <SampleTable preview={preview} />;
  // Numbers stand in two columns of a table, pictures beside each other.
  const kind = pictureKind(input.shape);
  const isPicture = kind === 'image' || kind === 'series';
  return (
    <div className={isPicture ? styles.samples : styles.rows}>
      {Array.from({ length: Math.min(isPicture ? SHOWN : SHOWN_ROWS, told.length) }, (_, index) => index).map(
        index => (
          <figure key={index} className={styles.sample}>
            <SamplePicture data={drawn(input, tensor, index)} shape={input.shape} size={44} />
            <figcaption title={told[index]}>{told[index]}</figcaption>
          </figure>
        ),
      )}
    </div>
  );
}

/** The numbers of a sample as they are drawn: pictures from 0 to 1, whatever the files hold. */
function drawn({ range: { min, max }, shape }: InputReport, tensor: TensorMessage, index: number) {
  const sample = sampleOf(tensor, index);
  if (shape.length !== 3) return sample;
  const span = max > min ? max - min : 1;
  return Array.from(sample, value => (value - min) / span);
}

/** Samples of several inputs or targets: a column each, a row for each input and target. */
function SampleTable({ preview: { report, inputs, captions } }: { readonly preview: Preview }) {
  const count = Math.min(SHOWN_COLUMNS, captions[0]?.length ?? 0);
  const places = Array.from({ length: count }, (_, index) => index);
  return (
    <table className={styles.table} aria-label="Samples">
      <tbody>
        {report.inputs.map((input, i) => {
          const tensor = inputs[i];
          return (
            <tr key={`in ${input.name}`}>
              <PortName name={input.name ?? 'input'} />
              {places.map(index => (
                <td key={index}>
                  {tensor && (
                    <SamplePicture data={drawn(input, tensor, index)} shape={input.shape} size={44} />
                  )}
                </td>
              ))}
            </tr>
          );
        })}
        {report.targets.map(({ name }, i) => (
          <tr key={`out ${name}`}>
            <PortName name={name ?? 'target'} />
            {places.map(index => (
              <td key={index} title={captions[i]?.[index]}>
                {captions[i]?.[index]}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function PortName({ name }: { readonly name: string }) {
  return (
    <th scope="row" title={name}>
      {name}
    </th>
  );
}

const figure = (value: number) =>
  Number(value.toPrecision(4)).toLocaleString('en-US', { maximumFractionDigits: 4 });

function Facts({ report }: { readonly report: DataReport }) {
  const { samples, split, inputs, missing, streamed, bytes, unused } = report;
  const [only, ...others] = inputs;
  return (
    <>
      <p className={styles.quiet}>
        {samples.toLocaleString('en-US')} samples: {split.train.toLocaleString('en-US')} train,{' '}
        {split.validation.toLocaleString('en-US')} validate, {split.test.toLocaleString('en-US')} test
        {split.given ? ' (as divided)' : ''}.
        {only && others.length === 0
          ? ` Values ${figure(only.range.min)} to ${figure(only.range.max)}, mean ${figure(only.range.mean)}.`
          : ''}
        {missing > 0
          ? ` ${missing.toLocaleString('en-US')} number${missing === 1 ? ' is' : 's are'} missing or not finite.`
          : ''}
        {streamed ? ` ${Math.ceil(bytes / 2 ** 20)} MB, read from disk while training.` : ''}
        {unused.length > 0 ? ` Not used: ${unused.join(', ')}.` : ''}
      </p>
      <Ports report={report} />
    </>
  );
}

/** The shapes and ranges of several inputs and targets. */
function Ports({ report: { inputs, targets } }: { readonly report: DataReport }) {
  if (inputs.length < 2 && targets.length < 2) return null;
  return (
    <ul className={styles.columns} aria-label="Inputs and targets">
      {inputs.map(({ name, shape, range }) => (
        <li key={`in ${name}`}>
          <span className={styles.name} title={name ?? undefined}>
            {name ?? 'input'}
          </span>
          <span className={styles.quiet}>
            {valuesText(shape)}, {figure(range.min)} to {figure(range.max)}
          </span>
        </li>
      ))}
      {targets.map(({ name, shape, range, classes }) => (
        <li key={`out ${name}`}>
          <span className={styles.name} title={name ?? undefined}>
            {name ?? 'target'}
          </span>
          <span className={styles.quiet}>{targetText({ shape, classes, range })}</span>
        </li>
      ))}
    </ul>
  );
}

/** What a target is: classes, one value by its range, several values. */
function targetText({ shape, classes, range }: Pick<TargetReport, 'shape' | 'classes' | 'range'>): string {
  const isOne = shape.length === 1 && shape[0] === 1;
  const kind = classes ? `${classes.length} classes` : isOne ? null : valuesText(shape);
  const span = range && `${figure(range.min)} to ${figure(range.max)}`;
  return ['target', kind, span].filter(part => part !== null).join(', ');
}

function Balance({ report: { targets } }: { readonly report: DataReport }) {
  return targets.map(({ name, balance }) =>
    balance && balance.length > 0 ? <TargetBalance key={name} target={name} balance={balance} /> : null,
  );
}

interface TargetBalanceProps {
  /** The output; null where there is one target. */
  readonly target: string | null;
  readonly balance: NonNullable<TargetReport['balance']>;
}

function TargetBalance({ target, balance }: TargetBalanceProps) {
  const most = Math.max(1, ...balance.map(({ count }) => count));
  return (
    <>
      {target !== null && <h5 className={styles.target}>{target}</h5>}
      <ul
        className={styles.balance}
        aria-label={target === null ? 'Samples by class' : `Samples by class of ${target}`}
      >
        {balance.slice(0, LISTED).map(({ name, count }) => (
          <li key={name}>
            <span className={styles.name} title={name}>
              {name}
            </span>
            <span className={styles.track}>
              <span className={styles.bar} style={{ width: `${(100 * count) / most}%` }} />
            </span>
            <span className={styles.count}>{count.toLocaleString('en-US')}</span>
          </li>
        ))}
        {balance.length > LISTED && (
          <li className={styles.quiet}>and {balance.length - LISTED} more classes</li>
        )}
      </ul>
    </>
  );
}

function Columns({ report: { columns, target } }: { readonly report: DataReport }) {
  if (!columns) return null;
  return (
    <ul className={styles.columns} aria-label="Columns">
      {columns.slice(0, LISTED).map(({ name, type, role, belongsTo, categories, min, max }) => (
        <li key={name}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className={styles.quiet}>
            {type === 'category'
              ? `${categories?.length ?? 0} ${categories?.length === 1 ? 'category' : 'categories'}`
              : type === 'number'
                ? `${figure(min ?? 0)} to ${figure(max ?? 0)}`
                : 'text'}
            {role === 'target' ? (target?.guessed ? ', target (guessed)' : ', target') : ''}
            {belongsTo ? `${role === 'target' ? ' of' : ', to'} ${belongsTo.join(', ')}` : ''}
            {role === 'ignored' ? ', left out' : ''}
          </span>
        </li>
      ))}
      {columns.length > LISTED && (
        <li className={styles.quiet}>and {columns.length - LISTED} more columns</li>
      )}
    </ul>
  );
}

/** What cannot be read: left out in quiet where the user wants that, else with the button that does. */
function Broken({ report: { broken, brokenCount, refusal, kind } }: { readonly report: DataReport }) {
  const [first] = broken;
  if (!first) return null;
  const one = kind === 'table' ? 'line' : 'file';
  const count = brokenCount === 1 ? `1 ${one}` : `${brokenCount.toLocaleString('en-US')} ${one}s`;
  const named = `${first.name} (${first.reason})`;
  const all = broken.map(({ name, reason }) => `${name}: ${reason}`).join('\n');
  if (refusal?.code !== 'dataset.broken')
    return (
      <p className={styles.quiet} title={all}>
        {count} left out, since {brokenCount === 1 ? 'it' : 'they'} cannot be read: {named}
        {brokenCount > 1 ? ' …' : '.'}
      </p>
    );
  return (
    <div className={styles.problem} role="status" title={all}>
      {count} cannot be read, {brokenCount === 1 ? '' : 'the first '}
      {named}. Mend or remove {brokenCount === 1 ? 'it' : 'them'}, or leave{' '}
      {brokenCount === 1 ? 'it' : 'them'} out.
      <Button size="small" onClick={skipBroken}>
        Leave {count} out
      </Button>
    </div>
  );
}

const skipBroken = () =>
  changeTraining('Skip broken files', training => withData(training, { skipBroken: true }));

/** What else keeps the data from being trained on. */
function Refusal({ report: { refusal } }: { readonly report: DataReport }) {
  if (!refusal || refusal.code === 'dataset.broken') return null;
  return (
    <p className={styles.problem} role="status">
      {refusal.message}
    </p>
  );
}
