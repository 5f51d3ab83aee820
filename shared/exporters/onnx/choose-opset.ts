import type { Inference } from '../../inference/infer.ts';
import { ExportError } from './export-error.ts';
import { OPSETS } from './model.ts';
import table from './operator-versions.json' with { type: 'json' };

/** An operator of an imported file, as its layer tells it. */
export interface OperatorVersion {
  readonly operator: string;
  readonly domain: string;
  readonly version: number;
}

const VERSIONS = new Map(
  Object.entries(table.operators).map(([name, rows]) => [
    name,
    rows.map(([since, fits]) => ({ since: Number(since), fits: fits === true })),
  ]),
);

/**
 * Whether an operator written for one operator set means the same in another.
 *
 * @param operator the operator and the set it was written for
 * @param opset the other version of ONNX's own operator set
 */
export function keepsMeaning({ operator, domain, version }: OperatorVersion, opset: number): boolean {
  if (domain !== '' || version === opset) return true;
  const versions = VERSIONS.get(operator);
  if (!versions) return false;
  const low = Math.min(version, opset);
  const high = Math.max(version, opset);
  const between = versions.filter(({ since }) => since > low && since <= high);
  // Forwards what is new may be ignored; backwards the operator must be the very same.
  return version < opset ? between.every(({ fits }) => fits) : between.length === 0;
}

/**
 * The operator set for an export: one in which all carried operators mean what they meant.
 *
 * @param inference the network
 * @param wished the user's choice; undefined takes what the document keeps of its file, else the default, where it suits, else the nearest one that does
 * @throws ExportError where the wish, or no set at all, suits the carried operators
 */
export function chooseOpset(inference: Inference, wished: number | undefined): number {
  const carried = [...inference.nodes.values()].flatMap(({ name, layer, parameters }) => {
    const operators = layer?.traits.onnxOperators?.(parameters) ?? [];
    return operators.map(operator => ({ layer: name, ...operator }));
  });
  const suits = (opset: number) => carried.every(operator => keepsMeaning(operator, opset));
  const opset = wished ?? inference.graph.onnx?.opset ?? OPSETS.default;
  if (carried.length === 0 || suits(opset)) return opset;
  const fitting = Array.from({ length: table.newest - OPSETS.min + 1 }, (_, i) => OPSETS.min + i).filter(
    suits,
  );
  const [first] = [...fitting].sort((a, b) => Math.abs(a - opset) - Math.abs(b - opset));
  if (wished === undefined && first !== undefined) return first;
  const wrong = carried.find(operator => !keepsMeaning(operator, opset));
  const remedy =
    first === undefined
      ? 'Convert the original file with onnx.version_converter and import it again, or replace the layer.'
      : `Choose an operator set of ${fitting.join(', ')}, or replace the layer.`;
  throw new ExportError(
    'export.opset',
    `${wrong?.layer} carries ${wrong?.operator} of operator set ${wrong?.version}, which means something else in ${opset}. ${remedy}`,
  );
}

/**
 * The versions of the operator sets other than ONNX's own that carried operators need.
 *
 * @throws ExportError where two of them ask for different versions of one set
 */
export function carriedDomains(inference: Inference): ReadonlyMap<string, number> {
  const domains = new Map<string, number>();
  for (const { name, layer, parameters } of inference.nodes.values()) {
    for (const { domain, version } of layer?.traits.onnxOperators?.(parameters) ?? []) {
      if (domain === '') continue;
      const known = domains.get(domain);
      if (known !== undefined && known !== version)
        throw new ExportError(
          'export.opset',
          `${name} needs version ${version} of the operator set "${domain}", another layer version ${known}; a file can hold one.`,
        );
      domains.set(domain, version);
    }
  }
  return domains;
}
