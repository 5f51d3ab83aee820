/** The TensorFlow release that Netloom trains on; its C interface fits tfjs-node 4.22.0. */
export const TENSORFLOW_VERSION = '2.21.0';

/** The two builds of TensorFlow: that for the processor, and the larger one that also computes on NVIDIA's GPUs. */
export type TensorFlowBuild = 'cpu' | 'cuda';

/** Which Python wheel carries the TensorFlow library for one system, and what in it is needed. */
export interface LibraryWheel {
  /** The distribution's name on the package index. */
  readonly distribution: string;
  /** The platform tags as pip wants them. */
  readonly pipPlatforms: readonly string[];
  /** The same platform in uv's words. */
  readonly uvPlatform: string;
  /** The library files, below `tensorflow/` in the wheel. */
  readonly libraries: readonly string[];
  /** The names under which tfjs-node looks for them, each with the library it means. */
  readonly links: Readonly<Record<string, string>>;
  /** The size of the libraries together, in bytes: the total of the progress bar. */
  readonly libraryBytes: number;
  /** The free space that fetching and unpacking take for a while, with a reserve. */
  readonly space: number;
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
  // The wheel (274 MB) lies unpacked (1,272 MB) beside itself.
  space: 1_700_000_000,
};

/** The wheel with CUDA: 572 MB, of whose contents (2.1 GB unpacked) 1.26 GB are kept. */
const CUDA: LibraryWheel = {
  ...LINUX,
  distribution: 'tensorflow',
  pipPlatforms: ['manylinux_2_27_x86_64'],
  uvPlatform: 'x86_64-manylinux_2_28',
  libraryBytes: 1_259_021_080,
  space: 3_200_000_000,
};

/**
 * NVIDIA's libraries that the CUDA build loads, as the extra `and-cuda` of TensorFlow 2.21.0 asks for them; each in the newest version
 * within its bounds. They lie in the folder `nvidia` beside the library's, where its run path looks for them.
 */
export const CUDA_LIBRARIES = {
  /** Names the set; raised with any of the versions. */
  version: '12.9.1',
  requirements: [
    'nvidia-cublas-cu12==12.9.3.13',
    'nvidia-cuda-cupti-cu12==12.8.90',
    'nvidia-cuda-nvcc-cu12==12.9.86',
    'nvidia-cuda-nvrtc-cu12==12.9.86',
    'nvidia-cuda-runtime-cu12==12.9.79',
    'nvidia-cudnn-cu12==9.28.0.42',
    'nvidia-cufft-cu12==11.4.1.4',
    'nvidia-curand-cu12==10.3.10.19',
    'nvidia-cusolver-cu12==11.7.5.82',
    'nvidia-cusparse-cu12==12.5.10.65',
    'nvidia-nccl-cu12==2.32.3',
    'nvidia-nvjitlink-cu12==12.9.86',
  ],
  pipPlatforms: [
    'manylinux_2_27_x86_64',
    'manylinux2014_x86_64',
    'manylinux_2_17_x86_64',
    'manylinux2010_x86_64',
    'manylinux_2_12_x86_64',
  ],
  uvPlatform: 'x86_64-manylinux_2_28',
  space: 9_000_000_000,
} as const;

/**
 * The wheel for a system, or null where there is none. Only linux-x64 has been run; linux-arm64, and macOS on Apple
 * silicon, are written from the contents of their wheels and untested. Windows has none: its wheel's tensorflow_cc.2.dll
 * is a stub of 9 kB without the C interface. The CUDA build is there for linux-x64 alone.
 */
export function libraryWheel(
  platform: NodeJS.Platform,
  architecture: string,
  build: TensorFlowBuild = 'cpu',
): LibraryWheel | null {
  if (build === 'cuda') return platform === 'linux' && architecture === 'x64' ? CUDA : null;
  switch (`${platform}-${architecture}`) {
    case 'linux-x64':
      return {
        ...LINUX,
        distribution: 'tensorflow-cpu',
        pipPlatforms: ['manylinux_2_27_x86_64'],
        uvPlatform: 'x86_64-manylinux_2_28',
      };
    case 'linux-arm64':
      return {
        ...LINUX,
        distribution: 'tensorflow',
        pipPlatforms: ['manylinux_2_27_aarch64'],
        uvPlatform: 'aarch64-manylinux_2_28',
      };
    case 'darwin-arm64':
      return {
        distribution: 'tensorflow',
        pipPlatforms: ['macosx_12_0_arm64'],
        uvPlatform: 'aarch64-apple-darwin',
        libraries: ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'],
        links: {
          'libtensorflow.2.dylib': 'libtensorflow_cc.2.dylib',
          'libtensorflow_cc.2.dylib': 'libtensorflow_cc.2.dylib',
          'libtensorflow_framework.2.dylib': 'libtensorflow_framework.2.dylib',
        },
        libraryBytes: 740_805_624,
        space: 1_700_000_000,
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
