import { generator, mixSeed } from '../../shared/training/seeded-random.ts';
import { oneHot } from './dataset.ts';

const CHANNELS = 128;
const PER_CLASS = 500;

/** Lines of each class: position and height; neighbours differ by little, so that a network has to look. */
const LINES: readonly (readonly (readonly [position: number, height: number])[])[] = [
  [
    [30, 1],
    [75, 0.5],
  ],
  [
    [30, 0.5],
    [75, 1],
  ],
  [
    [45, 0.8],
    [60, 0.8],
    [100, 0.4],
  ],
  [
    [52, 1.1],
    [100, 0.7],
  ],
];

/**
 * Synthetic spectra of 128 channels in 4 classes: Gaussian lines at a class's places, shifted and scaled at random, on a sloping
 * background with noise.
 */
export function spectra(): { inputs: Float32Array; targets: Float32Array } {
  const next = generator(mixSeed(0, 'spectra', 0));
  const around = (width: number) => (2 * next() - 1) * width;
  const inputs = new Float32Array(LINES.length * PER_CLASS * CHANNELS);
  const classes: number[] = [];
  for (let sample = 0; sample < LINES.length * PER_CLASS; sample++) {
    const kind = sample % LINES.length;
    classes.push(kind);
    const shift = around(4);
    const gain = 1 + around(0.3);
    const slope = around(0.3);
    const width = 3 + around(1);
    for (let channel = 0; channel < CHANNELS; channel++) {
      let value = 0.2 + (slope * channel) / CHANNELS + around(0.15);
      for (const [position, height] of LINES[kind] ?? [])
        value += gain * height * Math.exp(-(((channel - position - shift) / width) ** 2) / 2);
      inputs[sample * CHANNELS + channel] = value;
    }
  }
  return { inputs, targets: oneHot(classes, LINES.length) };
}
