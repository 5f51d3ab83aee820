import { pythonArguments, pythonNumber, pythonString, pythonTuple } from '../../python/python-text.ts';
import type { TorchContext, TorchModule, TorchTensor } from '../pytorch-contract.ts';
import { attentionPlan, type HeadSettings, type Heads } from './attention-heads.ts';
import { type Contraction, equationOf } from './contraction.ts';
import { sizeOf } from './elements.ts';

const ATTENTION_MASK = `def attention_mask(queries, keys, causal, window, device):
    """What is added to scores: nothing, or so little that a key behind or too far away does not count."""
    distance = torch.arange(queries, device=device)[:, None] - torch.arange(keys, device=device)
    hidden = distance < 0 if causal else torch.zeros_like(distance, dtype=torch.bool)
    if window is not None:
        hidden = hidden | (distance.abs() >= window)
    return torch.where(hidden, -1e9, 0.0)`;

const MISSING_PLACES = `def missing_places(query, *keys):
    """What is added to scores: so little that a pair with a missing query or key does not count; None is all there."""
    seen = torch.tensor(True) if query is None else query.unsqueeze(-1)
    for mask in keys:
        seen = seen & mask.unsqueeze(-2)
    return torch.where(seen, 0.0, -1e9)`;

/** What is added to scores of missing places, as an expression; null without masks. */
function missingPlaces(
  torch: TorchModule,
  query: string | undefined,
  keys: readonly (string | undefined)[],
): string | null {
  const known = keys.filter(key => key !== undefined);
  if (query === undefined && known.length === 0) return null;
  return `${torch.define(MISSING_PLACES)}(${[query ?? 'None', ...known].join(', ')})`;
}

/** Both of two addends of scores, of which neither hides more than the other. */
function bothHidden(a: string | null, b: string | null): string | null {
  return a !== null && b !== null ? `(${a} + ${b}).clamp(min=-1e9)` : (a ?? b);
}

/** The mask as an expression. */
function mask(torch: TorchModule, p: MaskSettings, queries: string, keys: string): string {
  const window = p.window === null ? 'None' : String(p.window);
  const causal = p.isCausal ? 'True' : 'False';
  const device = queries.replace(/\.shape.*$/, '.device');
  return `${torch.define(ATTENTION_MASK)}(${queries}, ${keys}, ${causal}, ${window}, ${device})`;
}

interface MaskSettings {
  readonly isCausal: boolean;
  readonly window: number | null;
}

const dropoutArgument = (rate: number) =>
  rate > 0 && `dropout_p=${pythonNumber(rate)} if self.training else 0.0`;

type Settings = HeadSettings & { readonly dropout: number };

/** Places and features, attended along the places: PyTorch's own function, with a projection as nn.Linear each. */
function plainHeads(
  { parameters: p, inputs, maskCodes }: TorchContext<Settings>,
  torch: TorchModule,
  heads: Heads,
): readonly TorchTensor[] {
  const groups = heads.repeats === null ? [heads.heads] : [heads.heads, heads.repeats];
  const queryHeads = sizeOf(groups);
  const keyPort = inputs.length > 2 ? 2 : 1;
  const features = (port: number) => Number(inputs[port]?.shape?.at(-1));
  const project = (name: string, port: number, count: number, size: number) => {
    const made = count * size;
    const call = pythonArguments(String(features(port)), String(made), !p.use_bias && 'bias=False');
    const module = torch.module(
      `nn.Linear(${call})`,
      {
        weight: {
          weight: `${name}/kernel`,
          form: { reshape: [features(port), made], permute: [1, 0] },
        },
        ...(p.use_bias ? { bias: { weight: `${name}/bias`, form: { finalShape: [made] } } } : {}),
      },
      name,
    );
    return `${module}(${torch.document(port)})`;
  };
  const split = (name: string, port: number, count: number, size: number) =>
    torch.assign(
      `${project(name, port, count, size)}.unflatten(-1, ${pythonTuple([count, size])}).transpose(1, 2)`,
      name,
    );
  const query = split('query', 0, queryHeads, heads.keyDim);
  const key = split('key', keyPort, heads.heads, heads.keyDim);
  const value = split('value', 1, heads.heads, heads.valueDim);
  const places = (x: string) => `${x}.shape[-2]`;
  const settings: MaskSettings = { isCausal: p.use_causal_mask, window: p.sliding_window };
  const missing = missingPlaces(torch, maskCodes?.[0], [maskCodes?.[1], maskCodes?.[2]]);
  const isWritten = p.sliding_window !== null || (missing !== null && p.use_causal_mask);
  const hidden = bothHidden(
    isWritten ? mask(torch, settings, places(query), places(key)) : null,
    missing && `${missing}.unsqueeze(1)`,
  );
  const answer = torch.assign(
    `F.scaled_dot_product_attention(${pythonArguments(
      query,
      key,
      value,
      hidden !== null && `attn_mask=${hidden}`,
      dropoutArgument(p.dropout),
      hidden === null && p.use_causal_mask && 'is_causal=True',
      heads.repeats !== null && 'enable_gqa=True',
    )})`,
  );
  const joined = `${answer}.transpose(1, 2).flatten(-2)`;
  const gated = p.use_gate
    ? `${joined} * torch.sigmoid(${project('gate', 0, queryHeads, heads.valueDim)})`
    : joined;
  const from = queryHeads * heads.valueDim;
  const [made = 0] = heads.outputShape;
  const call = pythonArguments(String(from), String(made), !p.use_bias && 'bias=False');
  const module = torch.module(
    `nn.Linear(${call})`,
    {
      weight: { weight: 'attention_output/kernel', form: { reshape: [from, made], permute: [1, 0] } },
      ...(p.use_bias ? { bias: { weight: 'attention_output/bias' } } : {}),
    },
    'output',
  );
  return [{ code: `${module}(${gated})`, order: 'document' }];
}

