import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { DatasetInfo, TensorMessage } from '../../shared/contract/runs.ts';
import { IconButton, Segmented } from '../controls/index.ts';
import { DecisionPicture } from './decision-picture.tsx';
import { isSegmentation, rightShare, sampleOf, shareText } from './prediction.ts';
import { SampleDetail } from './sample-detail.tsx';
import { SampleGrid } from './sample-grid.tsx';
import styles from './try-view.module.css';
import type { Weights } from './use-prediction.ts';
import {
  PARTS,
  type Part,
  pageSize,
  type Samples,
  sampleCount,
  samplesKind,
  useSamples,
} from './use-samples.ts';

interface SamplesCardProps {
  /** Memoized. */
  readonly weights: Weights;
  readonly dataset: DatasetInfo;
}

/** Samples of the data set with what the run predicts for them; one of them large. */
export function SamplesCard({ weights, dataset }: SamplesCardProps) {
  const [part, setPart] = useState<Part>('test');
  const [offset, setOffset] = useState(0);
  const [selected, setSelected] = useState(0);
  const { samples, predicted } = useSamples(weights, dataset, part, offset);
  const page = samples.value;
  const outputs = predicted.value?.outputs ?? null;
  const size = pageSize(dataset);
  const turn = (to: number) => {
    setOffset(to);
    setSelected(0);
  };
  const last = page ? Math.min(page.total, offset + size) : 0;
  const index = Math.min(selected, Math.max(0, (page ? sampleCount(page) : 1) - 1));
  const arePoints = samplesKind(dataset) === 'point';
  const problem = samples.problem ?? predicted.problem;
  return (
    <section className={styles.card} aria-label="Samples">
      <header className={styles.cardHead}>
        <h3 className={styles.cardTitle}>{dataset.title}</h3>
        <div className={styles.part}>
          <Segmented
            label="Part of the data"
            value={part}
            options={PARTS.map(value => ({ value }))}
            onChange={chosen => {
              setPart(chosen);
              turn(0);
            }}
          />
        </div>
        <span className={styles.rest} />
        {page && outputs && <span className={styles.quiet}>{verdict(page, outputs)}</span>}
        {page && (
          <>
            <IconButton
              label="The samples before"
              icon={ChevronLeft}
              disabled={offset === 0}
              onClick={() => turn(Math.max(0, offset - size))}
            />
            <span className={styles.quiet}>
              {page.total === 0 ? 'none' : `${offset + 1}–${last} of ${page.total.toLocaleString('en-US')}`}
            </span>
            <IconButton
              label="The next samples"
              icon={ChevronRight}
              disabled={last >= page.total}
              onClick={() => turn(offset + size)}
            />
          </>
        )}
      </header>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      {page && sampleCount(page) > 0 && (
        <div className={arePoints ? `${styles.samples} ${styles.points}` : styles.samples}>
          {arePoints ? (
            <DecisionPicture
              weights={weights}
              samples={page}
              outputs={outputs?.[0] ?? null}
              selected={index}
              onSelect={setSelected}
            />
          ) : (
            <SampleGrid samples={page} outputs={outputs} selected={index} onSelect={setSelected} />
          )}
          <SampleDetail
            dataset={page.dataset}
            number={page.offset + index}
            inputs={page.inputs.map(input => sampleOf(input, index))}
            targets={page.targets.map(target => sampleOf(target, index))}
            outputs={outputs?.map(output => sampleOf(output, index)) ?? null}
          />
        </div>
      )}
    </section>
  );
}

/** How many of the shown samples are right, by target that has classes. */
function verdict(page: Samples, outputs: readonly TensorMessage[]): string {
  const { targets } = page.dataset;
  const count = sampleCount(page);
  if (count === 0) return '';
  const verdicts = targets.flatMap((target, at) => {
    const [truths, predicted] = [page.targets[at], outputs[at]];
    if (target.classes === null || !truths || !predicted) return [];
    let sum = 0;
    for (let i = 0; i < count; i++)
      sum += rightShare(target, sampleOf(predicted, i), sampleOf(truths, i)) ?? 0;
    const named = target.name === null ? '' : `${target.name} `;
    return [
      isSegmentation(target)
        ? `${named}${shareText(sum / count)} of the pixels right`
        : `${named}${sum} of these ${count} right`,
    ];
  });
  return verdicts.join(', ');
}
