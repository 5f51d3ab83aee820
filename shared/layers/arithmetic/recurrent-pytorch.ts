import { pythonArguments, pythonBoolean, pythonNumber } from '../../python/python-text.ts';
import type { OnnxWeightForm } from '../onnx-contract.ts';
import type { TorchContext, TorchModule, TorchTensor, TorchWeightSource } from '../pytorch-contract.ts';
import type { RecurrentActivation, RecurrentParameters } from './recurrent-parameters.ts';

/** A recurrent layer, as its emission reads it. */
export interface TorchRecurrent {
  /** PyTorch's class, where its module means the same: it knows no other functions and no dropout within a layer. */
  readonly module: 'LSTM' | 'GRU' | 'RNN';
  /** Whether the layer's functions and form are those of the module. */
  readonly isPlain: boolean;
  /** For each gate of the module its place in the document. */
  readonly order: readonly number[];
  /** Rows of the bias: one for the input, or also one for the state. */
  readonly biasRows: 1 | 2;
  /** Our own class, for everything else. */
  readonly own: string;
  /** What it takes beside features and units. */
  readonly arguments: readonly string[];
  /** e.g. `nonlinearity="relu"`. */
  readonly setting?: string;
}

const FUNCTIONS: Readonly<Record<RecurrentActivation, string>> = {
  linear: 'nn.Identity()',
  sigmoid: 'torch.sigmoid',
  hard_sigmoid: 'F.hardsigmoid',
  tanh: 'torch.tanh',
  relu: 'F.relu',
  leaky_relu: 'nn.LeakyReLU(0.2)',
  elu: 'F.elu',
  softsign: 'F.softsign',
};

/** A recurrent layer's function as something that can be called. */
export function torchFunction(name: RecurrentActivation): string {
  return FUNCTIONS[name];
}

function moduleWeights(
  { order, biasRows }: TorchRecurrent,
  features: number,
  units: number,
  useBias: boolean,
): Readonly<Record<string, TorchWeightSource>> {
  const gates = order.length;
  const isStraight = order.every((gate, i) => gate === i);
  const kernel = (inputs: number): OnnxWeightForm =>
    isStraight
      ? { permute: [1, 0] }
      : {
          reshape: [inputs, gates, units],
          take: { axis: 1, indices: order },
          permute: [1, 2, 0],
          finalShape: [gates * units, inputs],
        };
  // One row of the bias serves as PyTorch's first; null stands for zeros.
  const bias = (row: number): OnnxWeightForm => ({
    reshape: [biasRows * gates, units],
    take: { axis: 0, indices: order.map(gate => (row < biasRows ? row * gates + gate : null)) },
    finalShape: [gates * units],
  });
  return {
    weight_ih_l0: { weight: 'kernel', form: kernel(features) },
    weight_hh_l0: { weight: 'recurrent_kernel', form: kernel(units) },
    ...(useBias
      ? {
          bias_ih_l0: { weight: 'bias', form: bias(0) },
          bias_hh_l0: { weight: 'bias', form: bias(1) },
        }
      : {}),
  };
}

/**
 * A recurrent layer: PyTorch's module where it means the same, else a class of our own that is written out once.
 *
 * @param context the layer
 * @param torch the module under construction
 * @param layer what it is
 */
export function torchRecurrent<P extends RecurrentParameters>(
  { parameters: p, inputs: [input], maskCodes }: TorchContext<P>,
  torch: TorchModule,
  layer: TorchRecurrent,
): readonly TorchTensor[] {
  const features = Number(input?.shape?.[2]);
  const inOrder = (code: string) => (p.go_backwards ? `${code}.flip(1)` : code);
  const given = maskCodes?.[0];
  const mask = given === undefined ? null : inOrder(given);
  const read = inOrder(torch.document(0));
  const x = mask === null ? read : `${torch.define(PRESENT_FIRST)}(${read}, ${mask})`;
  const steps = (): string => {
    if (layer.isPlain && p.dropout === 0 && p.recurrent_dropout === 0) {
      const call = pythonArguments(
        String(features),
        String(p.units),
        layer.setting,
        'batch_first=True',
        !p.use_bias && 'bias=False',
      );
      const module = torch.module(
        `nn.${layer.module}(${call})`,
        moduleWeights(layer, features, p.units, p.use_bias),
      );
      if (p.use_bias && layer.biasRows === 1) {
        torch.initialize('# Keras has one bias here: the second stays zero.');
        torch.initialize(`nn.init.zeros_(${module}.bias_hh_l0).requires_grad_(False)`);
      }
      return `${module}(${x})[0]`;
    }
    const call = pythonArguments(
      String(features),
      String(p.units),
      ...layer.arguments,
      `bias=${pythonBoolean(p.use_bias)}`,
      p.dropout > 0 && `dropout=${pythonNumber(p.dropout)}`,
      p.recurrent_dropout > 0 && `recurrent_dropout=${pythonNumber(p.recurrent_dropout)}`,
    );
    torch.define(RECURRENT);
    const module = torch.module(`${torch.define(layer.own)}(${call})`, {
      kernel: { weight: 'kernel' },
      recurrent_kernel: { weight: 'recurrent_kernel' },
      ...(p.use_bias ? { bias: { weight: 'bias' } } : {}),
    });
    return `${module}(${x})`;
  };
  const made = mask === null ? steps() : `${torch.define(LAST_PRESENT)}(${steps()}, ${mask})`;
  return [{ code: p.return_sequences ? made : `${made}[:, -1]`, order: 'document' }];
}

