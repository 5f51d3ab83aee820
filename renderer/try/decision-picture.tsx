import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react';
import type { TensorMessage } from '../../shared/contract/runs.ts';
import { useThemeName } from '../plots/use-theme.ts';
import { readToken } from '../theme/read-token.ts';
import { channelsOf, classColor } from './class-colors.ts';
import styles from './decision-picture.module.css';
import { CELLS, cellCentres, placeIn, planeAround } from './plane.ts';
import { batchOf, classOf, classShares, greatest, sampleOf } from './prediction.ts';
import { predict, useAnswer, type Weights } from './use-prediction.ts';
import type { Samples } from './use-samples.ts';

interface DecisionPictureProps {
  readonly weights: Weights;
  /** Of one input and one target. */
  readonly samples: Samples;
  /** Null while the prediction is under way. */
  readonly outputs: TensorMessage | null;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
}

/** How near to a point a click must be, in pixels. */
const REACH = 14;
/** Side of the picture in pixels. */
const SIZE = 420;

/** Points of the plane over the class that the network would give each place: 40 × 40 predictions, stronger where surer. */
export function DecisionPicture({ weights, samples, outputs, selected, onSelect }: DecisionPictureProps) {
  const {
    inputs: [inputs],
    targets: [targets],
  } = samples;
  const points = useMemo(
    () =>
      Array.from({ length: inputs?.shape[0] ?? 0 }, (_, index) => ({
        index,
        at: inputs ? sampleOf(inputs, index) : [],
        truth: targets ? classOf(sampleOf(targets, index)) : 0,
      })),
    [inputs, targets],
  );
  const plane = useMemo(() => planeAround(points.map(({ at }) => at)), [points]);
  const question = useMemo(
    () => () => predict(weights, [batchOf(cellCentres(plane), [2])]),
    [weights, plane],
  );
  const { value: grid, problem } = useAnswer(question);
  const names = samples.dataset.targets[0]?.classes ?? [];
  const cells = grid?.outputs[0];
  const walk = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onSelect(Math.min(points.length - 1, Math.max(0, selected + step)));
  };
  const pick = (event: MouseEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const distance = (at: readonly number[]) => {
      const [x, y] = placeIn(plane, at, SIZE);
      return Math.hypot(x - event.clientX + box.left, y - event.clientY + box.top);
    };
    const [nearest] = [...points].sort((a, b) => distance(a.at) - distance(b.at));
    if (nearest && distance(nearest.at) < REACH) onSelect(nearest.index);
  };
  return (
    <div>
      <div
        className={styles.picture}
        style={{ width: SIZE, height: SIZE }}
        role="slider"
        tabIndex={0}
        aria-label="Samples in the plane"
        aria-valuemin={1}
        aria-valuemax={points.length}
        aria-valuenow={selected + 1}
        aria-valuetext={`Sample ${samples.offset + selected + 1}`}
        onKeyDown={walk}
        onClick={pick}
      >
        {cells && <Cells outputs={cells} />}
        <svg width={SIZE} height={SIZE} className={styles.points} aria-hidden="true">
          {points.map(({ index, at, truth }) => {
            const [x, y] = placeIn(plane, at, SIZE);
            const isWrong = outputs !== null && classOf(sampleOf(outputs, index)) !== truth;
            return (
              <circle
                key={index}
                cx={x}
                cy={y}
                r={index === selected ? 6 : 4}
                fill={`var(${classColor(truth)})`}
                className={isWrong ? styles.wrong : index === selected ? styles.selected : styles.point}
              />
            );
          })}
        </svg>
      </div>
      <ul className={styles.legend}>
        {names.map((name, index) => (
          <li key={name}>
            <span style={{ background: `var(${classColor(index)})` }} />
            {name}
          </li>
        ))}
      </ul>
      {problem !== null && <p role="alert">{problem}</p>}
    </div>
  );
}

/** How strongly a sure prediction colours its place. */
const STRONGEST = 150;

function Cells({ outputs }: { readonly outputs: TensorMessage }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeName();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context || theme === '') return;
    const bytes = new Uint8ClampedArray(CELLS * CELLS * 4);
    for (let cell = 0; cell < CELLS * CELLS; cell++) {
      const shares = classShares(sampleOf(outputs, cell));
      const found = greatest(shares);
      const others = 1 / shares.length;
      // From no colour where all classes are as likely to the strongest where one is certain.
      const certainty = Math.max(0, ((shares[found] ?? 0) - others) / (1 - others));
      bytes.set([...channelsOf(readToken(classColor(found))), certainty * STRONGEST], cell * 4);
    }
    context.putImageData(new ImageData(bytes, CELLS, CELLS), 0, 0);
  }, [outputs, theme]);
  return <canvas ref={canvas} width={CELLS} height={CELLS} className={styles.cells} />;
}
