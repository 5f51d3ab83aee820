import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { IconButton, Segmented } from '../controls/index.ts';
import { DecisionPicture } from './decision-picture.tsx';
import { isSegmentation, pictureKind, rightShare, sampleOf, shareText } from './prediction.ts';
import { SampleDetail } from './sample-detail.tsx';
import { SampleGrid } from './sample-grid.tsx';
import styles from './try-view.module.css';
import type { Weights } from './use-prediction.ts';
import { PARTS, type Part, pageSize, type Samples, useSamples } from './use-samples.ts';

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
  const index = Math.min(selected, Math.max(0, (page?.inputs.shape[0] ?? 1) - 1));
  const arePoints = pictureKind(dataset.inputShape) === 'point';
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
        {page && outputs && <span className={styles.quiet}>{verdict(dataset, page, outputs)}</span>}
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
      {page && (page.inputs.shape[0] ?? 0) > 0 && (
        <div className={arePoints ? `${styles.samples} ${styles.points}` : styles.samples}>
          {arePoints ? (
            <DecisionPicture
              weights={weights}
              dataset={dataset}
              samples={page}
              outputs={outputs}
              selected={index}
              onSelect={setSelected}
            />
          ) : (
            <SampleGrid
              dataset={dataset}
              first={page.offset}
              inputs={page.inputs}
              targets={page.targets}
              outputs={outputs}
              selected={index}
              onSelect={setSelected}
            />
          )}
          <SampleDetail
            dataset={dataset}
            number={page.offset + index}
            input={sampleOf(page.inputs, index)}
            target={sampleOf(page.targets, index)}
            output={outputs && sampleOf(outputs, index)}
          />
        </div>
      )}
    </section>
  );
}

/** How many of the shown samples are right. */
function verdict(dataset: DatasetInfo, page: Samples, outputs: Samples['targets']): string {
  const count = page.inputs.shape[0] ?? 0;
  const rights = Array.from({ length: count }, (_, i) =>
    rightShare(dataset, sampleOf(outputs, i), sampleOf(page.targets, i)),
  );
  const sum = rights.reduce<number>((total, right) => total + (right ?? 0), 0);
  if (dataset.classes === null || count === 0) return '';
  return isSegmentation(dataset)
    ? `${shareText(sum / count)} of the pixels right`
    : `${sum} of these ${count} right`;
}
