import type { ImportReport } from '../../contract/imports.ts';
import type { Dim, Value } from '../../document/value.ts';
import { BATCH } from '../../document/value.ts';
import { ImportError, type ImportedNetwork } from '../imported-network.ts';
import { assemble, layerNames } from './assemble.ts';
import { checkOnnxFile } from './check-onnx-file.ts';
import type { DraftPort } from './draft.ts';
import { buildLayer } from './emit-layer.ts';
import { GraphImporter } from './graph-importer.ts';
import { inlineFunctions } from './inline-functions.ts';
import type { FileGraph, FileValue, OnnxFile } from './onnx-file.ts';
import { fusePatterns } from './patterns/fuse-patterns.ts';
import { damaged } from './protobuf-reader.ts';
import { readOnnxFile } from './read-onnx-file.ts';
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
    const file = readOnnxFile(files.model);
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
  const initializers = new Set(graph.initializers.map(tensor => tensor.name));
  const inputs = graph.inputs.filter(input => !initializers.has(input.name));
  const symbols = new Symbols(inputs);
  const importer = new GraphImporter({
    graph,
    nodes: fusePatterns(graph, files),
    opsets: file.opsets,
    files,
    symbols,
  });
  for (const input of inputs) addInput(importer, input, symbols);
  importer.run();
  const outputs = importer.outputs();
  const tensors = new Map<string, DraftPort>();
  for (const [tensor, { port }] of importer.states) if (port) tensors.set(tensor, port);
  const { document, weights, names, parameters } = assemble({
    name,
    layers: importer.layers,
    outputs,
    tensors,
    fillers: importer.fillers,
  });
  const all = importer.entries.map(({ layers, ...entry }) => ({
    ...entry,
    layers: layerNames(layers, names),
  }));
  const entries = all.filter(({ layers }) => layers.length > 0);
  const folded = importer.folded + all.length - entries.length;
  const report: ImportReport = {
    format: 'onnx',
    producer: file.producer,
    opsets: Object.fromEntries(file.opsets),
    entries: [
      ...entries,
      ...(folded > 0
        ? [
            {
              kind: 'folded' as const,
              source: `${folded} nodes`,
              layers: [],
              note: 'Constants, identities and arithmetic on shapes were computed away.',
            },
          ]
        : []),
    ],
    parameters,
    warnings: [],
  };
  const places = [...tensors].flatMap(([tensor, { layer, port }]) => {
    const found = names.get(layer);
    return found === undefined ? [] : [[tensor, { layer: found, port }] as const];
  });
  return { document, weights, report, tensors: new Map(places) };
}

function addInput(importer: GraphImporter, input: FileValue, symbols: Symbols): void {
  if (!input.isTensor || !input.shape)
    throw new ImportError(
      'import.unsupported',
      `The input "${input.name}" is ${input.isTensor ? 'of unknown rank' : 'no tensor'}; Netloom needs to know the number of its axes. Set its shape in the file.`,
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
