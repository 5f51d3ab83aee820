/** The TensorFlow release that Netloom trains on; its C interface fits tfjs-node 4.22.0. */
export const TENSORFLOW_VERSION = '2.21.0';

/** Which Python wheel carries the TensorFlow library for one system, and what in it is needed. */
export interface LibraryWheel {
  /** The distribution's name on the package index. */
  readonly distribution: string;
  /** The platform tag as pip wants it. */
  readonly pipPlatform: string;
  /** The same platform in uv's words. */
  readonly uvPlatform: string;
  /** The library files, below `tensorflow/` in the wheel. */
  readonly libraries: readonly string[];
  /** The names under which tfjs-node looks for them, each with the library it means. */
  readonly links: Readonly<Record<string, string>>;
  /** The size of the libraries together, in bytes: the total of the progress bar. */
  readonly libraryBytes: number;
}

const LINUX = {
  libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  links: {
    'libtensorflow.so': 'libtensorflow_cc.so.2',
    'libtensorflow_cc.so.2': 'libtensorflow_cc.so.2',
    'libtensorflow_framework.so': 'libtensorflow_framework.so.2',
    'libtensorflow_framework.so.2': 'libtensorflow_framework.so.2',
  },
  libraryBytes: 853_308_936,
};

/**
 * The wheel for a system, or null where there is none. Only linux-x64 has been run; linux-arm64, and macOS on Apple
 * silicon, are written from the contents of their wheels and untested. Windows has none: its wheel's tensorflow_cc.2.dll
 * is a stub of 9 kB without the C interface.
 */
export function libraryWheel(platform: NodeJS.Platform, architecture: string): LibraryWheel | null {
  switch (`${platform}-${architecture}`) {
    case 'linux-x64':
      return {
        ...LINUX,
        distribution: 'tensorflow-cpu',
        pipPlatform: 'manylinux_2_27_x86_64',
        uvPlatform: 'x86_64-manylinux_2_28',
      };
    case 'linux-arm64':
      return {
        ...LINUX,
        distribution: 'tensorflow',
        pipPlatform: 'manylinux_2_27_aarch64',
        uvPlatform: 'aarch64-manylinux_2_28',
      };
    case 'darwin-arm64':
      return {
        distribution: 'tensorflow',
        pipPlatform: 'macosx_12_0_arm64',
        uvPlatform: 'aarch64-apple-darwin',
        libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
        links: {
          'libtensorflow.2.dylib': 'libtensorflow_cc.2.dylib',
          'libtensorflow_cc.2.dylib': 'libtensorflow_cc.2.dylib',
          'libtensorflow_framework.2.dylib': 'libtensorflow_framework.2.dylib',
        },
        libraryBytes: 740_805_624,
      };
    default:
      return null;
  }
}

/** The Python whose wheel is asked for; the libraries in it are the same for every Python. */
export const WHEEL_PYTHON = '3.11';

/** What the headers of TensorFlow's C interface include, relative to the wheel's `tensorflow/include`. */
export const HEADERS = [
  'tensorflow/c',
  'tensorflow/core/platform/ctstring.h',
  'tensorflow/core/platform/ctstring_internal.h',
  'tsl/platform/ctstring.h',
  'tsl/platform/ctstring_internal.h',
  'xla/tsl/c',
] as const;

/** Free space needed while the wheel (274 MB) lies unpacked (1,272 MB) beside itself, with a reserve. */
export const SPACE_TO_FETCH = 1_700_000_000;
