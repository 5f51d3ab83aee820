import type { Dim, Value } from '../../document/value.ts';
import { BATCH } from '../../document/value.ts';
import { ImportError, type ImportedNetwork } from '../imported-network.ts';
import { type Assembled, assemble } from './assemble.ts';
import { checkOnnxFile } from './check-onnx-file.ts';
import { buildLayer } from './emit-layer.ts';
import { GraphImporter } from './graph-importer.ts';
import type { GraphSource } from './graph-source.ts';
import { inlineFunctions } from './inline-functions.ts';
import type { FileGraph, FileValue, OnnxFile } from './onnx-file.ts';
import { fusePatterns } from './patterns/fuse-patterns.ts';
import { damaged } from './protobuf-reader.ts';
import { readOnnxFile } from './read-onnx-file.ts';
import { reportOf } from './report.ts';
import { withSortedNodes } from './sort-nodes.ts';
import { Symbols } from './symbols.ts';
import type { TensorFiles } from './tensor-elements.ts';

/** An imported ONNX file, and where its tensors went: for those who compare. */
export interface ImportedOnnx extends ImportedNetwork {
  /** For each tensor of the file that a layer gives: the layer and its output's number. */
  readonly tensors: ReadonlyMap<string, { readonly layer: string; readonly port: number }>;
}

/**
 * Reads an ONNX model as a document. Nothing is executed; what has no layer that says the same is carried as it is.
 *
 * @param files the model, and how files beside it are opened
 * @param name the document's name
 * @throws ImportError with a sentence
 */
export function importOnnx(files: TensorFiles, name: string): ImportedOnnx {
  try {
    const read = readOnnxFile(files.model);
    const file = { ...read, graph: withSortedNodes(read.graph) };
    checkOnnxFile(file);
    const graph = inlineFunctions(file);
    return importGraph(file, graph, files, name);
  } catch (error) {
    // An axis or a count that no tensor has, in a place where nothing more is known of it.
    if (error instanceof RangeError && !/call stack/i.test(error.message))
      throw damaged('it contradicts itself in the number of axes or elements');
    // Chains of shape arithmetic are followed by recursion.
    if (error instanceof RangeError && /call stack/i.test(error.message))
      throw new ImportError(
        'import.too-large',
        'The graph is built too deep to be followed; it is not read.',
      );
    throw error;
  }
}

function importGraph(file: OnnxFile, graph: FileGraph, files: TensorFiles, name: string): ImportedOnnx {
  const nodes = fusePatterns(graph, files);
  const spelled = new Set<string>();
  for (;;) {
    const importer = readGraph(file, { graph, nodes, files, spelled });
    const outputs = importer.outputs();
    const fillers = new Set(importer.fillers);
    for (const { parts } of importer.attentions) for (const part of parts) fillers.add(part);
    const { layers } = importer;
    const assembled = assemble({ name, layers, outputs, fillers, opset: file.opsets.get('') });
    const { document, weights, names } = assembled;
    const read = readAttentions(importer, names);
    if (read.length === 0) {
      const places = [...importer.states].flatMap(([tensor, { port }]) => {
        const layer = port ? names.get(port.layer) : undefined;
        return port && layer !== undefined ? [[tensor, { layer, port: port.port }] as const] : [];
      });
      return { document, weights, report: reportOf(file, importer, assembled), tensors: new Map(places) };
    }
    for (const attention of read) spelled.add(attention);
  }
}

function readGraph(
  file: OnnxFile,
  source: Pick<GraphSource, 'graph' | 'nodes' | 'files' | 'spelled'>,
): GraphImporter {
  const { graph } = source;
  const initializers = new Set(graph.initializers.map(tensor => tensor.name));
  const inputs = graph.inputs.filter(input => !initializers.has(input.name));
  const symbols = new Symbols(inputs);
  const importer = new GraphImporter({
    ...source,
    opsets: file.opsets,
    isOwn: /^netloom\b/i.test(file.producer),
    symbols,
  });
  for (const input of inputs) addInput(importer, input, symbols);
  importer.run();
  return importer;
}

/** The names of attentions of which something else reads a part, or the weights of a part: they cannot be one layer. */
function readAttentions({ attentions, layers }: GraphImporter, names: Assembled['names']): readonly string[] {
  if (attentions.length === 0) return [];
  const borrowed = new Set(
    layers.flatMap(layer => (names.has(layer) && layer.weightsOf ? layer.weightsOf : [])),
  );
  return attentions.flatMap(({ parts, name }) =>
    [...parts].some(part => names.has(part) || borrowed.has(part)) ? name : [],
  );
}

function addInput(importer: GraphImporter, input: FileValue, symbols: Symbols): void {
  if (input.form !== null) {
    addForeignInput(importer, input, symbols);
    return;
  }
  if (!input.isTensor || !input.shape)
    throw new ImportError(
      'import.unsupported',
      `The input "${input.name}" has no type. Set its element type and shape in the file.`,
    );
  const shape: readonly Dim[] = input.shape.map((dim, axis) => symbols.dim(dim, axis === 0));
  const [first, ...rest] = shape;
  const parameters =
    first === BATCH
      ? { shape: rest, ...(input.dtype === 'float32' ? {} : { dtype: input.dtype }) }
      : { batch_shape: [...shape], ...(input.dtype === 'float32' ? {} : { dtype: input.dtype }) };
  const built = buildLayer('InputLayer', parameters, [], {});
  if (typeof built === 'string')
    throw new ImportError(
      'import.unsupported',
      `The input "${input.name}" cannot be shown: its extents are (${shape.join(', ')}).`,
    );
  const value: Value = built.outputs[0] ?? { dtype: input.dtype, shape };
  importer.addInput(input.name, built.parameters, value);
}

/** A sequence, an optional, a map, a tensor of a rare type or of unknown rank: only carried operators read it. */
function addForeignInput(importer: GraphImporter, input: FileValue, symbols: Symbols): void {
  const shape = symbols.shape(input.shape);
  const parameters = {
    ...(shape ? { batch_shape: [...shape] } : {}),
    ...(input.dtype === 'float32' ? {} : { dtype: input.dtype }),
    form: input.form,
  };
  const built = buildLayer('InputLayer', parameters, [], {});
  if (typeof built === 'string') throw new Error(`The input ${input.name} cannot be shown: ${built}`);
  importer.addInput(input.name, built.parameters, built.outputs[0] ?? { dtype: input.dtype, shape });
}
