import type { LayoutEdge } from './layout-graph.ts';

/** A network as a layout sees it. */
export interface SampleNetwork {
  readonly nodes: readonly string[];
  readonly edges: readonly LayoutEdge[];
}

/** Writes a sample network, operator by operator. */
export class SampleBuilder {
  readonly nodes: string[] = [];
  readonly edges: LayoutEdge[] = [];

  /**
   * Adds an operator.
   *
   * @param operator its name begins with this
   * @param sources names of what feeds it, in the order of its ports
   * @returns its name
   */
  add(operator: string, ...sources: readonly string[]): string {
    const name = `${operator}_${this.nodes.length}`;
    this.nodes.push(name);
    for (const [toPort, from] of sources.entries()) this.edges.push({ from, to: name, toPort });
    return name;
  }

  /** Adds operators one after the other below a source. */
  chain(source: string, ...operators: readonly string[]): string {
    return operators.reduce((from, operator) => this.add(operator, from), source);
  }
}

type Writer = (builder: SampleBuilder) => void;

const resnet50: Writer = b => {
  let x = b.chain(b.add('input'), 'conv', 'relu', 'pool');
  for (const blocks of [3, 4, 6, 3])
    for (let i = 0; i < blocks; i++) {
      const branch = b.chain(x, 'conv', 'relu', 'conv', 'relu', 'conv');
      x = b.add('relu', b.add('add', branch, i === 0 ? b.add('conv', x) : x));
    }
  b.chain(x, 'average', 'flatten', 'dense');
};

const mobilenetV2: Writer = b => {
  let x = b.chain(b.add('input'), 'conv', 'clip', 'conv', 'clip', 'conv');
  for (const blocks of [2, 3, 4, 3, 3, 1])
    for (let i = 0; i < blocks; i++) {
      const branch = b.chain(x, 'conv', 'clip', 'conv', 'clip', 'conv');
      x = i === 0 ? branch : b.add('add', x, branch);
    }
  b.chain(x, 'conv', 'clip', 'average', 'flatten', 'dense');
};

const efficientnetB0: Writer = b => {
  const swish = (x: string) => b.add('mul', x, b.add('sigmoid', x));
  let x = swish(b.chain(b.add('input'), 'conv'));
  for (const blocks of [1, 2, 2, 3, 3, 4, 1])
    for (let i = 0; i < blocks; i++) {
      const grown = swish(b.add('conv', swish(b.add('conv', x))));
      const gate = b.chain(swish(b.chain(grown, 'average', 'conv')), 'conv', 'sigmoid');
      const branch = b.add('conv', b.add('mul', gate, grown));
      x = i === 0 ? branch : b.add('add', branch, x);
    }
  b.chain(swish(b.add('conv', x)), 'average', 'flatten', 'dense');
};

const inceptionV3: Writer = b => {
  const conv = (x: string, times = 1) =>
    b.chain(x, ...Array.from({ length: times * 2 }, (_, i) => (i % 2 ? 'relu' : 'conv')));
  let x = b.add('pool', conv(b.add('pool', conv(b.add('input'), 3)), 2));
  for (let i = 0; i < 3; i++) x = b.add('concat', conv(x), conv(x, 2), conv(x, 3), conv(b.add('pool', x)));
  x = b.add('concat', conv(x), conv(x, 3), b.add('pool', x));
  for (let i = 0; i < 4; i++) x = b.add('concat', conv(x), conv(x, 3), conv(x, 5), conv(b.add('pool', x)));
  x = b.add('concat', conv(x, 2), conv(x, 4), b.add('pool', x));
  for (let i = 0; i < 2; i++) {
    const one = conv(x);
    const two = conv(x);
    const twoSplit = b.add('concat', conv(two), conv(two));
    const three = conv(x, 2);
    const threeSplit = b.add('concat', conv(three), conv(three));
    x = b.add('concat', one, twoSplit, threeSplit, conv(b.add('pool', x)));
  }
  b.chain(x, 'average', 'dropout', 'flatten', 'dense');
};

const googlenetWithHeads: Writer = b => {
  const conv = (x: string, times = 1) => b.chain(x, ...Array.from({ length: times }, () => 'conv'));
  let x = b.add('pool', conv(b.add('pool', conv(b.add('input'))), 2));
  for (let i = 0; i < 9; i++) {
    x = b.add('concat', conv(x), conv(x, 2), conv(x, 2), conv(b.add('pool', x)));
    if (i === 2 || i === 5) b.chain(x, 'average', 'conv', 'flatten', 'dense', 'dense');
    if (i === 1 || i === 6) x = b.add('pool', x);
  }
  b.chain(x, 'average', 'flatten', 'dense');
};