const PRESENT_FIRST = `def present_first(x, mask):
    """Moves the steps that are there to the front, in their order."""
    order = torch.argsort((~mask).int(), dim=1, stable=True)
    return torch.gather(x, 1, order.unsqueeze(-1).expand_as(x))`;

const LAST_PRESENT = `def last_present(steps, mask):
    """Gives each step the output of the last one up to it that is there; 0 before the first."""
    count = mask.cumsum(1)
    places = (count - 1).clamp(min=0).unsqueeze(-1).expand_as(steps)
    return torch.gather(steps, 1, places) * (count > 0).unsqueeze(-1)`;

const RECURRENT = `class Recurrent(nn.Module):
    """A recurrent layer as Keras has it: free choice of functions, one dropout mask for all steps of a sequence."""

    def __init__(self, features, units, gates, bias_shape, bias, dropout, recurrent_dropout):
        super().__init__()
        self.units, self.dropout, self.recurrent_dropout = units, dropout, recurrent_dropout
        self.kernel = nn.Parameter(torch.zeros(features, gates * units))
        self.recurrent_kernel = nn.Parameter(torch.zeros(units, gates * units))
        self.bias = nn.Parameter(torch.zeros(bias_shape)) if bias else 0.0

    def forward(self, x):
        state = x.new_zeros(x.shape[0], self.units)
        memory = state
        dropped = F.dropout(torch.ones_like(x[:, 0]), self.dropout, self.training)
        forgotten = F.dropout(torch.ones_like(state), self.recurrent_dropout, self.training)
        outputs = []
        for step in x.unbind(1):
            state, memory = self.advance(step * dropped, state, memory, forgotten)
            outputs.append(state)
        return torch.stack(outputs, 1)`;

/** The plain recurrent layer as a class. */
export const OWN_RNN = `class KerasRNN(Recurrent):
    """The state is a function of input and state."""

    def __init__(self, features, units, activation, bias=True, dropout=0.0, recurrent_dropout=0.0):
        super().__init__(features, units, 1, (units,), bias, dropout, recurrent_dropout)
        self.activation = activation

    def advance(self, x, state, memory, forgotten):
        total = x @ self.kernel + self.bias + (state * forgotten) @ self.recurrent_kernel
        return self.activation(total), memory`;

/** The long short-term memory as a class. */
export const OWN_LSTM = `class KerasLSTM(Recurrent):
    """Input, forget, cell and output gate stand in this order in the weights."""

    def __init__(self, features, units, activation, gate, bias=True, dropout=0.0, recurrent_dropout=0.0):
        super().__init__(features, units, 4, (4 * units,), bias, dropout, recurrent_dropout)
        self.activation, self.gate = activation, gate

    def advance(self, x, state, memory, forgotten):
        total = x @ self.kernel + self.bias + (state * forgotten) @ self.recurrent_kernel
        i, f, c, o = total.chunk(4, dim=1)
        memory = self.gate(f) * memory + self.gate(i) * self.activation(c)
        return self.gate(o) * self.activation(memory), memory`;

/** The gated recurrent unit whose reset gate acts after the matrix product, as a class. */
export const OWN_GRU = `class KerasGRU(Recurrent):
    """Update gate, reset gate and candidate stand in this order in the weights; the recurrence has a bias of its own."""

    def __init__(self, features, units, activation, gate, bias=True, dropout=0.0, recurrent_dropout=0.0):
        super().__init__(features, units, 3, (2, 3 * units), bias, dropout, recurrent_dropout)
        self.activation, self.gate = activation, gate

    def advance(self, x, state, memory, forgotten):
        first, second = self.bias if isinstance(self.bias, torch.Tensor) else (0.0, 0.0)
        seen = state * forgotten
        xz, xr, xh = (x @ self.kernel + first).chunk(3, dim=1)
        hz, hr, hh = (seen @ self.recurrent_kernel + second).chunk(3, dim=1)
        z, r = self.gate(xz + hz), self.gate(xr + hr)
        return z * state + (1 - z) * self.activation(xh + r * hh), memory`;

/** The gated recurrent unit whose reset gate acts before the matrix product, as a class. */
export const OWN_GRU_BEFORE = `class KerasGRUResetBefore(Recurrent):
    """Update gate, reset gate and candidate stand in this order in the weights; the reset gate acts on the state itself."""

    def __init__(self, features, units, activation, gate, bias=True, dropout=0.0, recurrent_dropout=0.0):
        super().__init__(features, units, 3, (3 * units,), bias, dropout, recurrent_dropout)
        self.activation, self.gate = activation, gate

    def advance(self, x, state, memory, forgotten):
        seen = state * forgotten
        xz, xr, xh = (x @ self.kernel + self.bias).chunk(3, dim=1)
        kz, kr, kh = self.recurrent_kernel.chunk(3, dim=1)
        z, r = self.gate(xz + seen @ kz), self.gate(xr + seen @ kr)
        return z * state + (1 - z) * self.activation(xh + (r * seen) @ kh), memory`;
