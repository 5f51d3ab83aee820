// Packages the desktop app with electron-builder:
// `npm run package -- [--linux dir|AppImage|deb] [--mac] [--win] [--output FOLDER]`.
// NETLOOM_ELECTRON_DIST names the folder of an Electron that is there already (unpacked), where the current one cannot be
// fetched; its version is read from it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as packageApp } from 'electron-builder';
import { build } from './build.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The oldest Electron that has all the fuses below. */
const FUSES_SINCE = 29;

/**
 * What a packaged app of a current Electron refuses. `runAsNode` stays: the service starts the processes that train and export
 * as Node processes of the same binary (docs/decisions).
 */
const FUSES = {
  runAsNode: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableCookieEncryption: true,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  grantFileProtocolExtraPrivileges: false,
};

/** Reads the command line: systems with their targets, and the folder of the packages. */
function readParameters(parameters) {
  const targets = {};
  let output = 'release';
  let system = null;
  for (let i = 0; i < parameters.length; i++) {
    const parameter = parameters[i];
    const named = /^--(linux|mac|win)$/.exec(parameter)?.[1];
    if (parameter === '--output' && parameters[i + 1]) output = parameters[++i];
    else if (named) {
      system = named;
      targets[system] = [];
    } else if (system !== null && !parameter.startsWith('-')) targets[system].push(parameter);
    else
      throw new Error(
        `"${parameter}" is not known; use --linux, --mac or --win, each with its targets (dir, deb, ...).`,
      );
  }
  if (system === null) targets[{ darwin: 'mac', win32: 'win' }[process.platform] ?? 'linux'] = [];
  return { targets, output };
}

/** The part of the configuration that depends on the Electron at hand. */
function electronConfiguration(folder) {
  if (!folder) return { electronFuses: FUSES };
  if (!existsSync(folder)) throw new Error(`NETLOOM_ELECTRON_DIST names "${folder}", which does not exist.`);
  const electronVersion = readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  const hasFuses = Number.parseInt(electronVersion, 10) >= FUSES_SINCE;
  return { electronDist: folder, electronVersion, ...(hasFuses ? { electronFuses: FUSES } : {}) };
}

/** The packaged app carries the addon that was built here, for users who have no compiler. */
function requireAddon() {
  const lib = path.join(root, 'node_modules/@tensorflow/tfjs-node/lib');
  const folders = existsSync(lib) ? readdirSync(lib) : [];
  if (!folders.some(folder => existsSync(path.join(lib, folder, 'tfjs_binding.node'))))
    throw new Error(
      'native TensorFlow, whose addon belongs into it, is not set up here; run "npx netloom setup".',
    );
}

try {
  const { targets, output } = readParameters(process.argv.slice(2));
  requireAddon();
  await build();
  const files = await packageApp({
    projectDir: root,
    publish: 'never',
    ...targets,
    config: {
      extends: path.join(root, 'electron-builder.yml'),
      directories: { output },
      ...electronConfiguration(process.env.NETLOOM_ELECTRON_DIST),
    },
  });
  for (const file of files) console.log(file);
} catch (error) {
  console.error(`The package was not made: ${error.message}`);
  process.exitCode = 1;
}
