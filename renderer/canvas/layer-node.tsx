import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo } from 'react';
import { blockName } from '../../shared/document/graph.ts';
import type { Problem } from '../../shared/document/problem.ts';
import { formatShape, formatShapeShort, type Value } from '../../shared/document/value.ts';
import type { NodeInference } from '../../shared/inference/infer.ts';
import { formatCount } from '../../shared/layers/formatting.ts';
import { portOffset } from '../../shared/layout/geometry.ts';
import { LongName } from '../controls/index.ts';
import { isCarried, typeColor } from '../panels/category.ts';
import { useHere } from '../state/here.ts';
import { useDocumentNode, useLayerProblems, useNodeInference } from '../state/selectors.ts';
import { insideOf } from './block-figures.ts';
import { endKey, handleId, useCanvas, useIsFar } from './canvas-store.ts';
import type { LayerFlowNode } from './flow-types.ts';
import styles from './layer-node.module.css';
import { NameField } from './name-field.tsx';
import type { PortCounts } from './ports.ts';
import { takeWire } from './take-wire.ts';
import { valueAt } from './wire-value.ts';

/** A layer on the canvas: name, type, key parameters, output shape, parameter count, ports, problems. */
export const LayerNode = memo(function LayerNode({ id, selected, data }: NodeProps<LayerFlowNode>) {
  const node = useDocumentNode(id);
  const inference = useNodeInference(id);
  const problems = useLayerProblems(id);
  const isEditing = useCanvas(state => state.editing === id);
  const isFar = useIsFar();
  // A bypassed node and a block have no inference of their own: they show what they hand on.
  const output = useHere(state => valueAt(state.document, state.inference, id, 0));
  const inside = useHere(state =>
    node && blockName(node.type) !== null ? insideOf(state.inference, id) : null,
  );
  if (!node) return null;
  const block = blockName(node.type);
  const shownProblems = inside && inside.problems.length > 0 ? inside.problems : problems;
  const color = typeColor(node.type);
  const shown = [styles.node];
  if (block !== null) shown.push(styles.block);
  if (isCarried(node.type)) shown.push(styles.carried);
  if (selected) shown.push(styles.selected);
  if (data.isCollapsed) shown.push(styles.collapsed);
  if (node.bypass) shown.push(styles.bypassed);
  if (node.trainable === false) shown.push(styles.frozen);
  const keyLine = inside
    ? blockLine(node.repeat ?? 1, inside.layers)
    : keyLineOf(node.bypass === true, inference, output);
  return (
    <div className={shown.join(' ')} data-layer={id}>
      <span className={styles.edge} style={{ background: color }} />
      {isFar && <span className={styles.tint} style={{ background: color }} />}
      <Ports node={id} ports={data.ports} isFar={isFar} />
      <div className={styles.head}>
        {isEditing ? (
          <NameField name={id} />
        ) : (
          <span className={styles.name} title={id}>
            <LongName name={id} />
          </span>
        )}
        {!isFar && <TypeName type={block ?? node.type} />}
      </div>
      {!isFar && !data.isCollapsed && (
        <>
          <div className={styles.key} title={keyLine}>
            {keyLine}
          </div>
          <div className={styles.foot}>
            <span className={styles.shape} title={formatShape(output.shape)}>
              {formatShapeShort(output.shape)}
            </span>
            <span className={styles.count} title="Parameters">
              {inside ? formatCount(inside.params) : parameterText(inference)}
            </span>
          </div>
        </>
      )}
      <ProblemBadge problems={shownProblems} />
    </div>
  );
});

/** So many letters of a type stay however long the name is. */
const KEPT_LETTERS = 11;

function TypeName({ type }: { readonly type: string }) {
  return (
    <span className={styles.type} style={{ minWidth: `${Math.min(type.length, KEPT_LETTERS) + 1}ch` }}>
      {type}
    </span>
  );
}

/** `3 × 12 layers`. */
function blockLine(repeat: number, layers: number): string {
  const each = layers / repeat;
  const count = `${each} ${each === 1 ? 'layer' : 'layers'}`;
  return repeat > 1 ? `${repeat} × ${count}` : count;
}

