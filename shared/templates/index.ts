import { alexnet224, alexnet227 } from './alexnet.ts';
import conv3dVideo from './conv3d-video.ts';
import densenet121 from './densenet-121.ts';
import digitsCnn from './digits-cnn.ts';
import galaxyCnn from './galaxy-cnn.ts';
import googlenet from './googlenet.ts';
import { lenet5, lenet532 } from './lenet.ts';
import parcels from './parcels.ts';
import perceptron from './perceptron.ts';
import resnet34 from './resnet-34.ts';
import segmentation from './segmentation.ts';
import spectra1d from './spectra-1d.ts';
import spiralsMlp from './spirals-mlp.ts';
import type { Template } from './template.ts';
import transferLearning from './transfer-learning.ts';
import { vgg16, vgg19 } from './vgg.ts';
import xorMlp from './xor-mlp.ts';

export type { Template } from './template.ts';

/** All templates in the order of the gallery: from the first unit to the deep networks. */
export const TEMPLATES: readonly Template[] = [
  perceptron,
  xorMlp,
  spiralsMlp,
  lenet5,
  lenet532,
  digitsCnn,
  transferLearning,
  parcels,
  segmentation,
  spectra1d,
  galaxyCnn,
  conv3dVideo,
  alexnet227,
  alexnet224,
  vgg16,
  vgg19,
  googlenet,
  resnet34,
  densenet121,
];

/**
 * A template by its name; undefined when there is none.
 *
 * @param id as `netloom templates` lists it
 */
export function findTemplate(id: string): Template | undefined {
  return TEMPLATES.find(template => template.id === id);
}
