// WebGPU from the desktop window of a checkout: there the service runs in the plain Node that started it. The packaged app, whose service may
// be Electron's, is in package.spec.ts.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { SWIFTSHADER } from '../main/setup/probe-webgpu.ts';
import { test } from './fixtures.ts';
import { chooseEngine, lackOfWebGpu, trainOnWebGpu } from './train-view.ts';

test('trains on WebGPU', async ({ openDesktop, netloom, folder }) => {
  const lack = lackOfWebGpu();
  test.skip(lack !== null, lack ?? '');
  await netloom(['new', 'xor-mlp', '-o', 'xor.netloom']);
  const { page, mouse } = await openDesktop({
    file: path.join(folder, 'xor.netloom'),
    environment: { VK_ICD_FILENAMES: SWIFTSHADER.find(existsSync) },
  });
  await mouse.click('nav button:has-text("Train")');
  await chooseEngine(page, 'webgpu');
  await trainOnWebGpu(page, 12);
});
