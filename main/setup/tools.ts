import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { findCommand, runCommand } from './command.ts';
import { SetupError } from './setup-error.ts';

/** A program that fetches wheels: pip (as a Python module or on its own) or uv. */
export interface Installer {
  readonly kind: 'pip' | 'uv';
  readonly command: string;
  /** What comes before pip's or uv's own arguments. */
  readonly leading: readonly string[];
}

/**
 * Finds pip, else uv.
 *
 * @param environment where to look
 * @param signal ends it
 * @param need what it is needed for, as the end of a sentence
 * @throws SetupError setup.no-installer
 */
export async function findInstaller(
  environment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
  need = 'TensorFlow comes from the Python package index.',
): Promise<Installer> {
  for (const name of ['python3', 'python', 'py']) {
    const command = findCommand([name], environment);
    if (command === null) continue;
    const { code } = await runCommand(command, ['-m', 'pip', '--version'], { environment, signal });
    if (code === 0) return { kind: 'pip', command, leading: ['-m', 'pip'] };
  }
  for (const name of ['pip3', 'pip', 'uv']) {
    const command = findCommand([name], environment);
    if (command === null) continue;
    const { code } = await runCommand(command, ['--version'], { environment, signal });
    if (code !== 0) continue;
    return name === 'uv' ? { kind: 'uv', command, leading: ['pip'] } : { kind: 'pip', command, leading: [] };
  }
  throw new SetupError(
    'setup.no-installer',
    `Neither pip nor uv was found, and ${need}`,
    systemInstall('pip'),
  );
}

/** The tools that compile the addon, by full path. */
export interface BuildTools {
  readonly python: string;
  /** The folder that holds Node's headers below include/node; null when they must be fetched. */
  readonly nodeDirectory: string | null;
}

/** Finds what builds the addon. @throws SetupError setup.no-compiler, setup.no-make, setup.no-python */
export async function findBuildTools(
  environment: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<BuildTools> {
  // On Windows node-gyp finds Visual Studio by itself, and says so where it does not.
  if (process.platform !== 'win32') {
    const chosen = environment.CXX?.split(' ')[0];
    const compiler =
      chosen && isAbsolute(chosen) && existsSync(chosen)
        ? chosen
        : findCommand([...(chosen ? [chosen] : []), 'g++', 'c++', 'clang++'], environment);
    if (compiler === null) {
      throw new SetupError(
        'setup.no-compiler',
        'No C++ compiler was found, and the link between Node and TensorFlow is compiled on this machine.',
        systemInstall('compiler'),
      );
    }
    if (findCommand(['make', 'gmake'], environment) === null) {
      throw new SetupError(
        'setup.no-make',
        'make was not found, and the link between Node and TensorFlow is built with it.',
        systemInstall('make'),
      );
    }
  }
  return { python: await findPython(environment, signal), nodeDirectory: findNodeHeaders() };
}

async function findPython(environment: NodeJS.ProcessEnv, signal?: AbortSignal): Promise<string> {
  for (const name of ['python3', 'python']) {
    const command = findCommand([name], environment);
    if (command === null) continue;
    const { code } = await runCommand(command, ['--version'], { environment, signal });
    if (code === 0) return command;
  }
  const uv = findCommand(['uv'], environment);
  if (uv !== null) {
    const { code, stdout } = await runCommand(uv, ['python', 'find'], { environment, signal });
    if (code === 0) return stdout.trim();
  }
  throw new SetupError(
    'setup.no-python',
    'Python was not found, and the link between Node and TensorFlow is built with its help.',
    uv === null ? systemInstall('python') : 'uv python install',
  );
}

function findNodeHeaders(): string | null {
  const directory = dirname(dirname(process.execPath));
  return existsSync(join(directory, 'include', 'node', 'node_api.h')) ? directory : null;
}

type Missing = 'pip' | 'python' | 'compiler' | 'make' | 'vulkan';

const PACKAGES: readonly {
  readonly manager: string;
  readonly install: string;
  readonly names: Readonly<Record<Missing, string>>;
}[] = [
  {
    manager: '/usr/bin/apt-get',
    install: 'sudo apt-get install -y',
    names: {
      pip: 'python3-pip',
      python: 'python3',
      compiler: 'g++ make',
      make: 'make',
      vulkan: 'libvulkan1',
    },
  },
  {
    manager: '/usr/bin/dnf',
    install: 'sudo dnf install -y',
    names: {
      pip: 'python3-pip',
      python: 'python3',
      compiler: 'gcc-c++ make',
      make: 'make',
      vulkan: 'vulkan-loader',
    },
  },
  {
    manager: '/usr/bin/zypper',
    install: 'sudo zypper install -y',
    names: {
      pip: 'python3-pip',
      python: 'python3',
      compiler: 'gcc-c++ make',
      make: 'make',
      vulkan: 'libvulkan1',
    },
  },
  {
    manager: '/usr/bin/pacman',
    install: 'sudo pacman -S --noconfirm',
    names: {
      pip: 'python-pip',
      python: 'python',
      compiler: 'gcc make',
      make: 'make',
      vulkan: 'vulkan-icd-loader',
    },
  },
];

/** The command of this system's own package manager that installs what is missing; null where none is known. */
export function systemInstall(missing: Missing): string | null {
  if (process.platform === 'darwin') return missing === 'vulkan' ? null : 'xcode-select --install';
  const found = PACKAGES.find(({ manager }) => existsSync(manager));
  return found ? `${found.install} ${found.names[missing]}` : null;
}
