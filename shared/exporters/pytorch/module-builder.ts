import type { NodeInference } from '../../inference/infer.ts';
import { channelsFirstOrder, documentOrder } from '../../layers/arithmetic/order-pytorch.ts';
import { torchConstant, torchType } from '../../layers/arithmetic/types-pytorch.ts';
import { LayerError, type WeightDescription } from '../../layers/contract.ts';
import type { OnnxWeightForm } from '../../layers/onnx-contract.ts';
import type {
  TorchContext,
  TorchModule,
  TorchTensor,
  TorchWeightSource,
} from '../../layers/pytorch-contract.ts';
import { weightName } from '../../layers/weight-store.ts';
import { PythonNames } from '../../python/python-names.ts';
import { pythonTuple } from '../../python/python-text.ts';
import { ExportError } from '../onnx/export-error.ts';
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
  /** What the variable is called where it needs a name. */
  readonly name: string;
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
  private batched: string | null = null;

  /** Tells an input whose first axis is the batch. */
  noteBatched(token: string): void {
    this.batched ??= token;
  }

  /** A stand-in for a variable that gets its name when all lines are known. */
  token(): string {
    this.tokens += 1;
    return `«${this.tokens}»`;
  }

  /** Adds a line to forward and answers the variable's token. */
  assign(layer: string, expression: string, part = ''): string {
    const token = this.token();
    const name = part === '' ? layer : `${layer}_${part}`;
    this.forwardLines.push({ layer, name, token, expression });
    return token;
  }

  /**
   * Lets a layer write itself.
   *
   * @param node the layer
   * @param inputs what stands on its wires
   * @param maskCodes the masks that it reads, by port
   * @returns one tensor per output, each a variable
   */
  addLayer(
    node: NodeInference,
    inputs: readonly TorchTensor[],
    maskCodes: TorchContext<unknown>['maskCodes'] | null = null,
  ): readonly TorchTensor[] {
    const before = this.parameters.length;
    const results = this.written(node, inputs, maskCodes);
    if (!node.node.trainable) this.freeze(node.name, this.parameters.slice(before));
    return results.map(({ code, order }) => ({
      code: isSettled(code) ? code : this.assign(node.name, code),
      order,
    }));
  }

  /** The names used by the class itself. */
  attributeNames(): PythonNames {
    return this.attributes;
  }

  private written(
    node: NodeInference,
    inputs: readonly TorchTensor[],
    maskCodes: TorchContext<unknown>['maskCodes'] | null,
  ): readonly TorchTensor[] {
    try {
      const context = { ...node.context(), inputTensors: inputs, ...(maskCodes && { maskCodes }) };
      const results = node.layer?.pytorch?.(context, this.layerModule(node, inputs));
      if (results) return results;
    } catch (error) {
      if (!(error instanceof LayerError)) throw error;
      throw new ExportError(
        'export.layer',
        `PyTorch code cannot be written: the layer ${node.name} ${error.message}`,
      );
    }
    throw new Error(`${node.name} has no PyTorch form.`);
  }

  /** A frozen layer's own parameters are buffers already; what stands within a module is told not to learn. */
  private freeze(layer: string, parameters: readonly TorchParameter[]): void {
    const modules = parameters.flatMap(({ key }) => /^(.+)\.\w+$/.exec(key)?.[1] ?? []);
    for (const module of new Set(modules))
      this.initLines.push({ layer, line: `self.${module}.requires_grad_(False)` });
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
        const { dtype = 'float32' } = description;
        const shape = pythonTuple(formedShape(description.shape, form));
        const zeros = `torch.zeros(${shape}${dtype === 'float32' ? '' : `, dtype=${torchType(dtype)}`})`;
        const line =
          description.trainable && node.node.trainable
            ? `self.${name} = nn.Parameter(${zeros})`
            : `self.register_buffer("${name}", ${zeros})`;
        this.initLines.push({ layer: owner, line });
        addParameter(name, { weight, form });
        return `self.${name}`;
      },
      constant: (values, dtype, shape, part = 'value') => {
        const key = `${owner} constant ${part}`;
        const known = this.made.get(key);
        if (known !== undefined) return known;
        const name = attribute(part);
        this.made.set(key, `self.${name}`);
        const tensor = torchConstant(values, dtype, shape);
        this.initLines.push({
          layer: owner,
          line: `self.register_buffer("${name}", ${tensor}, persistent=False)`,
        });
        return `self.${name}`;
      },
      initialize: line => {
        const isKnown = this.initLines.some(known => known.layer === owner && known.line === line);
        if (!isKnown) this.initLines.push({ layer: owner, line });
      },
      assign: (expression, part) => this.assign(node.name, expression, part),
      batchSize: () => (this.batched === null ? null : `${this.batched}.shape[0]`),
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

/** Whether an expression is a variable or an attribute already. */
function isSettled(code: string): boolean {
  return /^(«\d+»|self\.\w+)$/.test(code);
}
