import { pythonArguments, pythonNumber, pythonTuple } from '../../python/python-text.ts';
import type { TorchContext, TorchModule, TorchOrder, TorchTensor } from '../pytorch-contract.ts';
import { broadcastShape, extentsOf, frontAxes, moveAxis } from './normalization.ts';

/** What the emission of a batch normalization reads of its parameters. */
interface BatchNormalizationParameters {
  readonly axis: number;
  readonly momentum: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
}

/** The argument for what is added to the variance; PyTorch's normalizations have 1e-5 where it is left out. */
function epsilonArgument(epsilon: number): string | false {
  return epsilon !== 1e-5 && `eps=${pythonNumber(epsilon)}`;
}

/**
 * A batch normalization as nn.BatchNorm1d, 2d or 3d. Their momentum is the share of the new statistics: 1 - Keras's. Where gamma or beta is
 * left out, the function is called with the layer's own tensors, so that no parameter stands in that Keras does not have.
 */
export function torchBatchNormalization(
  context: TorchContext<BatchNormalizationParameters>,
  torch: TorchModule,
): readonly TorchTensor[] {
  const { parameters: p, inputs, inputTensors } = context;
  const shape = inputs[0]?.shape ?? [];
  const rank = shape.length;
  const [axis = 1] = frontAxes([p.axis], rank);
  const [size = 0] = extentsOf(shape, [axis]);
  const isLast = rank > 2 && axis === rank - 1;
  const isPlain = axis === 1 && !(rank > 2 && inputTensors[0]?.order === 'channels-first');
  const { there, back } = moveAxis(rank, axis, 1);
  const x = isLast
    ? torch.channelsFirst(0)
    : isPlain
      ? torch.document(0)
      : `${torch.document(0)}.permute${pythonTuple(there)}`;
  const normalized = torchNormalize(p, torch, size, rank, x);
  const order: TorchOrder = isLast ? 'channels-first' : 'document';
  return [{ code: isLast || isPlain ? normalized : `${normalized}.permute${pythonTuple(back)}`, order }];
}

function torchNormalize(
  p: BatchNormalizationParameters,
  torch: TorchModule,
  size: number,
  rank: number,
  x: string,
): string {
  const momentum = pythonNumber(Number((1 - p.momentum).toPrecision(12)));
  if (p.center === p.scale) {
    const call = pythonArguments(
      String(size),
      epsilonArgument(p.epsilon),
      momentum !== '0.1' && `momentum=${momentum}`,
      !p.scale && 'affine=False',
    );
    const module = torch.module(`nn.BatchNorm${Math.max(1, rank - 2)}d(${call})`, {
      ...(p.scale ? { weight: { weight: 'gamma' }, bias: { weight: 'beta' } } : {}),
      running_mean: { weight: 'moving_mean' },
      running_var: { weight: 'moving_variance' },
    });
    return `${module}(${x})`;
  }
  const call = pythonArguments(
    x,
    torch.parameter('moving_mean'),
    torch.parameter('moving_variance'),
    p.scale ? torch.parameter('gamma') : 'None',
    p.center ? torch.parameter('beta') : 'None',
    'self.training',
    momentum,
    pythonNumber(p.epsilon),
  );
  return `F.batch_norm(${call})`;
}

/** What the emission of a layer normalization reads of its parameters. */
interface LayerNormalizationParameters {
  readonly axis: readonly number[];
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
}

/** A layer normalization: nn.LayerNorm over the last axes with both weights, else spelled out. */
export function torchLayerNormalization(
  { parameters: p, inputs: [input] }: TorchContext<LayerNormalizationParameters>,
  torch: TorchModule,
): readonly TorchTensor[] {
  const shape = input?.shape ?? [];
  const axes = frontAxes(p.axis, shape.length);
  const extents = extentsOf(shape, axes);
  const x = torch.document(0);
  const isTail = axes.length === shape.length - (axes[0] ?? 0);
  if (isTail && extents.every(Number.isFinite) && (p.scale || !p.center)) {
    const call = pythonArguments(
      extents.length === 1 ? String(extents[0]) : pythonTuple(extents),
      epsilonArgument(p.epsilon),
      !p.scale && 'elementwise_affine=False',
      p.scale && !p.center && 'bias=False',
    );
    const module = torch.module(`nn.LayerNorm(${call})`, {
      ...(p.scale ? { weight: { weight: 'gamma' } } : {}),
      ...(p.center ? { bias: { weight: 'beta' } } : {}),
    });
    return [{ code: `${module}(${x})`, order: 'document' }];
  }
  const over = pythonTuple(axes);
  const variance = torch.assign(`${x}.var(${over}, unbiased=False, keepdim=True)`);
  const unit = `(${x} - ${x}.mean(${over}, keepdim=True)) / (${variance} + ${pythonNumber(p.epsilon)}).sqrt()`;
  const finalShape = broadcastShape(shape.length, axes, extents);
  const scaled = p.scale ? `${unit} * ${torch.parameter('gamma', { finalShape })}` : unit;
  return [
    { code: p.center ? `${scaled} + ${torch.parameter('beta', { finalShape })}` : scaled, order: 'document' },
  ];
}

/** What the emission of a group normalization reads of its parameters. */
interface GroupNormalizationParameters {
  readonly groups: number;
  readonly axis: number;
  readonly epsilon: number;
  readonly center: boolean;
  readonly scale: boolean;
}

/** A group normalization as nn.GroupNorm; called as a function where gamma or beta alone is left out. */
export function torchGroupNormalization(
  { parameters: p, inputs: [input] }: TorchContext<GroupNormalizationParameters>,
  torch: TorchModule,
): readonly TorchTensor[] {
  const shape = input?.shape ?? [];
  const rank = shape.length;
  const [axis = 1] = frontAxes([p.axis], rank);
  const [size = 0] = extentsOf(shape, [axis]);
  const groups = String(p.groups === -1 ? size : p.groups);
  const isLast = rank > 2 && axis === rank - 1;
  const { there, back } = moveAxis(rank, axis, 1);
  const straight = isLast ? torch.channelsFirst(0) : torch.document(0);
  const isTurned = !isLast && axis !== 1;
  const x = isTurned ? `${straight}.permute${pythonTuple(there)}` : straight;
  const epsilon = epsilonArgument(p.epsilon);
  const write = (): string => {
    if (p.center === p.scale) {
      const weights = { weight: { weight: 'gamma' }, bias: { weight: 'beta' } };
      const call = pythonArguments(groups, String(size), epsilon, !p.scale && 'affine=False');
      return `${torch.module(`nn.GroupNorm(${call})`, p.scale ? weights : {})}(${x})`;
    }
    const weight = p.scale ? `weight=${torch.parameter('gamma')}` : `bias=${torch.parameter('beta')}`;
    return `F.group_norm(${pythonArguments(x, groups, weight, epsilon)})`;
  };
  const code = isTurned ? `${write()}.permute${pythonTuple(back)}` : write();
  return [{ code, order: isLast ? 'channels-first' : 'document' }];
}