/** Attention over several axes, or to an output of several: products in Einstein's notation. */
function generalHeads(
  { parameters: p, inputs, maskCodes }: TorchContext<Settings>,
  torch: TorchModule,
  heads: Heads,
): readonly TorchTensor[] {
  const rank = inputs[0]?.shape?.length ?? 3;
  const plan = attentionPlan(rank, heads);
  const groups = heads.repeats === null ? [heads.heads] : [heads.heads, heads.repeats];
  const product = (contraction: Contraction, x: string, y: string) =>
    `torch.einsum(${pythonString(equationOf(contraction))}, ${x}, ${y})`;
  const project = (
    name: string,
    contraction: Contraction,
    x: string,
    from: readonly number[],
    to: readonly number[],
  ) => {
    const kernel = torch.parameter(`${name}/kernel`, { finalShape: [...from, ...to] });
    const sum = product(contraction, x, kernel);
    return p.use_bias ? `${sum} + ${torch.parameter(`${name}/bias`, { finalShape: to })}` : sum;
  };
  const features = (port: number) => [Number(inputs[port]?.shape?.at(-1))];
  const keyPort = inputs.length > 2 ? 2 : 1;
  const [query, keySource, valueSource] = [torch.document(0), torch.document(keyPort), torch.document(1)];
  const queries = torch.assign(
    project('query', plan.query, query, features(0), [...groups, heads.keyDim]),
    'query',
  );
  const keys = torch.assign(
    project('key', plan.key, keySource, features(keyPort), [heads.heads, heads.keyDim]),
    'key',
  );
  const values = torch.assign(
    project('value', plan.value, valueSource, features(1), [heads.heads, heads.valueDim]),
    'value',
  );
  const raw = `${product(plan.scores, queries, keys)} / ${pythonNumber(Math.sqrt(heads.keyDim))}`;
  const settings: MaskSettings = { isCausal: p.use_causal_mask, window: p.sliding_window };
  const isMasked = settings.isCausal || settings.window !== null;
  const missing = missingPlaces(torch, maskCodes?.[0], [maskCodes?.[1], maskCodes?.[2]]);
  const hidden = bothHidden(
    isMasked ? mask(torch, settings, `${query}.shape[1]`, `${valueSource}.shape[1]`) : null,
    missing && missing + '.unsqueeze(1)'.repeat(plan.scores.result.length - rank),
  );
  const scores = torch.assign(hidden === null ? raw : `${raw} + ${hidden}`);
  const count = heads.axes.length;
  const shares = torch.assign(
    count === 1
      ? `F.softmax(${scores}, dim=-1)`
      : `F.softmax(${scores}.flatten(-${count}), dim=-1).reshape(${scores}.shape)`,
  );
  const kept = p.dropout > 0 ? `F.dropout(${shares}, ${pythonNumber(p.dropout)}, self.training)` : shares;
  const answer = torch.assign(product(plan.combine, kept, values));
  const gated = p.use_gate
    ? torch.assign(
        `${answer} * torch.sigmoid(${project('gate', plan.gate, query, features(0), [...groups, heads.valueDim])})`,
      )
    : answer;
  const code = project(
    'attention_output',
    plan.output,
    gated,
    [...groups, heads.valueDim],
    heads.outputShape,
  );
  return [{ code, order: 'document' }];
}