const squeezenet: Writer = b => {
  let x = b.chain(b.add('input'), 'conv', 'relu', 'pool');
  for (let i = 0; i < 8; i++) {
    const squeezed = b.chain(x, 'conv', 'relu');
    x = b.add('concat', b.chain(squeezed, 'conv', 'relu'), b.chain(squeezed, 'conv', 'relu'));
  }
  b.chain(x, 'dropout', 'conv', 'relu', 'average');
};

const shufflenetV2: Writer = b => {
  let x = b.chain(b.add('input'), 'conv', 'relu', 'pool');
  for (const blocks of [4, 8, 4])
    for (let i = 0; i < blocks; i++) {
      const split = i === 0 ? x : b.add('split', x);
      const left = i === 0 ? b.chain(x, 'conv', 'conv', 'relu') : split;
      const right = b.chain(split, 'conv', 'relu', 'conv', 'conv', 'relu');
      x = b.chain(b.add('concat', left, right), 'reshape', 'transpose', 'reshape');
    }
  b.chain(x, 'conv', 'relu', 'average', 'dense');
};

const unet: Writer = b => {
  let x = b.add('input');
  const skips: string[] = [];
  for (let i = 0; i < 4; i++) {
    const level = b.chain(x, 'conv', 'relu', 'conv', 'relu');
    skips.push(level);
    x = b.add('pool', level);
  }
  x = b.chain(x, 'conv', 'relu', 'conv', 'relu');
  for (const skip of skips.reverse())
    x = b.chain(b.add('concat', skip, b.add('up', x)), 'conv', 'relu', 'conv', 'relu');
  b.add('conv', x);
};

const featurePyramid: Writer = b => {
  const levels: string[] = [];
  let x = b.chain(b.add('input'), 'conv', 'relu');
  for (let i = 0; i < 4; i++) {
    x = b.chain(x, 'conv', 'relu', 'pool');
    levels.push(x);
  }
  let top: string | undefined;
  const maps: string[] = [];
  for (const level of levels.reverse()) {
    const lateral = b.add('conv', level);
    top = top === undefined ? lateral : b.add('add', lateral, b.add('up', top));
    maps.push(b.add('conv', top));
  }
  for (const map of maps) {
    b.chain(map, 'conv', 'relu', 'classes');
    b.chain(map, 'conv', 'relu', 'boxes');
  }
};

/** Twelve layers of attention with a mask, operator by operator (Devlin et al. 2018). */
const transformerEncoder: Writer = b => {
  let x = b.add('add', b.chain(b.add('tokens'), 'embedding'), b.chain(b.add('segments'), 'embedding'));
  const mask = b.chain(b.add('mask'), 'cast', 'sub', 'mul');
  for (let i = 0; i < 12; i++) {
    const head = () => b.chain(x, 'matmul', 'add', 'reshape', 'transpose');
    const scores = b.add('softmax', b.add('add', b.add('div', b.add('matmul', head(), head())), mask));
    const mixed = b.chain(b.add('matmul', scores, head()), 'transpose', 'reshape', 'matmul', 'add');
    x = b.add('norm', b.add('add', mixed, x));
    x = b.add('norm', b.add('add', b.chain(x, 'dense', 'gelu', 'dense'), x));
  }
  b.chain(x, 'gather', 'dense', 'tanh');
};

/** Twelve layers of attention over the patches of a picture, each normalized before (Dosovitskiy et al. 2020). */
const visionTransformer: Writer = b => {
  let x = b.add(
    'add',
    b.add('concat', b.add('token'), b.chain(b.add('input'), 'conv', 'reshape', 'transpose')),
  );
  for (let i = 0; i < 12; i++) {
    const qkv = b.chain(x, 'norm', 'dense', 'reshape', 'transpose', 'squeeze');
    const head = () => b.chain(qkv, 'gather', 'reshape', 'transpose');
    const query = head();
    const scores = b.add('softmax', b.add('matmul', b.add('mul', query), b.add('transpose', head())));
    x = b.add('add', b.chain(b.add('matmul', scores, head()), 'transpose', 'reshape', 'dense'), x);
    x = b.add('add', x, b.chain(x, 'norm', 'dense', 'gelu', 'dense'));
  }
  b.chain(x, 'norm', 'gather', 'dense');
};

