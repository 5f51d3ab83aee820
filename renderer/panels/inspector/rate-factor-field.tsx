import { layerFactor } from '../../../shared/training/layer-rates.ts';
import { NumberField } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';
import { parseRateFactor } from '../../train/rate-factor.ts';
import { useSettings } from '../../train/use-settings.ts';
import { layerPatterns, setLayerRate } from './parameter-edits.ts';

interface RateFactorFieldProps {
  readonly names: readonly string[];
  readonly isFrozen: boolean;
}

/** What the learning rate is multiplied by for the weights of some nodes; the training's settings hold it. */
export function RateFactorField({ names, isFrozen }: RateFactorFieldProps) {
  const { layerRates, optimizer } = useSettings();
  // What is open belongs to the names.
  useEditor(state => state.open);
  const factors = layerPatterns(names).map(pattern => layerFactor(layerRates, pattern));
  const [factor = 1] = factors;
  const isMixed = factors.some(other => other !== factor);
  const rate = Number((factor * optimizer.learning_rate).toPrecision(4));
  return (
    <NumberField
      label="rate factor"
      title="What the learning rate is multiplied by for these weights. The Train view lists all of them."
      value={factor}
      faint={factor === 1 && !isMixed}
      disabled={isFrozen}
      hint={hintOf(isFrozen, isMixed, factor, rate)}
      parse={parseRateFactor}
      step={10 ** Math.floor(Math.log10(factor) + 1e-9)}
      onCommit={value => setLayerRate(names, value)}
    />
  );
}

function hintOf(isFrozen: boolean, isMixed: boolean, factor: number, rate: number): string | undefined {
  if (isFrozen) return 'Counts when the weights train.';
  if (isMixed) return 'The layers have several factors; a change sets all of them.';
  return factor === 1 ? undefined : `Learns at a rate of ${rate}.`;
}
