import { pythonArguments, pythonNumber, pythonScalarOrTuple } from '../../python/python-text.ts';
import type { TorchContext, TorchModule, TorchTensor } from '../pytorch-contract.ts';
import { type ConvLstmParameters, convLstmShape, GATES } from './conv-lstm.ts';
import { kernelPermutation } from './convolution.ts';
import { type SpatialRank, windowOf } from './convolution-parameters.ts';
import { torchFunction } from './recurrent-pytorch.ts';
import { torchOrderOf, torchPadding } from './windows-pytorch.ts';

const CONV_LSTM = `class ConvLSTM(nn.Module):
    """The recurrence of a convolutional LSTM; input, forget, cell and output gate stand in this order in the kernels."""

    def __init__(self, state, activation, gate, recurrent_dropout=0.0):
        super().__init__()
        self.state, self.activation, self.gate = state, activation, gate
        self.recurrent_dropout = recurrent_dropout

    def forward(self, seen):
        shown = torch.zeros_like(seen[:, 0].chunk(4, dim=1)[0])
        memory = shown
        kept = F.dropout(torch.ones_like(shown), self.recurrent_dropout, self.training)
        outputs = []
        for step in seen.unbind(1):
            i, f, c, o = (step + self.state(shown * kept)).chunk(4, dim=1)
            memory = self.gate(f) * memory + self.gate(i) * self.activation(c)
            shown = self.gate(o) * self.activation(memory)
            outputs.append(shown)
        return torch.stack(outputs, 1)`;

/** A convolutional LSTM: a convolution of all steps at once, and the recurrence as a class that is written out once. */
export function torchConvLstm(
  context: TorchContext<ConvLstmParameters>,
  torch: TorchModule,
  rank: SpatialRank,
): readonly TorchTensor[] {
  const { parameters: p } = context;
  const { spatial, channels } = convLstmShape(context);
  const isFirst = p.data_format === 'channels_first';
  const x = torch.document(0);
  // One mask for all steps of a sequence.
  const mask = `F.dropout(torch.ones_like(${x}[:, :1]), ${pythonNumber(p.dropout)}, self.training)`;
  const dropped = p.dropout > 0 ? torch.assign(`${x} * ${mask}`) : x;
  const frames = torch.assign(`${dropped}.flatten(0, 1)${isFirst ? '' : '.movedim(-1, 1)'}`);
  const padded = torchPadding(torch, frames, spatial, windowOf(p));
  const isOne = (values: readonly number[]) => values.every(value => value === 1);
  const size = pythonScalarOrTuple(p.kernel_size);
  const made = String(GATES * p.filters);
  const form = { permute: kernelPermutation(rank) };
  const call = pythonArguments(
    String(channels),
    made,
    size,
    !isOne(p.strides) && `stride=${pythonScalarOrTuple(p.strides)}`,
    !isOne(p.dilation_rate) && `dilation=${pythonScalarOrTuple(p.dilation_rate)}`,
    padded.argument,
    !p.use_bias && 'bias=False',
  );
  const input = torch.module(
    `nn.Conv${rank}d(${call})`,
    { weight: { weight: 'kernel', form }, ...(p.use_bias ? { bias: { weight: 'bias' } } : {}) },
    'input',
  );
  const seen = torch.assign(`${input}(${padded.x}).unflatten(0, ${x}.shape[:2])`);
  const state = `nn.Conv${rank}d(${p.filters}, ${made}, ${size}, padding="same", bias=False)`;
  const recurrence = pythonArguments(
    state,
    torchFunction(p.activation),
    torchFunction(p.recurrent_activation),
    p.recurrent_dropout > 0 && `recurrent_dropout=${pythonNumber(p.recurrent_dropout)}`,
  );
  const module = torch.module(`${torch.define(CONV_LSTM)}(${recurrence})`, {
    'state.weight': { weight: 'recurrent_kernel', form },
  });
  const steps = `${module}(${p.go_backwards ? `${seen}.flip(1)` : seen})`;
  if (!p.return_sequences) return [{ code: `${steps}[:, -1]`, order: torchOrderOf(p.data_format) }];
  return [{ code: isFirst ? steps : `${steps}.movedim(2, -1)`, order: 'document' }];
}