/** Windows of attention whose mask and offsets are computed of constants. */
const swinLike: Writer = b => {
  let x = b.chain(b.add('input'), 'conv', 'transpose', 'norm');
  for (let i = 0; i < 6; i++) {
    const y = b.chain(x, 'norm', 'pad', 'reshape', 'transpose', 'reshape');
    const qkv = b.chain(b.add('dense', y), 'reshape', 'transpose');
    const part = () => b.add('gather', qkv, b.add('index'));
    const bias = b.chain(
      b.add('gather', b.add('table'), b.add('index')),
      'reshape',
      'transpose',
      'unsqueeze',
    );
    const scores = b.add(
      'softmax',
      b.add('add', b.add('matmul', b.add('mul', part()), b.add('transpose', part())), bias),
    );
    const mixed = b.chain(
      b.add('matmul', scores, part()),
      'transpose',
      'reshape',
      'dense',
      'reshape',
      'slice',
    );
    x = b.add('add', x, mixed);
    x = b.add('add', x, b.chain(x, 'norm', 'dense', 'gelu', 'dense'));
  }
  b.chain(x, 'norm', 'average', 'flatten', 'dense');
};

const siamese: Writer = b => {
  const tower = () =>
    b.chain(b.add('input'), 'conv', 'relu', 'pool', 'conv', 'relu', 'pool', 'flatten', 'dense');
  b.chain(b.add('subtract', tower(), tower()), 'abs', 'dense');
};

const twoHeads: Writer = b => {
  const x = b.add(
    'concat',
    b.chain(b.add('image'), 'conv', 'pool', 'conv', 'flatten'),
    b.chain(b.add('table'), 'dense'),
  );
  const y = b.chain(x, 'dense', 'relu');
  b.chain(y, 'dense', 'classes');
  b.chain(y, 'dense', 'relu', 'value');
};

/** Cells that read the two cells before, five sums of two branches each (Zoph et al. 2018). */
const nasnetLike: Writer = b => {
  let before = b.chain(b.add('input'), 'conv', 'norm');
  let last = before;
  for (let i = 0; i < 6; i++) {
    const h = b.add('fit', before);
    const p = b.add('fit', last);
    const sums = [
      b.add('add', b.chain(p, 'separable', 'norm'), p),
      b.add('add', b.chain(h, 'separable', 'norm'), b.chain(p, 'separable', 'norm')),
      b.add('add', b.add('average', p), h),
      b.add('add', b.add('average', h), b.add('average', h)),
      b.add('add', b.chain(h, 'separable', 'norm'), b.chain(h, 'separable', 'norm')),
    ];
    [before, last] = [last, b.add('concat', h, ...sums)];
  }
  b.chain(last, 'relu', 'average', 'dense');
};

/** A layer of DenseNet with its first normalization alone, and with both taken apart. */
const FUSED = ['norm', 'relu', 'conv', 'relu', 'conv'];
const SPLIT = ['mul', 'add', 'relu', 'conv', 'mul', 'add', 'relu', 'conv', 'cast'];

/** DenseNet as PyTorch's export writes it: each layer concatenates the outputs of all before it (Huang et al. 2017). */
function densenet(operators: readonly string[], ...blocks: readonly number[]): Writer {
  return b => {
    let x = b.chain(b.add('input'), 'conv', 'relu', 'pool');
    for (const [stage, layers] of blocks.entries()) {
      const all = [x];
      for (let i = 0; i < layers; i++) {
        const joined = i === 0 ? x : b.add('concat', ...all);
        all.push(b.chain(joined, ...operators));
      }
      x = b.chain(b.add('concat', ...all), 'norm', 'relu');
      if (stage < blocks.length - 1) x = b.chain(x, 'conv', 'pool');
    }
    b.chain(x, 'average', 'flatten', 'dense');
  };
}

/** 2,000 residual blocks: 10,000 operators and 12,000 wires. */
const tenThousand: Writer = b => {
  let x = b.add('input');
  for (let i = 0; i < 2_000; i++) x = b.add('add', b.chain(x, 'conv', 'norm', 'relu', 'conv'), x);
};

function built(write: Writer): SampleNetwork {
  const builder = new SampleBuilder();
  write(builder);
  return builder;
}

/** Graphs like those of imported networks, by name: a layout has to draw these readably. */
export const SAMPLE_NETWORKS: Readonly<Record<string, () => SampleNetwork>> = Object.fromEntries(
  Object.entries({
    mobilenetV2,
    resnet50,
    efficientnetB0,
    inceptionV3,
    googlenetWithHeads,
    squeezenet,
    shufflenetV2,
    unet,
    featurePyramid,
    transformerEncoder,
    visionTransformer,
    swinLike,
    siamese,
    twoHeads,
    nasnetLike,
    densenet121: densenet(FUSED, 6, 12, 24, 16),
  }).map(([name, write]) => [name, () => built(write)]),
);

/** Graphs too large for a library's layout, by name. */
export const LARGE_NETWORKS: Readonly<Record<string, () => SampleNetwork>> = {
  densenet201: () => built(densenet(SPLIT, 6, 12, 48, 32)),
  tenThousand: () => built(tenThousand),
};
