import { blockName } from '../../document/graph.ts';
import type { NetloomDocument } from '../../document/schema.ts';
import { formatShapeShort } from '../../document/value.ts';
import type { Inference, NodeInference } from '../../inference/infer.ts';
import { formatCount } from '../../layers/formatting.ts';
import { layerType } from '../../layers/registry.ts';
import { type Box, portOffset } from '../../layout/geometry.ts';
import { CATEGORY_COLORS, type Palette } from './palette.ts';
import { fitText, svgText, textWidth } from './svg-text.ts';

const EDGE = 4;
const PADDING = 9;
/** So many letters of a type stay however long the name is. */
const TYPE_LETTERS = 12;
const FOOT = 25;
const RADIUS = 6;

/** How many ports a node shows at its upper and lower edge. */
export interface PortCounts {
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * Draws one layer as the canvas does: the category's colour at the left edge, name and type, key parameters, output shape and
 * parameter count, ports, and the number of its problems.
 *
 * @param name the node
 * @param box where it stands
 */
export function drawNode(
  document: NetloomDocument,
  inference: Inference,
  name: string,
  box: Box,
  ports: PortCounts,
  palette: Palette,
): string {
  const node = document.nodes[name];
  if (!node) return '';
  const known = inference.nodes.get(name);
  const { x, y, width, height } = box;
  const left = x + EDGE + PADDING;
  const right = x + width - PADDING;
  const layer = layerType(node.type);
  const color = CATEGORY_COLORS[layer?.category ?? 'merging'];
  const type = { face: 'ui', size: 11, color: palette.faint, anchor: 'end' } as const;
  const title = { face: 'ui', size: 13, weight: 600, color: palette.text } as const;
  const key = { face: 'mono', size: 11, color: palette.quiet } as const;
  const shape = { face: 'mono', size: 11, weight: 600, color: palette.text } as const;
  const count = { face: 'mono', size: 11, color: palette.quiet, anchor: 'end' } as const;
  const inner = right - left;
  // The type makes way for the name, down to as many letters as on the canvas.
  const besideName = Math.max(textWidth('x'.repeat(TYPE_LETTERS), type), inner - textWidth(name, title) - 8);
  const typeName = fitText(blockName(node.type) ?? node.type, type, Math.min(width * 0.6, besideName));
  const counted = countText(known);
  const dashes = node.bypass ? ' stroke-dasharray="4 3"' : '';
  const fill = node.bypass ? palette.canvas : node.trainable === false ? palette.frozen : palette.node;
  const foot = y + height - FOOT;
  return [
    '<g>',
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${RADIUS}" fill="${color}"/>`,
    `<path d="M${x + EDGE},${y} h${width - EDGE - RADIUS} q${RADIUS},0 ${RADIUS},${RADIUS} v${height - 2 * RADIUS} q0,${RADIUS} ${-RADIUS},${RADIUS} H${x + EDGE} z" fill="${fill}" stroke="${palette.border}"${dashes}/>`,
    `<path d="M${x + EDGE},${foot} H${x + width}" stroke="${palette.divider}"/>`,
    svgText(fitText(name, title, inner - textWidth(typeName, type) - 8, 'end'), left, y + 19, title),
    svgText(typeName, right, y + 19, type),
    svgText(fitText(keyText(node.bypass === true, node.repeat, known), key, inner), left, y + 36, key),
    svgText(
      fitText(shapeText(known), shape, inner - textWidth(counted, count) - 8),
      left,
      y + height - 8.5,
      shape,
    ),
    svgText(counted, right, y + height - 8.5, count),
    ...drawPorts(x, y, known?.layer?.inputs.max === 0 ? 0 : ports.inputs, palette),
    ...drawPorts(x, y + height, ports.outputs, palette),
    badge(known, x + width, y, palette),
    '</g>',
  ].join('');
}

function keyText(bypassed: boolean, repeat: number | undefined, known: NodeInference | undefined): string {
  if (bypassed) return 'bypassed';
  if (repeat !== undefined && repeat > 1) return `${repeat} times`;
  return known?.layer ? known.layer.keyParameters(known.parameters) : '';
}

function shapeText(known: NodeInference | undefined): string {
  return known ? formatShapeShort(known.outputs[0]?.shape ?? null) : '';
}

function countText(known: NodeInference | undefined): string {
  if (!known) return '';
  if (known.node.weightsOf !== null) return `of ${known.node.weightsOf}`;
  if (!known.isBuilt) return '–';
  const sizes = known.ownWeights.map(({ shape }) => shape.reduce((product, extent) => product * extent, 1));
  return formatCount(sizes.reduce((sum, size) => sum + size, 0));
}

function drawPorts(x: number, y: number, count: number, palette: Palette): readonly string[] {
  return Array.from(
    { length: count },
    (_, i) =>
      `<circle cx="${x + portOffset(i, count)}" cy="${y}" r="4" fill="${palette.node}" stroke="${palette.wire}" stroke-width="1.5"/>`,
  );
}

function badge(known: NodeInference | undefined, x: number, y: number, palette: Palette): string {
  const problems = known?.problems ?? [];
  if (problems.length === 0) return '';
  const isError = problems.some(problem => problem.severity === 'error');
  const text = {
    face: 'ui',
    size: 10,
    weight: 600,
    color: isError ? palette.onError : palette.onWarning,
    anchor: 'middle',
  } as const;
  const fill = isError ? palette.error : palette.warning;
  return `<circle cx="${x}" cy="${y}" r="9" fill="${fill}"/>${svgText(String(problems.length), x, y + 3.5, text)}`;
}
