import { useState } from 'react';
import { formatBytes, summarize } from '../../../shared/analysis/summary.ts';
import { formatShape } from '../../../shared/document/value.ts';
import type { NodeInference } from '../../../shared/inference/infer.ts';
import { formatCount, formatLargeCount } from '../../../shared/layers/formatting.ts';
import { Button, Section } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';
import { goToLayer } from '../go-to.ts';
import { DescriptionField } from './description-field.tsx';
import styles from './inspector.module.css';
import { NameField } from './name-field.tsx';

/** The longest name a document may have (document/schema.ts). */
const MAX_NAME = 200;

/** The network as a whole: shown while nothing is selected. */
export function NetworkPanel() {
  const name = useEditor(state => state.document.name);
  const description = useEditor(state => state.document.description ?? '');
  const inference = useEditor(state => state.inference);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { rows, totals } = summarize(inference, name);
  const inputs = [...inference.nodes.values()].filter(node => node.layer?.traits.isInput);
  const outputs = inference.graph.outputs.flatMap(output => inference.nodes.get(output) ?? []);
  return (
    <>
      <header className={styles.head}>
        <NameField
          name={name}
          what="network"
          problem={wish =>
            wish === ''
              ? 'A network needs a name.'
              : wish.length > MAX_NAME
                ? `A name has at most ${MAX_NAME} characters; this one has ${wish.length}.`
                : null
          }
          onRename={wish =>
            useEditor.getState().edit(`Rename the network to ${wish}`, [{ kind: 'setName', name: wish }])
          }
          onRefusal={setRefusal}
        />
        <span className={styles.type}>Network</span>
      </header>
      {refusal !== null && (
        <div role="alert" className={styles.refusal}>
          {refusal}
        </div>
      )}
      <Section title="Description">
        <DescriptionField description={description} />
      </Section>
      <Section title="Totals">
        <dl className={styles.facts}>
          <dt>Layers</dt>
          <dd>{formatCount(rows.length)}</dd>
          <dt>Parameters</dt>
          <dd>
            {formatCount(totals.params)} ({formatBytes(totals.bytes)})
          </dd>
          <dt>Trainable</dt>
          <dd>{formatCount(totals.trainableParams)}</dd>
          <dt>Non-trainable</dt>
          <dd>{formatCount(totals.nonTrainableParams)}</dd>
          <dt>Multiply-adds</dt>
          <dd>{totals.macs === null ? 'unknown' : `${formatLargeCount(totals.macs)} per sample`}</dd>
        </dl>
      </Section>
      {rows.length === 0 ? (
        <Section title="Begin">
          <p className={styles.quiet}>
            Drag a layer from the left onto the canvas, double-click the canvas to search one, or open a
            template.
          </p>
        </Section>
      ) : (
        <>
          <Section title="Inputs">
            <Ports nodes={inputs} none="None yet: add an input layer." />
          </Section>
          <Section title="Outputs">
            <Ports nodes={outputs} none="None." />
          </Section>
        </>
      )}
    </>
  );
}

function Ports({ nodes, none }: { readonly nodes: readonly NodeInference[]; readonly none: string }) {
  if (nodes.length === 0) return <p className={styles.quiet}>{none}</p>;
  return (
    <ul className={styles.ports}>
      {nodes.map(node => (
        <li key={node.name} className={styles.port}>
          <Button variant="link" onClick={() => goToLayer(node.name)}>
            {node.name}
          </Button>
          <span className={styles.shape}>{formatShape(node.outputs[0]?.shape ?? null)}</span>
        </li>
      ))}
    </ul>
  );
}
