import { useState } from 'react';
import { weightSize } from '../../../shared/analysis/summary.ts';
import { blockName } from '../../../shared/document/graph.ts';
import { nameProblem } from '../../../shared/document/operations.ts';
import type { DocumentNode } from '../../../shared/document/schema.ts';
import { formatShape } from '../../../shared/document/value.ts';
import type { LayerType } from '../../../shared/layers/contract.ts';
import { formatCount } from '../../../shared/layers/formatting.ts';
import { parseParameters } from '../../../shared/layers/parse-parameters.ts';
import { layerType } from '../../../shared/layers/registry.ts';
import { Button, Section } from '../../controls/index.ts';
import { here } from '../../state/here.ts';
import { useDocumentNode, useLayerProblems, useNodeInference } from '../../state/selectors.ts';
import { isCarried } from '../category.ts';
import { BlockPortSection } from './block-port-section.tsx';
import { BlockSection } from './block-section.tsx';
import { CarriedSection } from './carried-section.tsx';
import { DocumentationLink } from './documentation.tsx';
import { Figures } from './figures.tsx';
import styles from './inspector.module.css';
import { NameField } from './name-field.tsx';
import { NodeProblems } from './node-problems.tsx';
import { resetParameters } from './parameter-edits.ts';
import { ParameterList } from './parameter-list.tsx';
import { ReceptiveFieldSection } from './receptive-field-section.tsx';
import { WeightsSection } from './weights-section.tsx';

const NO_PARAMETERS: NonNullable<DocumentNode['parameters']> = {};

/** Everything about one node. */
export function NodePanel({ name }: { readonly name: string }) {
  const node = useDocumentNode(name);
  const [refusal, setRefusal] = useState<string | null>(null);
  if (!node) return null;
  const layer = layerType(node.type);
  return (
    <>
      <header className={styles.head}>
        <NameField
          name={name}
          what="layer"
          problem={wish => nameProblem(here().document, name, wish)}
          onRename={newName =>
            here().edit(`Rename ${name} to ${newName}`, [{ kind: 'renameNode', name, newName }])
          }
          onRefusal={setRefusal}
        />
        <span className={styles.type} title={layer?.title}>
          {blockName(node.type) === null ? node.type : 'Block'}
        </span>
        {layer && <DocumentationLink layer={layer} />}
      </header>
      {refusal !== null && (
        <div role="alert" className={styles.refusal}>
          {refusal}
        </div>
      )}
      {layer ? (
        <LayerSections name={name} node={node} layer={layer} />
      ) : (
        <BlockSection name={name} node={node} />
      )}
    </>
  );
}

interface LayerSectionsProps {
  readonly name: string;
  readonly node: DocumentNode;
  readonly layer: LayerType;
}

function LayerSections({ name, node, layer }: LayerSectionsProps) {
  const inference = useNodeInference(name);
  const problems = useLayerProblems(name);
  const { values } = parseParameters(layer.parameters, node.parameters ?? NO_PARAMETERS);
  const changed = Object.keys(node.parameters ?? NO_PARAMETERS);
  const hasWeights = (inference?.weights.length ?? 0) > 0;
  return (
    <>
      <BlockPortSection name={name} />
      {isCarried(node.type) && <CarriedSection node={node} />}
      {Object.keys(layer.parameters).length > 0 && !isCarried(node.type) && (
        <Section
          title="Parameters"
          action={
            changed.length > 1 && (
              <Button variant="link" onClick={() => resetParameters([name], changed)}>
                Reset all
              </Button>
            )
          }
        >
          <div data-parameters="">
            <ParameterList names={[name]} schema={layer.parameters} values={values} />
          </div>
        </Section>
      )}
      <Section title="Why these numbers">
        {inference?.isBuilt && (
          <OutputLine shapes={inference.outputs.map(value => formatShape(value.shape))} />
        )}
        {inference ? (
          <Figures explanations={inference.explain()} isBuilt={inference.isBuilt} />
        ) : (
          <p className={styles.quiet}>The layer is passed over: what comes in goes on unchanged.</p>
        )}
        {inference?.isBuilt && inference.weights.length > 0 && (
          <dl className={styles.weights}>
            {inference.weights.map(weight => (
              <div key={weight.name} className={styles.port}>
                <dt>{weight.name}</dt>
                <dd className={styles.shape}>
                  {weight.shape.length > 1 ? `${weight.shape.join(' × ')} = ` : ''}
                  {formatCount(weightSize(weight))}
                  {weight.trainable ? '' : ', not trained'}
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Section>
      {inference?.isBuilt && <ReceptiveFieldSection node={inference} />}
      <Section title="Problems">
        <NodeProblems problems={problems} />
      </Section>
      {(hasWeights || node.trainable === false || node.weightsOf !== undefined) && (
        <WeightsSection
          name={name}
          node={node}
          count={inference?.weights.reduce((sum, weight) => sum + weightSize(weight), 0) ?? 0}
        />
      )}
    </>
  );
}

function OutputLine({ shapes }: { readonly shapes: readonly string[] }) {
  return (
    <div className={styles.figure}>
      <div className={styles.figureTitle}>Output shape</div>
      <div className={styles.formula}>
        <span className={styles.result}>{shapes.join(', ')}</span>
      </div>
    </div>
  );
}
