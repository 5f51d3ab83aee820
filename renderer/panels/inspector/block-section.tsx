import { blockName } from '../../../shared/document/graph.ts';
import type { DocumentNode } from '../../../shared/document/schema.ts';
import { formatShape } from '../../../shared/document/value.ts';
import { formatCount } from '../../../shared/layers/formatting.ts';
import { insideOf } from '../../canvas/block-figures.ts';
import { enterBlock } from '../../canvas/enter-block.ts';
import { valueAt } from '../../canvas/wire-value.ts';
import { runCommand } from '../../commands/all-commands.ts';
import { Button, Field, NumberField, numberParser, Section, Switch } from '../../controls/index.ts';
import { useHere } from '../../state/here.ts';
import styles from './inspector.module.css';
import { NodeProblems } from './node-problems.tsx';
import { setRepeat, setShared } from './parameter-edits.ts';
import { RateFactorField } from './rate-factor-field.tsx';

const parseRepeat = numberParser({ whole: true, min: 1, max: 10_000 });

/** A use of a named sub-graph, or a node of a type that this version does not know. */
export function BlockSection({ name, node }: { readonly name: string; readonly node: DocumentNode }) {
  const inside = useHere(state => insideOf(state.inference, name));
  const output = useHere(state => valueAt(state.document, state.inference, name, 0));
  const ports = useHere(state => state.document.blocks?.[blockName(node.type) ?? '']);
  const isInNetwork = useHere(state => state.open.length === 0);
  const block = blockName(node.type);
  const repeat = node.repeat ?? 1;
  return (
    <>
      {block !== null && (
        <Section title={`Block ${block}`}>
          <NumberField
            label="repeat"
            title="How many times the block stands in sequence."
            value={repeat}
            faint={node.repeat === undefined}
            parse={parseRepeat}
            onCommit={count => setRepeat(name, count)}
          />
          {repeat > 1 && (
            <Field label="shared" title="Whether the copies use the same weights, which then count once.">
              <Switch
                checked={node.shared === true}
                faint={node.shared !== true}
                onChange={shared => setShared(name, shared)}
                text={node.shared ? 'one set of weights' : 'each its own weights'}
              />
            </Field>
          )}
          {inside.params > 0 && <RateFactorField names={[name]} isFrozen={node.trainable === false} />}
          <dl className={styles.facts}>
            <dt>Layers</dt>
            <dd>{formatCount(inside.layers)}</dd>
            <dt>Parameters</dt>
            <dd>{formatCount(inside.params)}</dd>
            <dt>Inputs, outputs</dt>
            <dd>
              {ports?.inputs.length ?? 0}, {ports?.outputs.length ?? 0}
            </dd>
            <dt>Output shape</dt>
            <dd>{formatShape(output.shape)}</dd>
          </dl>
          <div className={styles.buttons}>
            <Button size="small" onClick={() => enterBlock(name)}>
              Open
            </Button>
            {isInNetwork && (
              <Button size="small" onClick={() => runCommand('block.dissolve')}>
                Dissolve
              </Button>
            )}
          </div>
        </Section>
      )}
      <Section title="Problems">
        <NodeProblems problems={inside.problems} />
      </Section>
    </>
  );
}
