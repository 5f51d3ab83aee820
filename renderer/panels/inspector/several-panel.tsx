import { summaryRow } from '../../../shared/analysis/summary.ts';
import { formatCount, formatLargeCount } from '../../../shared/layers/formatting.ts';
import { Field, Section, Switch } from '../../controls/index.ts';
import { useHere } from '../../state/here.ts';
import { nodeOfLayer } from '../go-to.ts';
import { commonParameters } from './common-parameters.ts';
import styles from './inspector.module.css';
import { setFrozen } from './parameter-edits.ts';
import { ParameterList } from './parameter-list.tsx';
import { RateFactorField } from './rate-factor-field.tsx';

/** Several selected nodes: their sums, and the parameters they have in common. */
export function SeveralPanel({ names }: { readonly names: readonly string[] }) {
  const document = useHere(state => state.document);
  const inference = useHere(state => state.inference);
  const nodes = names.flatMap(name => document.nodes[name] ?? []);
  const chosen = new Set(names);
  const rows = [...inference.nodes.values()]
    .filter(layer => chosen.has(nodeOfLayer(document.nodes, layer.name) ?? ''))
    .map(summaryRow);
  const sum = (pick: (row: (typeof rows)[number]) => number | null) =>
    rows.reduce((total, row) => total + (pick(row) ?? 0), 0);
  const { schema, values, mixed } = commonParameters(nodes);
  const types = [...new Set(nodes.map(node => node.type))];
  const allFrozen = nodes.every(node => node.trainable === false);
  return (
    <>
      <header className={styles.head}>
        <span className={styles.nameButton}>{names.length} layers</span>
        <span className={styles.type} title={types.join(', ')}>
          {types.length === 1 ? types[0] : `${types.length} types`}
        </span>
      </header>
      <Section title="Together">
        <dl className={styles.facts}>
          <dt>Parameters</dt>
          <dd>{formatCount(sum(row => row.params))}</dd>
          <dt>Trainable</dt>
          <dd>{formatCount(sum(row => row.trainableParams))}</dd>
          <dt>Multiply-adds</dt>
          <dd>{formatLargeCount(sum(row => row.macs))}</dd>
        </dl>
        <Field label="frozen" title="Frozen layers keep their weights while the others train.">
          <Switch
            checked={allFrozen}
            onChange={frozen => setFrozen(names, frozen)}
            text={allFrozen ? 'keep their weights' : 'train'}
            faint={!allFrozen}
          />
        </Field>
        <RateFactorField names={names} isFrozen={allFrozen} />
      </Section>
      <Section title="Common parameters">
        {Object.keys(schema).length > 0 ? (
          <ParameterList names={names} schema={schema} values={values} mixed={mixed} />
        ) : (
          <p className={styles.quiet}>These layers have no parameter in common.</p>
        )}
      </Section>
    </>
  );
}
