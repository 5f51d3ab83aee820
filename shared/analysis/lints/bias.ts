import type { NodeInference } from '../../inference/infer.ts';
import { activationOf, type Lint, type LintedNetwork, nameSome, setAll, weightOf, withFix } from './lint.ts';

/**
 * A bias before a normalization that subtracts the mean per channel and adds its own offset: the bias is subtracted again. Source: Ioffe and
 * Szegedy, Batch Normalization, 2015, section 3.2. One finding for the whole network, since it is a habit rather than a slip.
 */
export const biasBeforeNormalization: Lint = network => {
  const found = network.nodes.filter(node => isCancelled(network, node));
  const [first] = found;
  if (!first) return [];
  const spared = found.reduce((sum, node) => sum + (weightOf(node, 'bias')?.shape[0] ?? 0), 0);
  const has = found.length === 1 ? 'has a bias' : 'have biases';
  return [
    withFix(
      {
        code: 'bias.redundant',
        severity: 'info',
        layer: first.name,
        message: `${nameSome(found)} ${has} (${spared.toLocaleString('en-US')} parameters) that the normalization behind subtracts again. Set use_bias to false; the normalization's beta does the work.`,
      },
      found.length === 1 ? 'Drop the bias' : `Drop ${found.length} biases`,
      setAll(
        found.filter(node => node.layer && Object.hasOwn(node.layer.parameters, 'use_bias')),
        'use_bias',
        false,
      ),
    ),
  ];
};

function isCancelled(network: LintedNetwork, node: NodeInference): boolean {
  if (!node.layer?.traits.hasBias?.(node.parameters) || activationOf(node) !== null) return false;
  const behind = network.soleConsumer(node);
  const traits = behind?.layer?.traits;
  if (!behind?.isBuilt || !traits?.cancelsBias?.(behind.parameters)) return false;
  const rank = node.outputs[0]?.shape?.length ?? 0;
  const channels = node.dataFormat === 'channels_first' && traits.isFullyConnected !== true ? 1 : rank - 1;
  const axes = traits.normalizedAxes?.(behind.parameters, rank) ?? [];
  return axes.length === 1 && axes[0] === channels && weightOf(node, 'bias') !== undefined;
}

/**
 * A penalty on a bias. Biases need few data to be fitted and do not cause the variance that penalties are to curb. Source: Goodfellow, Bengio and
 * Courville, Deep Learning, section 7.1.
 */
export const regularizedBias: Lint = network => {
  const found = network.nodes.filter(node => node.isBuilt && weightOf(node, 'bias')?.regularizer != null);
  const [first] = found;
  if (!first) return [];
  return [
    withFix(
      {
        code: 'bias.regularized',
        severity: 'info',
        layer: first.name,
        message: `${nameSome(found)} ${found.length === 1 ? 'has' : 'have'} a penalty on the bias, which makes the model underfit more than it helps; one on the kernel is usual. Set bias_regularizer to none.`,
      },
      'Take the penalty off',
      setAll(
        found.filter(node => node.layer && Object.hasOwn(node.layer.parameters, 'bias_regularizer')),
        'bias_regularizer',
        undefined,
      ),
    ),
  ];
};
