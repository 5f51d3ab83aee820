import type { KeyboardEvent } from 'react';
import type { DataTarget, TensorMessage } from '../../shared/contract/runs.ts';
import { classOf, isSegmentation, pixelClasses, rightShare, sampleOf, shareText } from './prediction.ts';
import styles from './sample-grid.module.css';
import { SamplePicture } from './sample-picture.tsx';
import { type Samples, sampleCount, samplesKind } from './use-samples.ts';

interface SampleGridProps {
  readonly samples: Samples;
  /** By output of the network; null while the prediction is under way. */
  readonly outputs: readonly TensorMessage[] | null;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
}

/** Thumbnails of samples with what was predicted; wrong ones stand out. Arrow keys walk. */
export function SampleGrid(props: SampleGridProps) {
  const { samples, outputs, selected, onSelect } = props;
  const { dataset } = samples;
  const first = samples.offset;
  const count = sampleCount(samples);
  const kind = samplesKind(dataset);
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
      className={kind === 'numbers' || kind === 'several' ? `${styles.grid} ${styles.isWide}` : styles.grid}
    >
      {Array.from({ length: count }, (_, index) => first + index).map(number => {
        const index = number - first;
        const told = dataset.targets.map((target, at) => {
          const [truths, predicted] = [samples.targets[at], outputs?.[at]];
          return toldOf(
            target,
            truths ? sampleOf(truths, index) : [],
            predicted ? sampleOf(predicted, index) : null,
          );
        });
        const isWrong = told.some(own => own.isWrong);
        const words = told.map(({ text }) => text).join(', ');
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
            {dataset.inputs.map(({ name, shape }, at) => (
              <Thumbnail
                key={name}
                name={name}
                data={sampleOf(samples.inputs[at] ?? NOTHING, index)}
                shape={shape}
                mask={at === 0 ? told[0]?.mask : undefined}
              />
            ))}
            {told.map(({ name, text, isWrong: isThis }) => (
              <span key={name} className={isThis ? `${styles.caption} ${styles.isWrong}` : styles.caption}>
                {text}
              </span>
            ))}
          </button>
        );
      })}
    </div>
  );
}

const NOTHING: TensorMessage = { shape: [0], data: [] };

interface ThumbnailProps {
  /** The input; null where the data have one. */
  readonly name: string | null;
  readonly data: readonly number[];
  readonly shape: readonly number[];
  readonly mask: readonly number[] | undefined;
}

/** One input of a sample, small. */
function Thumbnail({ name, data, shape, mask }: ThumbnailProps) {
  const picture = <SamplePicture data={data} shape={shape} size={56} {...(mask && { mask })} />;
  if (name === null) return picture;
  return (
    <span className={styles.input}>
      <span className={styles.name}>{name}</span>
      {picture}
    </span>
  );
}

/** What is said of one target of a sample. */
interface Told {
  readonly name: string | null;
  readonly text: string;
  readonly isWrong: boolean;
  /** The predicted class of each pixel, of a segmentation. */
  readonly mask: readonly number[] | undefined;
}

function toldOf(target: DataTarget, truth: readonly number[], output: readonly number[] | null): Told {
  const { name, shape } = target;
  const right = output ? rightShare(target, output, truth) : null;
  const text = caption(target, output, truth);
  return {
    name,
    text: name === null ? text : `${name}: ${text}`,
    isWrong: right !== null && right < (isSegmentation(target) ? 0.9 : 1),
    mask: output && isSegmentation(target) ? pixelClasses(output, shape[2] ?? 1) : undefined,
  };
}

/** What stands below a thumbnail: `7`, or `1, not 7` where the prediction is wrong. */
function caption(target: DataTarget, output: readonly number[] | null, truth: readonly number[]): string {
  const { classes } = target;
  if (isSegmentation(target)) return output ? shareText(rightShare(target, output, truth) ?? 0) : '…';
  if (classes === null) return output ? output.map(value => Number(value.toPrecision(3))).join(', ') : '…';
  const name = (index: number) => classes[index] ?? String(index);
  const wanted = classOf(truth);
  if (!output) return name(wanted);
  const predicted = classOf(output);
  return predicted === wanted ? name(wanted) : `${name(predicted)}, not ${name(wanted)}`;
}
