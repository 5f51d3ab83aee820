import type { NodeInference } from '../../inference/infer.ts';
import type { WeightDescription } from '../../layers/contract.ts';
import { type OnnxWeightForm, toChannelsFirst, toChannelsLast } from '../../layers/onnx-contract.ts';
import type { TorchModule, TorchTensor, TorchWeightSource } from '../../layers/pytorch-contract.ts';
import { weightName } from '../../layers/weight-store.ts';
import { PythonNames } from '../../python/python-names.ts';
import { pythonTuple } from '../../python/python-text.ts';
import { formedShape } from '../weight-form.ts';

/** A parameter or buffer of the generated module and where its elements come from. */
export interface TorchParameter {
  /** Its key in the state_dict: `conv1.weight`. */
  readonly key: string;
  /** `LAYER/WEIGHT`. */
  readonly source: string;
  readonly description: WeightDescription;
  readonly form: OnnxWeightForm;
}

/** One line of `forward`: a variable, by its token, and the expression assigned to it. */
export interface ForwardLine {
  readonly layer: string;
  readonly token: string;
  readonly expression: string;
}

/** Attributes of nn.Module, which a layer's name may not replace. Source: torch.nn.Module, PyTorch 2.15. */
const MODULE_ATTRIBUTES =
  'T_destination add_module apply bfloat16 buffers call_super_init children compile cpu cuda double dump_patches eval extra_repr float forward get_buffer get_extra_state get_parameter get_submodule half ipu load_state_dict modules mtia named_buffers named_children named_modules named_parameters parameters register_backward_hook register_buffer register_forward_hook register_forward_pre_hook register_full_backward_hook register_full_backward_pre_hook register_load_state_dict_post_hook register_load_state_dict_pre_hook register_module register_parameter register_state_dict_post_hook register_state_dict_pre_hook requires_grad_ set_extra_state set_submodule share_memory state_dict to to_empty train training type xpu zero_grad'.split(
    ' ',
  );

/** No generated code holds these marks otherwise: names and strings are ASCII. */
const TOKEN = /«\d+»/g;

/** Collects the lines of a PyTorch module while the layers write themselves. */
export class ModuleBuilder {
  readonly initLines: { layer: string; line: string }[] = [];
  readonly forwardLines: ForwardLine[] = [];
  readonly parameters: TorchParameter[] = [];
  readonly definitions = new Map<string, string>();
  private readonly attributes = new PythonNames(MODULE_ATTRIBUTES);
  /** Modules and parameters by `OWNER part`, so that tied layers find them. */
  private readonly made = new Map<string, string>();
  private tokens = 0;

  /** A stand-in for a variable that gets its name when all lines are known. */
  token(): string {
    this.tokens += 1;
    return `«${this.tokens}»`;
  }

  /** Adds a line to forward and answers the variable's token. */
  assign(layer: string, expression: string): string {
    const token = this.token();
    this.forwardLines.push({ layer, token, expression });
    return token;
  }

  /**
   * Lets a layer write itself.
   *
   * @param node the layer
   * @param inputs what stands on its wires
   * @returns one tensor per output, each a variable
   */
  addLayer(node: NodeInference, inputs: readonly TorchTensor[]): readonly TorchTensor[] {
    const before = this.initLines.length;
    const results = node.layer?.pytorch?.(
      { ...node.context(), inputTensors: inputs },
      this.layerModule(node, inputs),
    );
    if (!results) throw new Error(`${node.name} has no PyTorch form.`);
    if (!node.node.trainable && this.initLines.length > before) this.freeze(node.name, before);
    return results.map(({ code, order }) => ({
      code: isToken(code) ? code : this.assign(node.name, code),
      order,
    }));
  }

  /** The names used by the class itself. */
  attributeNames(): PythonNames {
    return this.attributes;
  }

  private freeze(layer: string, from: number): void {
    const modules = this.initLines
      .slice(from)
      .flatMap(({ line }) => /^(self\.\w+) = nn\./.exec(line)?.[1] ?? []);
    for (const module of modules) this.initLines.push({ layer, line: `${module}.requires_grad_(False)` });
  }