/**
 * Attention with heads.
 *
 * @param context the layer
 * @param torch the module under construction
 * @param heads the extents
 */
export function torchHeads(
  context: TorchContext<Settings>,
  torch: TorchModule,
  heads: Heads,
): readonly TorchTensor[] {
  const isPlain = context.inputs[0]?.shape?.length === 3 && heads.outputShape.length === 1;
  return isPlain ? plainHeads(context, torch, heads) : generalHeads(context, torch, heads);
}

/** The answers of missing queries are 0. */
function shownQueries(code: string, mask: string | undefined): string {
  return mask === undefined ? code : `${code} * ${mask}.unsqueeze(-1)`;
}

/** What the emission of an attention without heads reads of its parameters. */
interface AttentionParameters {
  readonly dropout: number;
  readonly use_causal_mask: boolean;
}

/** Attention without heads whose scores are products: PyTorch's own function. */
export function torchDotAttention<P extends AttentionParameters>(
  { parameters: p, inputs, maskCodes }: TorchContext<P>,
  torch: TorchModule,
  scale: string | null,
): readonly TorchTensor[] {
  const query = scale === null ? torch.document(0) : `${torch.document(0)} * ${scale}`;
  const missing = missingPlaces(torch, undefined, [maskCodes?.[1]]);
  const settings: MaskSettings = { isCausal: p.use_causal_mask, window: null };
  const places = (port: number) => `${torch.document(port)}.shape[-2]`;
  const hidden =
    missing && bothHidden(p.use_causal_mask ? mask(torch, settings, places(0), places(1)) : null, missing);
  const call = pythonArguments(
    query,
    torch.document(inputs.length > 2 ? 2 : 1),
    torch.document(1),
    dropoutArgument(p.dropout),
    hidden !== null && `attn_mask=${hidden}`,
    hidden === null && p.use_causal_mask && 'is_causal=True',
    'scale=1.0',
  );
  return [
    { code: shownQueries(`F.scaled_dot_product_attention(${call})`, maskCodes?.[0]), order: 'document' },
  ];
}

/**
 * Attention without heads whose scores are a function of the sum of each query and key.
 *
 * @param score makes scores of `tanh(query + key)`
 * @param scale multiplies the sum; null for none
 */
export function torchPairAttention<P extends AttentionParameters>(
  { parameters: p, inputs, maskCodes }: TorchContext<P>,
  torch: TorchModule,
  score: (pairs: string) => string,
  scale: string | null,
): readonly TorchTensor[] {
  const [query, value] = [torch.document(0), torch.document(1)];
  const key = torch.document(inputs.length > 2 ? 2 : 1);
  const sum = `${query}.unsqueeze(-2) + ${key}.unsqueeze(-3)`;
  const pairs = torch.assign(`torch.tanh(${scale === null ? sum : `${scale} * (${sum})`})`);
  const scores = score(pairs);
  const settings = { isCausal: p.use_causal_mask, window: null };
  const hidden = bothHidden(
    p.use_causal_mask ? mask(torch, settings, `${query}.shape[-2]`, `${value}.shape[-2]`) : null,
    missingPlaces(torch, undefined, [maskCodes?.[1]]),
  );
  const masked = hidden === null ? scores : `${scores} + ${hidden}`;
  const shares = `F.softmax(${masked}, dim=-1)`;
  const kept = p.dropout > 0 ? `F.dropout(${shares}, ${pythonNumber(p.dropout)}, self.training)` : shares;
  return [
    {
      code: shownQueries(
        maskCodes?.[0] === undefined ? `${kept} @ ${value}` : `(${kept} @ ${value})`,
        maskCodes?.[0],
      ),
      order: 'document',
    },
  ];
}
