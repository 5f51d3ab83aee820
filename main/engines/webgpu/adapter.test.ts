import { expect, it } from 'vitest';
import { describeAdapter } from './adapter.ts';

// As Dawn 0.6.2 says it of SwiftShader in Debian's chromium 156.
it('calls SwiftShader software', () => {
  const info = {
    vendor: 'google',
    architecture: 'swiftshader',
    device: 'swiftshader-device-subzero-',
    description: 'SwiftShader driver 5.0.0',
  };
  const expected = { device: 'SwiftShader (software)', isSoftware: true };
  expect(describeAdapter({ ...info, isFallbackAdapter: true })).toEqual(expected);
  expect(describeAdapter(info)).toEqual(expected);
});

it('names a GPU by its device, else by what is known', () => {
  const info = { vendor: 'nvidia', architecture: 'hopper', device: 'NVIDIA H200', description: 'driver 1' };
  expect(describeAdapter({ ...info, isFallbackAdapter: false })).toEqual({
    device: 'NVIDIA H200',
    isSoftware: false,
  });
  expect(describeAdapter({ ...info, device: '', description: '' }).device).toBe('nvidia hopper');
  expect(describeAdapter({ vendor: '', architecture: '', device: '', description: '' }).device).toBe('GPU');
});
