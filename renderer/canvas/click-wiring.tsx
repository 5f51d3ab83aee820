import { type OnConnectEnd, type OnConnectStart, useStoreApi } from '@xyflow/react';
import { useEffect, useRef, useState } from 'react';
import { edge } from '../../shared/document/operations.ts';
import type { Point } from '../../shared/document/schema.ts';
import { here } from '../state/here.ts';
import { tell } from '../state/notices.ts';
import { searchAt } from './add-layer.ts';
import { endKey, handleId, type OpenPort, portOf, useCanvas } from './canvas-store.ts';
import styles from './click-wiring.module.css';
import { beginConnecting, endConnecting, holdOver, refusalOf } from './connecting.ts';
import { WireUnderWay } from './connection-line.tsx';
import { portTable } from './ports.ts';

/** A mouse that moved less than this between press and release was meant to click, in pixels. */
const CLICK_REACH = 5;

/** Tells React Flow which port was clicked first; set while the canvas is there. */
let tellFlow: (from: OpenPort | null) => void = () => {};

/** A port was clicked: the next click on a port draws the wire between them. The ports that fit light up. */
export const onClickConnectStart: OnConnectStart = (_, { nodeId, handleId: handle, handleType }) => {
  if (nodeId !== null && handleType !== null) begin({ node: nodeId, port: portOf(handle), side: handleType });
};

/**
 * The second click. React Flow has drawn the wire where it fits; what refuses it is told; at another port of the first one's side a wire begins anew. With Ctrl the next wire begins at the output of the
 * layer that was reached, and beside the layers the search for one that fits opens.
 */
export const onClickConnectEnd: OnConnectEnd = event => {
  const { clickedFrom: from } = useCanvas.getState();
  end();
  if (!from || !('clientX' in event) || !(event.target instanceof Element)) return;
  const isChained = (event.ctrlKey || event.metaKey) && from.side === 'source';
  const to = portAt(event.target);
  if (!to) {
    if (isChained) searchAt([event.clientX, event.clientY], from, true);
    return;
  }
  // No wire joins two outputs: the second one was meant to begin with. The same port again gives it up.
  if (to.side === from.side) {
    if (to.node !== from.node || to.port !== from.port) beginSoon(to);
    return;
  }
  const [source, target] = from.side === 'source' ? [from, to] : [to, from];
  const { nodes } = here().document;
  // The layer may have been deleted meanwhile.
  if (!nodes[source.node] || !nodes[target.node]) return;
  const reason = refusalOf(edge(source.node, target.node, target.port, source.port));
  if (reason !== null) tell(reason, 'error');
  else if (isChained) chainFrom(target.node);
};

/** The next wire begins at a layer's first output, as if that had been clicked. */
export function chainFrom(node: string): void {
  beginSoon({ node, port: 0, side: 'source' });
}

/** A wire begins at a port, where the layer has it; React Flow ends the click before it first. */
function beginSoon(from: OpenPort): void {
  setTimeout(() => {
    const { document, inference } = here();
    const ports = portTable(document, inference).get(from.node);
    if (!ports || (from.side === 'source' && !ports.outputs)) return;
    tellFlow(from);
    begin(from);
  });
}

/**
 * A drag from a port has ended while a click waits for its second one: a trembling hand clicks too, a longer way gives the click up.
 *
 * @returns whether it was a click
 */
export function goOnClicking([fromX, fromY]: Point, [toX, toY]: Point): boolean {
  const { clickedFrom } = useCanvas.getState();
  if (!clickedFrom) return false;
  const isClick = Math.hypot(toX - fromX, toY - fromY) < CLICK_REACH;
  if (isClick) beginConnecting(clickedFrom);
  else giveUp();
  return isClick;
}

function begin(from: OpenPort): void {
  beginConnecting(from);
  useCanvas.setState({ clickedFrom: from });
}

function end(): void {
  endConnecting();
  useCanvas.setState({ clickedFrom: null });
}

function giveUp(): void {
  tellFlow(null);
  end();
}

/** The port that an element is; null for anything else. */
function portAt(element: Element): OpenPort | null {
  const handle = element.closest<HTMLElement>('.react-flow__handle');
  const { nodeid, handleid } = handle?.dataset ?? {};
  if (nodeid === undefined || handleid === undefined) return null;
  return { node: nodeid, port: portOf(handleid), side: handleid.startsWith('in') ? 'target' : 'source' };
}

/** The wire from the port that was clicked to the pointer; Escape gives it up. */
export function ClickWiring() {
  const flow = useStoreApi();
  const from = useCanvas(state => state.clickedFrom);
  useEffect(() => {
    tellFlow = port =>
      flow.setState({
        connectionClickStartHandle: port && {
          nodeId: port.node,
          type: port.side,
          id: handleId(port.side === 'source' ? 'out' : 'in', port.port),
        },
      });
    return giveUp;
  }, [flow]);
  return from && <Wire key={`${from.node} ${from.side} ${from.port}`} from={from} />;
}

function Wire({ from }: { readonly from: OpenPort }) {
  const place = useRef<SVGSVGElement>(null);
  const [pointer, setPointer] = useState<Point | null>(null);
  const reason = useCanvas(({ connecting }) =>
    connecting?.over ? (connecting.refusals.get(connecting.over) ?? null) : null,
  );
  useEffect(() => {
    const follow = (event: PointerEvent) => {
      const over = event.target instanceof Element ? portAt(event.target) : null;
      holdOver(
        over && over.side !== from.side && over.node !== from.node ? endKey(over.node, over.port) : null,
      );
      setPointer([event.clientX, event.clientY]);
    };
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      giveUp();
    };
    window.addEventListener('pointermove', follow);
    window.addEventListener('keydown', leave, true);
    return () => {
      window.removeEventListener('pointermove', follow);
      window.removeEventListener('keydown', leave, true);
    };
  }, [from]);
  const id = handleId(from.side === 'source' ? 'out' : 'in', from.port);
  const port = document.querySelector(
    `.react-flow__handle[data-nodeid="${CSS.escape(from.node)}"][data-handleid="${CSS.escape(id)}"]`,
  );
  const corner = place.current?.getBoundingClientRect();
  const box = port?.getBoundingClientRect();
  return (
    <svg ref={place} className={styles.place} aria-hidden="true">
      {pointer && corner && box && (
        <WireUnderWay
          from={[box.left + box.width / 2 - corner.left, box.top + box.height / 2 - corner.top]}
          to={[pointer[0] - corner.left, pointer[1] - corner.top]}
          isFromOutput={from.side === 'source'}
          reason={reason}
        />
      )}
    </svg>
  );
}
