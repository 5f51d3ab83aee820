import { Fragment } from 'react';
import type { DataInput, DatasetInfo, DataTarget } from '../../shared/contract/runs.ts';
import { ClassBars } from './class-bars.tsx';
import { classColor } from './class-colors.ts';
import {
  classOf,
  classShares,
  isSegmentation,
  pictureKind,
  pixelClasses,
  rightShare,
  shareText,
} from './prediction.ts';
import { SamplePicture, shownNumber } from './sample-picture.tsx';
import styles from './try-view.module.css';

interface SampleDetailProps {
  readonly dataset: DatasetInfo;
  /** The sample's number within its part, from 0. */
  readonly number: number;
  /** By input of the network. */
  readonly inputs: readonly (readonly number[])[];
  /** By output of the network. */
  readonly targets: readonly (readonly number[])[];
  /** Null while the prediction is under way. */
  readonly outputs: readonly (readonly number[])[] | null;
}

/** One sample large, and what the network says of it beside the truth: all inputs and all outputs. */
export function SampleDetail({ dataset, number, inputs, targets, outputs }: SampleDetailProps) {
  // Masks lie over the picture itself.
  const picture = dataset.inputs.findIndex(({ shape }) => shape.length === 3);
  const isUnderMask = dataset.inputs.length === 1 && dataset.targets.some(isSegmentation);
  return (
    <div className={styles.detail}>
      <h4 className={styles.detailTitle}>Sample {(number + 1).toLocaleString('en-US')}</h4>
      {dataset.inputs.map((input, i) =>
        isUnderMask ? null : (
          <Part key={input.name} name={input.name}>
            <InputNumbers input={input} values={inputs[i] ?? []} />
          </Part>
        ),
      )}
      {dataset.targets.map((target, i) => {
        const [truth = [], output = null] = [targets[i], outputs?.[i]];
        return (
          <Part key={target.name} name={target.name}>
            {isSegmentation(target) ? (
              <Masks
                picture={inputs[picture] ?? []}
                shape={dataset.inputs[picture]?.shape ?? []}
                target={target}
                truth={truth}
                output={output}
              />
            ) : (
              <Prediction target={target} truth={truth} output={output} />
            )}
          </Part>
        );
      })}
    </div>
  );
}

/** A part of a sample under the name of its input or output; without one where there is no other. */
function Part({ name, children }: { readonly name: string | null; readonly children: React.ReactNode }) {
  if (name === null) return children;
  return (
    <section className={styles.port} aria-label={name}>
      <h5 className={styles.portName}>{name}</h5>
      {children}
    </section>
  );
}

function InputNumbers({
  input: { columns, shape },
  values,
}: {
  readonly input: DataInput;
  readonly values: readonly number[];
}) {
  if (columns) return <NamedNumbers names={columns} values={values} />;
  return <SamplePicture data={values} shape={shape} size={pictureKind(shape) === 'series' ? 110 : 168} />;
}

interface PredictionProps {
  readonly target: DataTarget;
  readonly truth: readonly number[];
  readonly output: readonly number[] | null;
}

function Prediction({ target: { classes }, truth, output }: PredictionProps) {
  return (
    <div className={styles.bars}>
      {classes === null ? (
        <p className={styles.quiet}>
          Predicted {output ? numbers(output) : '…'}; true {numbers(truth)}.
        </p>
      ) : (
        output && <ClassBars classes={classes} shares={classShares(output)} truth={classOf(truth)} />
      )}
    </div>
  );
}

/** The numbers of a row by their columns. */
function NamedNumbers({
  names,
  values,
}: {
  readonly names: readonly string[];
  readonly values: readonly number[];
}) {
  return (
    <dl className={styles.named}>
      {names.map((name, i) => (
        <Fragment key={name}>
          <dt title={name}>{name}</dt>
          <dd>{shownNumber(values[i])}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

function numbers(values: readonly number[]): string {
  return values.map(value => Number(value.toPrecision(4))).join(', ');
}

interface MasksProps extends PredictionProps {
  /** The numbers of the picture that the mask lies over. */
  readonly picture: readonly number[];
  readonly shape: readonly number[];
}

/** The true and the predicted class of each pixel over the picture. */
function Masks({ picture, shape, target, truth, output }: MasksProps) {
  const classes = target.classes ?? [];
  return (
    <>
      <div className={styles.masks}>
        <figure className={styles.mask}>
          <SamplePicture data={picture} shape={shape} size={124} mask={pixelClasses(truth, classes.length)} />
          <figcaption>true</figcaption>
        </figure>
        {output && (
          <figure className={styles.mask}>
            <SamplePicture
              data={picture}
              shape={shape}
              size={124}
              mask={pixelClasses(output, classes.length)}
            />
            <figcaption>predicted: {shareText(rightShare(target, output, truth) ?? 0)} right</figcaption>
          </figure>
        )}
      </div>
      <ul className={styles.legend}>
        {classes.slice(1).map((name, index) => (
          <li key={name}>
            <span className={styles.swatch} style={{ background: `var(${classColor(index)})` }} />
            {name}
          </li>
        ))}
      </ul>
    </>
  );
}
