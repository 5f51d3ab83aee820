import { layerType } from '../../../layers/registry.ts';
import type { DraftLayer } from '../draft.ts';
import { setting } from './layer-setting.ts';

/** Name of the function that an activation layer computes, where other layers know it by that name too. */
function functionOf(layer: DraftLayer, isTurned: boolean): string | null {
  if (Object.keys(layer.parameters).some(name => name !== 'activation' && name !== 'axis')) return null;
  if (layer.type === 'ReLU') return 'relu';
  const axis = setting(layer, 'axis');
  if (layer.type === 'Softmax')
    return Array.isArray(axis) && axis.join() === (isTurned ? '1' : '-1') ? 'softmax' : null;
  const name = layer.type === 'Activation' ? setting(layer, 'activation') : null;
  return typeof name === 'string' ? name : null;
}

/**
 * Takes an activation into the layer before it, as a file of ours has a layer with an activation: all its nodes begin with the layer's
 * name.
 *
 * @param activation what reads the layer alone
 * @param before the layer before it
 * @param isTurned whether that has the channels behind, while the activation was written for channels in front
 * @returns whether the layer has the activation now
 */
export function takeActivation(activation: DraftLayer, before: DraftLayer, isTurned: boolean): boolean {
  const name = functionOf(activation, isTurned);
  const parameter = layerType(before.type)?.parameters.activation;
  const owner = before.wish.slice(0, before.wish.lastIndexOf('/'));
  const isPart = owner !== '' && (activation.wish === owner || activation.wish.startsWith(`${owner}/`));
  // Channels in front: a softmax along the last axis would go along the columns.
  const isAlongColumns = name === 'softmax' && setting(before, 'data_format') === 'channels_first';
  if (name === null || !isPart || isAlongColumns || !parameter?.parse(name).ok) return false;
  if (before.parameters.activation !== undefined || parameter.default !== 'linear') return false;
  before.parameters = { ...before.parameters, activation: name };
  before.wish = activation.wish;
  return true;
}
