import { X } from 'lucide-react';
import { useMemo } from 'react';
import type { Parsed } from '../../shared/document/json.ts';
import { matchesPattern, withLayerRate } from '../../shared/training/layer-rates.ts';
import { DraftInput, Fold, firstError, IconButton, readNumber, useDraft } from '../controls/index.ts';
import { useEditor } from '../state/editor-store.ts';
import { changeTraining } from './change-training.ts';
import styles from './layer-rate-settings.module.css';
import { parseRateFactor } from './rate-factor.ts';
import { useSettings } from './use-settings.ts';

/** What a new pattern begins with: usual for layers that were trained before. */
const USUAL_FACTOR = 0.1;

function parsePattern(text: string): Parsed<string> {
  const pattern = text.trim();
  if (pattern.length > 200) return { ok: false, message: 'must have at most 200 characters' };
  return pattern === '' ? { ok: false, message: 'needs a name or a pattern' } : { ok: true, value: pattern };
}

const setRate = (pattern: string, factor: number | null) =>
  changeTraining(
    factor === null ? `Train ${pattern} at the usual rate` : `Train ${pattern} at ${factor} times the rate`,
    training => withLayerRate(training, [pattern], factor),
  );

/** Factors of the learning rate by layers; the inspector sets those of single ones. */
export function LayerRateSettings() {
  const { layerRates } = useSettings();
  const patterns = Object.keys(layerRates).sort();
  const layers = useLayersWithWeights();
  return (
    <Fold
      title="Rates of layers"
      note={patterns.length === 0 ? 'all the same' : `${patterns.length} changed`}
    >
      <p className={styles.help}>
        Layers learn at so many times the learning rate. * stands for any text; a layer's own name counts
        before patterns.
      </p>
      <table className={styles.rows} aria-label="Rates of layers">
        <thead>
          <tr>
            <th scope="col">layers</th>
            <th scope="col">factor</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {patterns.map(pattern => (
            <RateRow key={pattern} pattern={pattern} factor={layerRates[pattern] ?? 1} layers={layers} />
          ))}
          <NewRow />
        </tbody>
      </table>
    </Fold>
  );
}

function useLayersWithWeights(): readonly string[] {
  const inference = useEditor(state => state.inference);
  return useMemo(
    () => [...inference.nodes.values()].flatMap(node => (node.weights.length > 0 ? [node.name] : [])),
    [inference],
  );
}

interface RateRowProps {
  readonly pattern: string;
  readonly factor: number;
  /** The network's layers that have weights. */
  readonly layers: readonly string[];
}

function RateRow({ pattern, factor, layers }: RateRowProps) {
  const name = useDraft(pattern, parsePattern, next =>
    changeTraining(`Give the rate of ${pattern} to ${next}`, training =>
      withLayerRate(withLayerRate(training, [pattern], null), [next], factor),
    ),
  );
  const number = useDraft(
    String(factor),
    text => parseRateFactor(readNumber(text)),
    value => setRate(pattern, value),
  );
  const error = firstError([name, number]);
  const covered = layers.filter(layer => matchesPattern(pattern, layer)).length;
  return (
    <tr>
      <td>
        <DraftInput draft={name} label={`Layers of ${pattern}`} />
        {error !== null ? (
          <div role="alert" className={styles.error}>
            {name.error === null ? 'The factor' : 'The pattern'} {error}.
          </div>
        ) : (
          !layers.includes(pattern) && (
            <div className={covered === 0 ? `${styles.covers} ${styles.nothing}` : styles.covers}>
              {covered === 0
                ? 'No layer with weights has such a name.'
                : `${covered} layer${covered === 1 ? '' : 's'} with weights`}
            </div>
          )
        )}
      </td>
      <td className={styles.factor}>
        <DraftInput draft={number} numeric label={`Factor of ${pattern}`} />
      </td>
      <td className={styles.remove}>
        <IconButton label={`Remove the rate of ${pattern}`} icon={X} onClick={() => setRate(pattern, null)} />
      </td>
    </tr>
  );
}

/** The row in which a new name or pattern is typed. */
function NewRow() {
  const draft = useDraft('', parsePattern, pattern => setRate(pattern, USUAL_FACTOR));
  return (
    <tr>
      <td>
        <DraftInput draft={draft} label="Layers of a new rate" placeholder="e.g. block1.*" />
        {draft.error !== null && (
          <div role="alert" className={styles.error}>
            The pattern {draft.error}.
          </div>
        )}
      </td>
      <td className={styles.factor} />
      <td className={styles.remove} />
    </tr>
  );
}