function keyLineOf(bypassed: boolean, inference: NodeInference | undefined, output: Value): string {
  if (bypassed) return 'bypassed';
  // The input of an open block is no layer of the network: it shows what comes in, as the network's own inputs do.
  if (!inference) return output.shape === null ? '' : output.dtype;
  if (!inference.layer) return '';
  return inference.layer.keyParameters(inference.parameters);
}

function parameterText(inference: NodeInference | undefined): string {
  if (!inference) return '';
  if (inference.node.weightsOf !== null) return `of ${inference.node.weightsOf}`;
  if (!inference.isBuilt) return '–';
  let count = 0;
  for (const weight of inference.ownWeights)
    count += weight.shape.reduce((product, extent) => product * extent, 1);
  return formatCount(count);
}

function ProblemBadge({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  const worst = (['error', 'warning', 'info'] as const).find(severity =>
    problems.some(problem => problem.severity === severity),
  );
  const text = problems.map(problem => problem.message).join('\n');
  return (
    <span className={styles[`${worst ?? 'info'}Badge`]} title={text} role="img" aria-label={text}>
      {problems.length}
    </span>
  );
}

/** The circles at the edges; those at which a wire under way could end light up. */
const Ports = memo(function Ports({
  node,
  ports,
  isFar,
}: {
  node: string;
  ports: PortCounts;
  isFar: boolean;
}) {
  const { inputs, outputs, wired } = ports;
  const Each = isFar ? PortPlace : Port;
  return (
    <>
      {Array.from({ length: inputs }, (_, port) => (
        <Each
          key={handleId('in', port)}
          node={node}
          side="in"
          port={port}
          count={inputs}
          isWired={wired[port] === '1'}
        />
      ))}
      {Array.from({ length: outputs }, (_, port) => (
        <Each key={handleId('out', port)} node={node} side="out" port={port} count={outputs} />
      ))}
    </>
  );
});

/** A port is placed from inside the node's border. */
const BORDER = 1;

interface PortProps {
  readonly node: string;
  readonly side: 'in' | 'out';
  readonly port: number;
  readonly count: number;
  readonly isWired?: boolean;
}

/**
 * Where a port is, for React Flow to measure: no wire is drawn from so far. A handle of React Flow's listens to each move of
 * the view, which is too much for the thousand ports of a large network.
 */
function PortPlace({ side, port, count }: PortProps) {
  const [kind, edge] = side === 'in' ? ['target', 'top'] : ['source', 'bottom'];
  return (
    <span
      className={`${kind} react-flow__handle react-flow__handle-${edge} ${styles.port} ${styles.place}`}
      data-handleid={handleId(side, port)}
      data-handlepos={edge}
      style={{ left: portOffset(port, count) - BORDER }}
    />
  );
}

function Port({ node, side, port, count, isWired }: PortProps) {
  const state = useCanvas(({ connecting }) => {
    if (!connecting) return '';
    const takesOutput = connecting.from.side === 'target' || connecting.moved.length > 0;
    const wanted = takesOutput ? 'out' : 'in';
    if (side !== wanted || connecting.from.node === node) return '';
    const key = endKey(node, port);
    if (connecting.refusals.get(key) !== null) return 'refuses';
    return connecting.over === key ? 'chosen' : 'fits';
  });
  const shown = [styles.port];
  if (state === 'fits') shown.push(styles.portFits);
  if (state === 'chosen') shown.push(styles.portChosen);
  if (state === 'refuses') shown.push(styles.portRefuses);
  return (
    <Handle
      id={handleId(side, port)}
      type={side === 'in' ? 'target' : 'source'}
      position={side === 'in' ? Position.Top : Position.Bottom}
      style={{ left: portOffset(port, count) - BORDER }}
      className={shown.join(' ')}
      {...(isWired ? { onMouseDownCapture: event => takeWire(event, node, port) } : {})}
    />
  );
}
