import type { TorchModule } from '../pytorch-contract.ts';
import type { ActivationName } from './activation-names.ts';

const STEP = `class Step(torch.autograd.Function):
    """1 from 0 on, else 0; the gradient passes straight through where the input lies from -1 to 1 (Bengio et al. 2013)."""

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return (x >= 0).to(x.dtype)

    @staticmethod
    def backward(ctx, gradient):
        (x,) = ctx.saved_tensors
        return gradient * (x.abs() <= 1).to(gradient.dtype)`;

/**
 * An activation as a PyTorch expression, with Keras 3's meaning.
 *
 * @param torch the module under construction
 * @param name the activation
 * @param x the expression it is applied to
 * @param softmaxAxis the axis of softmax and log_softmax in the tensor's order
 */
export function torchActivation(
  torch: TorchModule,
  name: ActivationName,
  x: string,
  softmaxAxis = -1,
): string {
  switch (name) {
    case 'linear':
      return x;
    case 'step':
      return `${torch.define(STEP)}.apply(${x})`;
    case 'sigmoid':
      return `torch.sigmoid(${x})`;
    case 'tanh':
      return `torch.tanh(${x})`;
    case 'hard_sigmoid':
      return `F.hardsigmoid(${x})`;
    case 'relu':
      return `F.relu(${x})`;
    case 'relu6':
      return `F.relu6(${x})`;
    case 'leaky_relu':
      return `F.leaky_relu(${x}, 0.2)`;
    case 'elu':
      return `F.elu(${x})`;
    case 'selu':
      return `F.selu(${x})`;
    case 'softplus':
      return `F.softplus(${x})`;
    case 'softsign':
      return `F.softsign(${x})`;
    case 'silu':
      return `F.silu(${x})`;
    case 'gelu':
      return `F.gelu(${x})`;
    case 'celu':
      return `F.celu(${x})`;
    case 'hard_silu':
      return `F.hardswish(${x})`;
    case 'mish':
      return `F.mish(${x})`;
    case 'log_sigmoid':
      return `F.logsigmoid(${x})`;
    case 'hard_tanh':
      return `F.hardtanh(${x})`;
    case 'hard_shrink':
      return `F.hardshrink(${x})`;
    case 'soft_shrink':
      return `F.softshrink(${x})`;
    case 'tanh_shrink':
      return `F.tanhshrink(${x})`;
    case 'squareplus':
      return `(${x} + torch.sqrt(torch.square(${x}) + 4)) / 2`;
    case 'exponential':
      return `torch.exp(${x})`;
    case 'softmax':
      return `F.softmax(${x}, dim=${softmaxAxis})`;
    case 'log_softmax':
      return `F.log_softmax(${x}, dim=${softmaxAxis})`;
  }
}
