import { describe, expect, it } from 'vitest';
import { emptyDocument, type NetloomDocument } from '../../document/schema.ts';
import { inferDocument } from '../../inference/infer.ts';
import { buildTorchModule } from './build-module.ts';

function build(document: NetloomDocument) {
  const inference = inferDocument(document);
  return buildTorchModule(document.name, inference.graph, inference, 'w.safetensors', 'Netloom');
}

/** The class without the file's head and the function `load`. */
function classOf(document: NetloomDocument): string {
  return build(document)
    .source.replace(/^[\s\S]*\n(?=class \w+\(nn\.Module\))/, '')
    .replace(/\n\n\ndef load[\s\S]*/, '');
}

const CHAIN: NetloomDocument = {
  ...emptyDocument('le net 5'),
  nodes: {
    image: { type: 'InputLayer', parameters: { shape: [28, 28, 1] } },
    c1: { type: 'Conv2D', parameters: { filters: 6, kernel_size: 5, padding: 'same', activation: 'tanh' } },
    s2: { type: 'AveragePooling2D', parameters: { pool_size: 2 } },
    flat: { type: 'Flatten' },
    out: { type: 'Dense', parameters: { units: 10, activation: 'softmax' } },
  },
  edges: [
    { from: 'image', to: 'c1' },
    { from: 'c1', to: 's2' },
    { from: 's2', to: 'flat' },
    { from: 'flat', to: 'out' },
  ],
};

describe('PyTorch source', () => {
  it('writes a chain as one would by hand, channels in front', () => {
    const { source, inputs } = build(CHAIN);
    expect(source).toBe(`"""le net 5, written by Netloom.

Parameters: 11,926, of which 11,926 train.
Input image: (batch, 1, 28, 28), float32
Output out: (batch, 10), float32
"""

import torch
from torch import nn
from torch.nn import functional as F


class LeNet5(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.c1 = nn.Conv2d(1, 6, 5, padding=2)
        self.out = nn.Linear(1176, 10)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = torch.tanh(self.c1(x))
        x = F.avg_pool2d(x, 2)
        x = torch.flatten(x, 1)
        x = F.softmax(self.out(x), dim=-1)
        return x


def load(path: str = "w.safetensors") -> LeNet5:
    """Builds the network with the weights that were written with this file."""
    from safetensors.torch import load_file

    model = LeNet5()
    model.load_state_dict(load_file(path))
    return model.eval()
`);
    expect(inputs[0]).toMatchObject({ layer: 'image', permutation: [0, 3, 1, 2] });
  });

  it('lines the kernel behind flattened maps up as PyTorch flattens them', () => {
    const kernel = build(CHAIN).parameters.find(({ key }) => key === 'out.weight');
    // The document flattens (14, 14, 6); PyTorch (6, 14, 14), and its kernel stands outputs first.
    expect(kernel).toMatchObject({
      source: 'out/kernel',
      form: { reshape: [14, 14, 6, 10], permute: [3, 2, 0, 1], finalShape: [10, 1176] },
    });
  });

  it('names what is read twice, freezes, ties, and comments blocks', () => {
    const dense = { type: 'Dense', parameters: { units: 4 } };
    expect(
      classOf({
        ...emptyDocument('branch'),
        nodes: {
          input: { type: 'InputLayer', parameters: { shape: [4] } },
          'stage.a': { ...dense, trainable: false },
          'stage.b': dense,
          twin: { ...dense, weightsOf: 'stage.b' },
          sum: { type: 'Add' },
        },
        edges: [
          { from: 'input', to: 'stage.a' },
          { from: 'stage.a', to: 'stage.b' },
          { from: 'stage.b', to: 'twin' },
          { from: 'stage.a', to: 'sum' },
          { from: 'twin', to: 'sum', toPort: 1 },
        ],
      }),
    ).toBe(`class Branch(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        # stage
        self.stage_a = nn.Linear(4, 4)
        self.stage_a.requires_grad_(False)
        self.stage_b = nn.Linear(4, 4)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        # stage
        stage_a = self.stage_a(x)
        x = self.stage_b(stage_a)
        x = self.stage_b(x)
        x = stage_a + x
        return x`);
  });

  it('names of documents and layers cannot become code, nor replace what a module has', () => {
    const evil = '"""\nimport os\nos.system("x")\n"""\\';
    const dense = { type: 'Dense', parameters: { units: 2 } };
    const { source, parameters } = build({
      ...emptyDocument(evil),
      nodes: {
        'class/1': { type: 'InputLayer', parameters: { shape: [2] } },
        'class.1': dense,
        import: dense,
        forward: dense,
        self: dense,
        torch: dense,
        end: { type: 'Add' },
      },
      edges: [
        { from: 'class/1', to: 'class.1' },
        { from: 'class.1', to: 'import' },
        { from: 'import', to: 'forward' },
        { from: 'forward', to: 'self' },
        { from: 'self', to: 'torch' },
        { from: 'self', to: 'end' },
        { from: 'torch', to: 'end', toPort: 1 },
      ],
    });
    expect(source.split('\n').filter(line => /^\s*(import|from) /.test(line))).toEqual([
      'import torch',
      'from torch import nn',
      'from torch.nn import functional as F',
      '    from safetensors.torch import load_file',
    ]);
    expect(source.match(/"""/g)).toHaveLength(4);
    const keys = parameters.map(({ key }) => key).filter(key => key.endsWith('.weight'));
    expect(keys).toEqual(
      ['class_1', 'layer_import', 'forward_2', 'self', 'torch'].map(name => `${name}.weight`),
    );
    expect(source).toContain('self_2 = self.self(x)');
  });

  it('says which layers PyTorch cannot hold', () => {
    const document: NetloomDocument = {
      ...emptyDocument('carried'),
      nodes: {
        input: { type: 'InputLayer', parameters: { shape: [2] } },
        strange: {
          type: 'OnnxOperator',
          parameters: { operator: 'Loop', outputs: [{ dtype: 'float32', shape: ['N', 2] }] },
        },
      },
      edges: [{ from: 'input', to: 'strange' }],
    };
    expect(() => build(document)).toThrow(
      'PyTorch code cannot be written for strange (OnnxOperator). Export ONNX instead, or replace it.',
    );
  });
});
