import { serveGpuThread } from '../../main/engines/webgpu/serve-thread.ts';

// WebGPU in a thread of its own, so that whoever trains may wait for numbers.
serveGpuThread();