  private layerModule(node: NodeInference, inputs: readonly TorchTensor[]): TorchModule {
    const owner = node.node.weightsOf ?? node.name;
    const describe = (name: string): WeightDescription => {
      const description = node.weights.find(weight => weight.name === name);
      if (!description)
        throw new Error(`The layer ${node.name} writes a weight "${name}" that it does not describe.`);
      return description;
    };
    const addParameter = (key: string, { weight, form = {} }: TorchWeightSource) =>
      this.parameters.push({
        key,
        source: weightName(owner, weight),
        description: describe(weight),
        form,
      });
    const attribute = (part: string) => this.attributes.of(part === '' ? owner : `${owner}_${part}`);
    const rank = (i: number) => node.inputs[i]?.shape?.length ?? 2;
    return {
      module: (expression, weights = {}, part = '') => {
        const key = `${owner} ${part}`;
        const known = this.made.get(key);
        if (known !== undefined) return known;
        const name = attribute(part);
        this.made.set(key, `self.${name}`);
        this.initLines.push({ layer: owner, line: `self.${name} = ${expression}` });
        for (const [parameter, source] of Object.entries(weights))
          addParameter(`${name}.${parameter}`, source);
        return `self.${name}`;
      },
      parameter: (weight, form = {}) => {
        const key = `${owner} weight ${weight} ${JSON.stringify(form)}`;
        const known = this.made.get(key);
        if (known !== undefined) return known;
        const name = attribute(weight);
        this.made.set(key, `self.${name}`);
        const description = describe(weight);
        const shape = pythonTuple(formedShape(description.shape, form));
        const line =
          description.trainable && node.node.trainable
            ? `self.${name} = nn.Parameter(torch.zeros(${shape}))`
            : `self.register_buffer("${name}", torch.zeros(${shape}))`;
        this.initLines.push({ layer: owner, line });
        addParameter(name, { weight, form });
        return `self.${name}`;
      },
      initialize: line => {
        this.initLines.push({ layer: owner, line });
      },
      assign: expression => this.assign(node.name, expression),
      define: source => {
        const name = /^(?:@[^\n]*\n)*(?:def|class) (\w+)/.exec(source)?.[1] ?? '';
        this.definitions.set(name, source);
        return name;
      },
      document: i => documentOrder(inputs[i], rank(i)),
      channelsFirst: i => channelsFirstOrder(inputs[i], rank(i)),
    };
  }
}

/** Replaces the tokens in a text. */
export function replaceTokens(text: string, nameOf: (token: string) => string): string {
  return text.replace(TOKEN, token => nameOf(token));
}

/** The tokens in an expression. */
export function tokensIn(text: string): readonly string[] {
  return text.match(TOKEN) ?? [];
}

function isToken(code: string): boolean {
  return /^«\d+»$/.test(code);
}

/**
 * A tensor with its axes as the document has them.
 *
 * @param tensor the tensor as it is
 * @param rank its rank in the document
 */
export function documentOrder(tensor: TorchTensor | undefined, rank: number): string {
  if (!tensor) throw new Error('A layer asks for an input that it does not have.');
  const { code, order } = tensor;
  if (order === 'document') return code;
  if (order === 'channels-first') return `${code}.permute${pythonTuple(toChannelsLast(rank))}`;
  const { flattened } = order;
  const maps = [...flattened.slice(-1), ...flattened.slice(0, -1)];
  return `${code}.unflatten(1, ${pythonTuple(maps)}).permute${pythonTuple(toChannelsLast(flattened.length + 1))}.flatten(1)`;
}

function channelsFirstOrder(tensor: TorchTensor | undefined, rank: number): string {
  if (tensor?.order === 'channels-first') return tensor.code;
  return `${documentOrder(tensor, rank)}.permute${pythonTuple(toChannelsFirst(rank))}`;
}
