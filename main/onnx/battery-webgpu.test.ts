import { describeWebGpu } from '../engines/webgpu/webgpu-testing.ts';
import { battery } from './battery-suite.ts';

// The whole battery runs on native TensorFlow; here the first case of each type, since an adapter in software is slow.
describeWebGpu('layer types on WebGPU', load =>
  battery('battery on the webgpu engine', load, cases => cases.slice(0, 1)),
);
