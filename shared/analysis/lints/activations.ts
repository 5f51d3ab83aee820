import type { NodeInference } from '../../inference/infer.ts';
import { formatCount } from '../../layers/formatting.ts';
import { activationOf, type Lint, type LintedNetwork, nameSome, setAll, withFix } from './lint.ts';

/**
 * A fully connected layer without activation that feeds nothing but another one: the product of two matrices is one matrix. A narrow first layer
 * is a factorization that saves parameters, which may be meant. Source: Goodfellow, Bengio and Courville, Deep Learning, section 6.1.
 */
export const missingNonLinearity: Lint = network =>
  network.nodes.flatMap(node => {
    const before = node.layer?.traits.isFullyConnected ? network.source(node) : undefined;
    if (!before?.isBuilt || !before.layer?.traits.isFullyConnected || activationOf(before) !== null)
      return [];
    if (network.consumerCount(before) !== 1 || network.outputs.has(before.name)) return [];
    const [inputs = 0, units = 0] = before.weights[0]?.shape ?? [];
    const outputs = node.weights[0]?.shape[1] ?? 0;
    const isNarrow = units < Math.min(inputs, outputs);
    const message = isNarrow
      ? `${before.name} has no activation before ${node.name}: together they are one linear layer of rank ${units}. That may be meant to save parameters; else give ${before.name} an activation.`
      : `${before.name} has no activation before ${node.name}: two linear layers in a row compute what one of ${formatCount(inputs)} × ${formatCount(outputs)} computes. Give ${before.name} an activation, such as relu.`;
    const parameter = before.layer.traits.activationParameter;
    return [
      withFix(
        { code: 'activation.missing', severity: isNarrow ? 'info' : 'warning', layer: before.name, message },
        'Set activation to relu',
        parameter === undefined ? [] : setAll([before], parameter, 'relu'),
      ),
    ];
  });

/** So many sigmoids in a row are a chain. */
const SATURATING_CHAIN = 3;

/**
 * Sigmoids one behind the other without normalization or bypass between them: the derivative of each is at most 1/4, so the gradient that
 * reaches the first is at most (1/4)^n of what it was, weights aside. Source: Hochreiter 1991; Glorot and Bengio 2010.
 */
export const sigmoidChain: Lint = network => {
  const chain = longestChain(
    network,
    node => activationOf(node) === 'sigmoid' && !network.outputs.has(node.name),
  );
  const [first] = chain;
  const last = chain.at(-1);
  if (chain.length < SATURATING_CHAIN || !first || !last) return [];
  const factor = 0.25 ** chain.length;
  return [
    withFix(
      {
        code: 'activation.saturates',
        severity: 'warning',
        layer: first.name,
        message: `${chain.length} sigmoids stand in a row from ${first.name} to ${last.name}: each passes at most 1/4 of the gradient, together at most ${Number(factor.toPrecision(2))}, so the first layers hardly learn. Use relu, or put normalizations between.`,
      },
      'Use relu in these layers',
      setAll(
        chain.filter(node => node.layer?.traits.activationParameter !== undefined),
        node => node.layer?.traits.activationParameter ?? '',
        'relu',
      ),
    ),
  ];
};

/** From so many rectified layers in a row on, the loss of variance matters (He et al. train 22 layers with Glorot, slowly; 30 not at all). */
const DEEP_CHAIN = 10;
const RECTIFIERS: ReadonlySet<string> = new Set(['relu', 'relu6', 'leaky_relu', 'elu']);
const HALVING = /^(glorot|lecun)_(uniform|normal)$/;

/**
 * Many rectified layers in a row that begin with Glorot's or LeCun's variance: a rectifier halves the variance of its input, which He's
 * initializers make up for. Source: He et al., Delving Deep into Rectifiers, 2015, section 2.2.
 */
export const rectifierInitializer: Lint = network => {
  const kernels = new Map<NodeInference, NodeInference>();
  const chain = longestChain(network, node => {
    const activation = activationOf(node);
    if (activation === null || !RECTIFIERS.has(activation)) return false;
    const weighted = node.layer?.traits.isActivation ? network.source(node) : node;
    if (!weighted || !HALVING.test(kernelInitializer(weighted) ?? '')) return false;
    kernels.set(node, weighted);
    return true;
  });
  const weighted = chain.flatMap(node => kernels.get(node) ?? []);
  const [first] = weighted;
  if (weighted.length < DEEP_CHAIN || !first) return [];
  const name = kernelInitializer(first) ?? '';
  const better = name.replace(HALVING, 'he_$2');
  return [
    withFix(
      {
        code: 'initializer.gain',
        severity: 'info',
        layer: first.name,
        message: `${weighted.length} rectified layers in a row from ${first.name} on begin with ${name}: each halves the variance of the signal, together to about ${Number((0.5 ** weighted.length).toPrecision(2))} of it. For training from scratch use ${better}, or put normalizations between.`,
      },
      `Use ${better}`,
      setAll(
        weighted.filter(node => node.layer && Object.hasOwn(node.layer.parameters, 'kernel_initializer')),
        'kernel_initializer',
        better,
      ),
    ),
  ];
};

/**
 * selu keeps mean and variance only where kernels begin with LeCun's normal distribution. Source: Klambauer et al., Self-Normalizing Neural
 * Networks, 2017.
 */
export const seluInitializer: Lint = network => {
  const found = network.nodes.flatMap(node => {
    if (activationOf(node) !== 'selu') return [];
    const weighted = node.layer?.traits.isActivation ? network.source(node) : node;
    const name = weighted && kernelInitializer(weighted);
    return name && name !== 'lecun_normal' ? [weighted] : [];
  });
  const [first] = found;
  if (!first) return [];
  return [
    withFix(
      {
        code: 'initializer.gain',
        severity: 'info',
        layer: first.name,
        message: `${nameSome(found)} ${found.length === 1 ? 'begins' : 'begin'} with ${kernelInitializer(first)} before selu, which normalizes itself only with lecun_normal. Set kernel_initializer to lecun_normal.`,
      },
      'Use lecun_normal',
      setAll(
        found.filter(node => node.layer && Object.hasOwn(node.layer.parameters, 'kernel_initializer')),
        'kernel_initializer',
        'lecun_normal',
      ),
    ),
  ];
};

function kernelInitializer(node: NodeInference): string | undefined {
  return node.weights.find(weight => weight.trainable && weight.shape.length > 1)?.initializer.name;
}

interface Link {
  readonly node: NodeInference;
  readonly before: Link | null;
  readonly length: number;
}

/** The longest run of counted nodes along wires; a normalization or a merge begins it anew. */
function longestChain(
  network: LintedNetwork,
  counts: (node: NodeInference) => boolean,
): readonly NodeInference[] {
  const links = new Map<string, Link | null>();
  let longest: Link | null = null;
  for (const node of network.nodes) {
    const producer = network.producer(node);
    const traits = node.layer?.traits;
    const isFresh =
      !producer || node.node.inputs.length > 1 || traits?.isMerge || traits?.normalizedAxes !== undefined;
    const before: Link | null = isFresh ? null : (links.get(producer.name) ?? null);
    const link: Link | null = counts(node) ? { node, before, length: (before?.length ?? 0) + 1 } : before;
    links.set(node.name, link);
    if (link && link.length > (longest?.length ?? 0)) longest = link;
  }
  const chain: NodeInference[] = [];
  for (let at = longest; at; at = at.before) chain.push(at.node);
  return chain.reverse();
}
