import { formatBytes } from '../../../shared/analysis/summary.ts';
import type { DocumentNode } from '../../../shared/document/schema.ts';
import { formatCount } from '../../../shared/layers/formatting.ts';
import { Field, Section, Select, Switch } from '../../controls/index.ts';
import { useHere } from '../../state/here.ts';
import { setFrozen, setWeightsOf } from './parameter-edits.ts';
import { RateFactorField } from './rate-factor-field.tsx';

interface WeightsSectionProps {
  readonly name: string;
  readonly node: DocumentNode;
  /** How many numbers the weights are. */
  readonly count: number;
}

const OWN = '';

/** Whether a layer's weights train, and whose they are. */
export function WeightsSection({ name, node, count }: WeightsSectionProps) {
  const candidates = useHere(state =>
    Object.entries(state.document.nodes)
      .filter(([other, { type, weightsOf }]) => other !== name && type === node.type && !weightsOf)
      .map(([other]) => other)
      .join('\n'),
  );
  const owners = candidates === '' ? [] : candidates.split('\n');
  const isTied = node.weightsOf !== undefined;
  return (
    <Section title="Weights">
      <Field label="frozen" title="A frozen layer keeps its weights while the others train.">
        <Switch
          checked={node.trainable === false}
          onChange={frozen => setFrozen([name], frozen)}
          text={node.trainable === false ? 'keeps its weights' : 'trains'}
          faint={node.trainable !== false}
        />
      </Field>
      <RateFactorField names={[name]} isFrozen={node.trainable === false} />
      {(owners.length > 0 || isTied) && (
        <Field
          label="weights of"
          title="Calls another layer of the same type a second time: both use the same weights, which count once."
          hint={
            isTied
              ? `${formatCount(count)} weights (${formatBytes(count * 4)}) are counted at ${node.weightsOf}.`
              : undefined
          }
        >
          <Select
            value={node.weightsOf ?? OWN}
            faint={!isTied}
            options={[{ value: OWN, label: 'its own' }, ...owners.map(value => ({ value }))]}
            onChange={owner => setWeightsOf(name, owner === OWN ? null : owner)}
          />
        </Field>
      )}
    </Section>
  );
}
