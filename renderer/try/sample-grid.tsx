import type { KeyboardEvent } from 'react';
import type { DatasetInfo, TensorMessage } from '../../shared/contract/runs.ts';
import {
  classOf,
  isSegmentation,
  pictureKind,
  pixelClasses,
  rightShare,
  sampleOf,
  shareText,
} from './prediction.ts';
import styles from './sample-grid.module.css';
import { SamplePicture } from './sample-picture.tsx';

interface SampleGridProps {
  readonly dataset: DatasetInfo;
  /** The number of the first sample within its part. */
  readonly first: number;
  readonly inputs: TensorMessage;
  readonly targets: TensorMessage;
  /** Null while the prediction is under way. */
  readonly outputs: TensorMessage | null;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
}

/** Thumbnails of samples with what was predicted; wrong ones stand out. Arrow keys walk. */
export function SampleGrid(props: SampleGridProps) {
  const { dataset, first, inputs, targets, outputs, selected, onSelect } = props;
  const count = inputs.shape[0] ?? 0;
  const walk = (event: KeyboardEvent<HTMLElement>) => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.min(count - 1, Math.max(0, selected + step));
    onSelect(next);
    const button = event.currentTarget.parentElement?.children[next];
    if (button instanceof HTMLElement) button.focus();
  };
  return (
    <div
      className={
        pictureKind(dataset.inputShape) === 'numbers' ? `${styles.grid} ${styles.isWide}` : styles.grid
      }
    >
      {Array.from({ length: count }, (_, index) => first + index).map(number => {
        const index = number - first;
        const target = sampleOf(targets, index);
        const output = outputs && sampleOf(outputs, index);
        const right = output ? rightShare(dataset, output, target) : null;
        const words = caption(dataset, output, target);
        const isWrong = right !== null && right < (isSegmentation(dataset) ? 0.9 : 1);
        const className = [styles.cell, index === selected && styles.selected, isWrong && styles.wrong];
        return (
          <button
            key={number}
            type="button"
            className={className.filter(Boolean).join(' ')}
            aria-pressed={index === selected}
            aria-label={`Sample ${number + 1}: ${words}`}
            onClick={() => onSelect(index)}
            onKeyDown={walk}
          >
            <SamplePicture
              data={sampleOf(inputs, index)}
              shape={dataset.inputShape}
              size={56}
              {...(output && isSegmentation(dataset) && { mask: pixelClasses(output, maskClasses(dataset)) })}
            />
            <span className={styles.caption}>{words}</span>
          </button>
        );
      })}
    </div>
  );
}

function maskClasses(dataset: DatasetInfo): number {
  return dataset.outputShape[2] ?? 1;
}

/** What stands below a thumbnail: `7`, or `1, not 7` where the prediction is wrong. */
function caption(dataset: DatasetInfo, output: readonly number[] | null, target: readonly number[]): string {
  if (isSegmentation(dataset)) return output ? shareText(rightShare(dataset, output, target) ?? 0) : '…';
  const name = (index: number) => dataset.classes?.[index] ?? String(index);
  if (dataset.classes === null)
    return output ? output.map(value => Number(value.toPrecision(3))).join(', ') : '…';
  const truth = classOf(target);
  if (!output) return name(truth);
  const predicted = classOf(output);
  return predicted === truth ? name(truth) : `${name(predicted)}, not ${name(truth)}`;
}
