import { drawnInputs, type Graph, masksByPort } from '../../document/graph.ts';
import type { DType, Shape } from '../../document/value.ts';
import { BATCH } from '../../document/value.ts';
import type { Inference, NodeInference } from '../../inference/infer.ts';
import { documentOrder } from '../../layers/arithmetic/order-pytorch.ts';
import { toChannelsFirst } from '../../layers/onnx-contract.ts';
import type { TorchTensor } from '../../layers/pytorch-contract.ts';
import { PythonNames } from '../../python/python-names.ts';
import { indent } from '../../python/python-text.ts';
import { channelsFirstOrder, neededLayers } from '../needed-layers.ts';
import { ExportError } from '../onnx/export-error.ts';
import { ModuleBuilder, type TorchParameter } from './module-builder.ts';
import { footer, forwardSource, header, initSource } from './module-source.ts';

/** An input or output of the generated `forward`. */
export interface TorchPort {
  /** The layer. */
  readonly layer: string;
  readonly dtype: DType;
  /** As PyTorch sees it. */
  readonly shape: Shape | null;
  /** From the document's value to PyTorch's; null where they are the same. */
  readonly permutation: readonly number[] | null;
}

/** A network as PyTorch source. */
export interface TorchSource {
  readonly className: string;
  /** The whole file. */
  readonly source: string;
  /** What the state_dict needs, in the order of the modules. */
  readonly parameters: readonly TorchParameter[];
  readonly inputs: readonly TorchPort[];
  readonly outputs: readonly TorchPort[];
}

/**
 * Writes a network as an `nn.Module`. Images are taken and given with the channels first, as PyTorch has them.
 *
 * @param name the network's name
 * @param graph the flat network
 * @param inference its inference
 * @param weightsFile name of the safetensors file beside the source
 * @param producer e.g. `Netloom 0.1.0`
 * @throws ExportError when the network has errors, or a layer that PyTorch cannot say
 */
export function buildTorchModule(
  name: string,
  graph: Graph,
  inference: Inference,
  weightsFile: string,
  producer: string,
): TorchSource {
  const nodes = writable(graph, inference);
  const builder = new ModuleBuilder();
  const tensors = new Map<string, readonly TorchTensor[]>();
  const inputs: { token: string; port: TorchPort }[] = [];
  for (const node of nodes) {
    if (node.layer?.traits.isInput) {
      const port = inputPort(graph, inference, node);
      const token = builder.token();
      inputs.push({ token, port });
      if (port.shape?.[0] === BATCH) builder.noteBatched(token);
      tensors.set(node.name, [{ code: token, order: port.permutation ? 'channels-first' : 'document' }]);
      continue;
    }
    const feeds = drawnInputs(node.node).flatMap(input => {
      const tensor = input ? tensors.get(input.node)?.[input.port] : undefined;
      return tensor ? [tensor] : [];
    });
    const maskCodes = masksByPort(
      node.node,
      input => (input && tensors.get(input.node)?.[input.port]?.code) ?? undefined,
    );
    tensors.set(node.name, builder.addLayer(node, feeds, maskCodes));
  }
  const outputs = [...new Set(graph.outputs)].map(layer => outputPort(builder, inference, layer, tensors));
  const className = classNameOf(name, builder.definitions.keys());
  const source = [
    header(
      name,
      inference,
      producer,
      inputs.map(({ port }) => port),
      outputs.map(({ port }) => port),
    ),
    ...[...builder.definitions.values()].map(definition => `${definition}\n\n`),
    `class ${className}(nn.Module):`,
    indent(initSource(builder), 4),
    '',
    indent(
      forwardSource(
        builder,
        inputs,
        outputs.map(({ token }) => token),
      ),
      4,
    ),
    '',
    '',
    footer(className, weightsFile),
  ].join('\n');
  return {
    className,
    source,
    parameters: builder.parameters,
    inputs: inputs.map(({ port }) => port),
    outputs: outputs.map(({ port }) => port),
  };
}

/** The layers that the outputs need, in order; throws on what cannot be written. */
function writable(graph: Graph, inference: Inference): readonly NodeInference[] {
  const nodes = neededLayers(graph, inference);
  if (nodes.length === 0 || graph.outputs.length === 0)
    throw new ExportError(
      'export.network',
      'The network has no layers to export. Add an input and what follows it.',
    );
  const unsaid = nodes.filter(node => !node.layer?.traits.isInput && !node.layer?.pytorch);
  if (unsaid.length > 0)
    throw new ExportError(
      'export.layer',
      `PyTorch code cannot be written for ${unsaid.map(node => `${node.name} (${node.layer?.type ?? node.node.type})`).join(', ')}. Export ONNX instead, or replace ${unsaid.length === 1 ? 'it' : 'them'}.`,
    );
  return nodes;
}

function inputPort(graph: Graph, inference: Inference, node: NodeInference): TorchPort {
  const [value] = node.outputs;
  const shape = value?.shape ?? null;
  const permutation = channelsFirstOrder(graph, inference, node);
  return {
    layer: node.name,
    dtype: value?.dtype ?? 'float32',
    shape: permutation && shape ? permutation.map(axis => shape[axis] ?? null) : shape,
    permutation,
  };
}

function outputPort(
  builder: ModuleBuilder,
  inference: Inference,
  layer: string,
  tensors: ReadonlyMap<string, readonly TorchTensor[]>,
): { token: string; port: TorchPort } {
  const value = inference.nodes.get(layer)?.outputs[0];
  const tensor = tensors.get(layer)?.[0];
  const shape = value?.shape ?? null;
  if (!tensor) throw new Error(`The output ${layer} was not written.`);
  const isMoved = tensor.order === 'channels-first' && shape !== null;
  const permutation = isMoved ? toChannelsFirst(shape.length) : null;
  const token =
    typeof tensor.order === 'object'
      ? builder.assign(layer, documentOrder(tensor, shape?.length ?? 2))
      : tensor.code;
  return {
    token,
    port: {
      layer,
      dtype: value?.dtype ?? 'float32',
      shape: permutation && shape ? permutation.map(axis => shape[axis] ?? null) : shape,
      permutation,
    },
  };
}

function classNameOf(name: string, definitions: Iterable<string>): string {
  const words = name.match(/[A-Za-z0-9]+/g) ?? [];
  const joined = words.map(word => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return new PythonNames(['nn', 'F', 'torch', 'load', ...definitions]).unique(
    joined === '' ? 'Network' : joined,
  );
}
