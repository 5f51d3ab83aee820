import { build } from '../app/build.mjs';
import { prepareElectron, preparePackages } from './prepare.mjs';

/** Once before all tests: browser, Electron and a fresh build, so that every test runs what the sources say. */
export default async function prepare(): Promise<void> {
  preparePackages();
  prepareElectron();
  await build();
}
