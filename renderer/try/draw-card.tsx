import { Eraser, Image } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { Button } from '../controls/index.ts';
import { digitRaster, type GreyPicture } from '../plots/digit-raster.ts';
import { ClassBars } from './class-bars.tsx';
import { DrawPad } from './draw-pad.tsx';
import { batchOf, classShares, sampleOf } from './prediction.ts';
import { readPicture } from './read-picture.ts';
import { SamplePicture } from './sample-picture.tsx';
import styles from './try-view.module.css';
import { predict, useAnswer, type Weights } from './use-prediction.ts';

/** How long the pen must rest before the network is asked, in milliseconds. */
const DELAY = 120;

/** Whether a network can be asked about a drawn sign: one grey image of 28 × 28 or 32 × 32 in, digits or letters out. */
export function takesSigns({ inputs, targets }: DatasetInfo): boolean {
  const [input, ...otherInputs] = inputs;
  const [target, ...otherTargets] = targets;
  if (!input || !target || otherInputs.length > 0 || otherTargets.length > 0) return false;
  const [height, width, channels] = input.shape;
  return (
    input.shape.length === 3 &&
    height === width &&
    (height === 28 || height === 32) &&
    channels === 1 &&
    target.shape.length === 1 &&
    target.classes?.every(name => name.length === 1) === true
  );
}

interface DrawCardProps {
  /** Memoized. */
  readonly weights: Weights;
  readonly dataset: DatasetInfo;
}

/** A sheet to draw a digit or a letter on, as the network receives it, and what it takes it for, while drawing. */
export function DrawCard({ weights, dataset }: DrawCardProps) {
  const [picture, setPicture] = useState<GreyPicture | null>(null);
  const [loaded, setLoaded] = useState<GreyPicture | null>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const settled = useSettled(picture, DELAY);
  const shape = dataset.inputs[0]?.shape ?? [28, 28, 1];
  const [side = 28] = shape;
  const raster = useMemo(() => settled && digitRaster(settled, side), [settled, side]);
  const question = useMemo(
    () => raster && (() => predict(weights, [batchOf([Array.from(raster)], shape)])),
    [raster, weights, shape],
  );
  const { value, problem } = useAnswer(question);
  const outputs = value?.outputs[0];
  const classes = dataset.targets[0]?.classes ?? [];
  const areDigits = classes.every(name => /^\d$/.test(name));
  const load = async (file: File | undefined) => {
    if (!file) return;
    const read = await readPicture(file);
    setRefusal(typeof read === 'string' ? read : null);
    if (typeof read !== 'string') setLoaded(read);
  };
  const title = areDigits ? 'Draw a digit' : 'Draw a letter';
  return (
    <section className={styles.card} aria-label={title}>
      <header className={styles.cardHead}>
        <h3 className={styles.cardTitle}>{title}</h3>
        <span className={styles.rest} />
        <input
          ref={chooser}
          type="file"
          accept="image/*"
          hidden
          aria-label="Picture of a sign"
          onChange={event => {
            void load(event.target.files?.[0]);
            // The same file may be chosen again.
            event.target.value = '';
          }}
        />
        <Button
          size="small"
          icon={Image}
          title="Take the sign from a picture: dark on light or light on dark"
          onClick={() => chooser.current?.click()}
        >
          Picture…
        </Button>
        <Button
          size="small"
          icon={Eraser}
          disabled={picture === null}
          title="Begin anew (Delete while the sheet has the focus)"
          onClick={() => {
            setPicture(null);
            setRefusal(null);
          }}
        >
          Clear
        </Button>
      </header>
      <div className={styles.draw}>
        <DrawPad
          hint={areDigits ? 'Draw a digit from 0 to 9 here' : 'Draw a letter here'}
          isEmpty={picture === null}
          loaded={loaded}
          onChange={drawn => {
            setPicture(drawn);
            setRefusal(null);
          }}
        />
        <div className={styles.seen}>
          <div className={styles.quiet}>as the network sees it</div>
          {raster ? (
            <SamplePicture data={raster} shape={[side, side, 1]} size={112} />
          ) : (
            <div className={styles.unseen} />
          )}
        </div>
        <div className={styles.drawBars} aria-live="polite">
          {(refusal ?? problem) !== null ? (
            <p role="alert" className={styles.problem}>
              {refusal ?? problem}
            </p>
          ) : (
            <ClassBars
              classes={classes}
              shares={outputs && raster ? classShares(sampleOf(outputs, 0)) : null}
              truth={null}
            />
          )}
        </div>
      </div>
    </section>
  );
}

/** A value once it has not changed for a while; null at once. */
function useSettled<T>(value: T | null, delay: number): T | null {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === null ? 0 : delay);
    return () => clearTimeout(timer);
  }, [value, delay]);
  return settled;
}
