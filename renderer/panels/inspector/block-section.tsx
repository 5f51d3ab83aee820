import { summaryRow } from '../../../shared/analysis/summary.ts';
import { blockName } from '../../../shared/document/graph.ts';
import type { DocumentNode } from '../../../shared/document/schema.ts';
import { formatCount } from '../../../shared/layers/formatting.ts';
import { NumberField, numberParser, Section } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';
import styles from './inspector.module.css';
import { NodeProblems } from './node-problems.tsx';
import { setRepeat } from './parameter-edits.ts';

const parseRepeat = numberParser({ whole: true, min: 1, max: 10_000 });

/** A use of a named sub-graph, or a node of a type that this version does not know. */
export function BlockSection({ name, node }: { readonly name: string; readonly node: DocumentNode }) {
  const inference = useEditor(state => state.inference);
  const block = blockName(node.type);
  const inner = [...inference.nodes.values()].filter(
    other => other.name === name || other.name.startsWith(`${name}.`),
  );
  const params = inner.reduce((sum, other) => sum + summaryRow(other).params, 0);
  return (
    <>
      {block !== null && (
        <Section title={`Block ${block}`}>
          <NumberField
            label="repeat"
            title="How many times the block stands in sequence."
            value={node.repeat ?? 1}
            faint={node.repeat === undefined}
            parse={parseRepeat}
            onCommit={count => setRepeat(name, count)}
          />
          <dl className={styles.facts}>
            <dt>Layers</dt>
            <dd>{formatCount(inner.length)}</dd>
            <dt>Parameters</dt>
            <dd>{formatCount(params)}</dd>
          </dl>
        </Section>
      )}
      <Section title="Problems">
        <NodeProblems problems={inner.flatMap(other => other.problems)} />
      </Section>
    </>
  );
}
