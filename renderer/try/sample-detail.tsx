import { Fragment } from 'react';
import type { DatasetInfo } from '../../shared/contract/runs.ts';
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
  readonly input: readonly number[];
  readonly target: readonly number[];
  /** Null while the prediction is under way. */
  readonly output: readonly number[] | null;
}

/** One sample large, and what the network says of it beside the truth. */
export function SampleDetail(props: SampleDetailProps) {
  const { dataset, number, input, target, output } = props;
  const { classes, inputShape, inputNames } = dataset;
  const size = pictureKind(inputShape) === 'series' ? 110 : 168;
  return (
    <div className={styles.detail}>
      <h4 className={styles.detailTitle}>Sample {(number + 1).toLocaleString('en-US')}</h4>
      {isSegmentation(dataset) && classes ? (
        <Masks {...props} classes={classes} />
      ) : (
        <>
          {inputNames ? (
            <NamedNumbers names={inputNames} values={input} />
          ) : (
            <SamplePicture data={input} shape={inputShape} size={size} />
          )}
          <div className={styles.bars}>
            {classes === null ? (
              <p className={styles.quiet}>
                Predicted {output ? numbers(output) : '…'}; true {numbers(target)}.
              </p>
            ) : (
              output && <ClassBars classes={classes} shares={classShares(output)} truth={classOf(target)} />
            )}
          </div>
        </>
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

/** The true and the predicted class of each pixel over the picture. */
function Masks({
  dataset,
  input,
  target,
  output,
  classes,
}: SampleDetailProps & { readonly classes: readonly string[] }) {
  const { inputShape } = dataset;
  return (
    <>
      <div className={styles.masks}>
        <figure className={styles.mask}>
          <SamplePicture
            data={input}
            shape={inputShape}
            size={124}
            mask={pixelClasses(target, classes.length)}
          />
          <figcaption>true</figcaption>
        </figure>
        {output && (
          <figure className={styles.mask}>
            <SamplePicture
              data={input}
              shape={inputShape}
              size={124}
              mask={pixelClasses(output, classes.length)}
            />
            <figcaption>predicted: {shareText(rightShare(dataset, output, target) ?? 0)} right</figcaption>
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
