import { describe, expect, it } from 'vitest';
import { summarize } from '../analysis/summary.ts';
import type { Point } from '../document/schema.ts';
import { documentSchema } from '../document/schema.ts';
import { inferDocument } from '../inference/infer.ts';
import { layerType } from '../layers/registry.ts';
import { NODE_HEIGHT, NODE_WIDTH, nodeBox, overlaps } from '../layout/geometry.ts';
import { datasetMisfit } from '../training/dataset-fit.ts';
import { DATASETS } from '../training/dataset-list.ts';
import { findTemplate, TEMPLATES } from './index.ts';

function summary(id: string) {
  const document = findTemplate(id)?.build();
  if (!document) throw new Error(`no template ${id}`);
  return summarize(inferDocument(document), id);
}

/** Height of the map (extent of axis 1) that each of the named layers gives. */
function heights(id: string, names: readonly string[]) {
  const rows = new Map(summary(id).rows.map(row => [row.name, row]));
  return names.map(name => rows.get(name)?.outputShapes[0]?.[1]);
}

/** Whether a place comes later when one reads column by column, each from top to bottom. */
function isAfter(place: Point | undefined, before: Point | undefined): boolean {
  if (!place || !before) return false;
  return place[1] >= before[1] + NODE_HEIGHT || place[0] >= before[0] + NODE_WIDTH;
}

describe('templates', () => {
  it('have the names that scripts rely on', () => {
    expect(TEMPLATES.map(template => template.id).sort()).toEqual(
      [
        'perceptron',
        'xor-mlp',
        'spirals-mlp',
        'lenet-5',
        'lenet-5-32',
        'alexnet-227',
        'alexnet-224',
        'vgg-16',
        'vgg-19',
        'resnet-34',
        'densenet-121',
        'googlenet',
        'conv3d-video',
        'galaxy-cnn',
        'segmentation',
        'spectra-1d',
        'digits-cnn',
        'transfer-learning',
        'parcels',
      ].sort(),
    );
  });

  describe.each(TEMPLATES.map(template => [template.id, template] as const))('%s', (id, template) => {
    const document = template.build();

    it('is a valid document of its own name, described, with settings for each of its outputs', () => {
      expect(documentSchema.safeParse(document).error).toBeUndefined();
      expect(document.name).toBe(id);
      expect(template.description.length).toBeGreaterThan(40);
      const { outputs } = inferDocument(document).graph;
      for (const name of Object.keys(document.training?.outputs ?? {})) expect(outputs).toContain(name);
    });

    it('has no problems but the intended ones, and every shape is known', () => {
      const { problems, rows } = summarize(inferDocument(document), id);
      const intended: Readonly<Record<string, readonly string[]>> = {
        perceptron: ['activation.not-differentiable'],
        'conv3d-video': ['normalization.axis', 'normalization.axis', 'normalization.axis'],
      };
      expect(problems.map(problem => problem.code)).toEqual(intended[id] ?? []);
      for (const row of rows)
        for (const shape of row.outputShapes)
          expect(shape?.slice(1).every(extent => typeof extent === 'number')).toBe(true);
    });

    it('stores no parameter that equals the default', () => {
      for (const node of Object.values(document.nodes)) {
        const schema = layerType(node.type)?.parameters ?? {};
        for (const [name, raw] of Object.entries(node.parameters ?? {})) {
          const parsed = schema[name]?.parse(raw);
          expect(parsed?.ok && JSON.stringify(parsed.value)).not.toBe(JSON.stringify(schema[name]?.default));
        }
      }
    });

    it('draws each layer below those that feed it or in a column to the right, none on another', () => {
      const { positions } = document;
      const corners = Object.keys(document.nodes).map(name => positions[name] ?? [Number.NaN, Number.NaN]);
      for (const { from, to } of document.edges)
        expect(isAfter(positions[to], positions[from]), `${from} → ${to}`).toBe(true);
      const overlapping = corners.filter(([x, y], i) =>
        corners.some(
          ([otherX, otherY], j) =>
            j < i && Math.abs(x - otherX) < NODE_WIDTH && Math.abs(y - otherY) < NODE_HEIGHT,
        ),
      );
      expect(overlapping).toEqual([]);
    });
  });
});

describe('figures of the networks', () => {
  // Source of each figure behind it; none comes from this program.
  it.each([
    ['perceptron', 3, 3], // by hand: 2 weights and a bias
    ['xor-mlp', 33, 33], // by hand: (2 + 1) x 8 + (8 + 1) x 1
    ['lenet-5', 61_706, 61_706], // by hand: 156 + 2,416 + 48,120 + 10,164 + 850
    ['lenet-5-32', 61_706, 61_706], // the same layers on the padded image
    ['alexnet-227', 62_378_344, 62_378_344], // by hand, as taught: see the rows below
    ['alexnet-224', 50_844_008, 50_844_008], // by hand: 62,378,344 - (9,216 - 6,400) x 4,096
    ['vgg-16', 138_357_544, 138_357_544], // keras.applications.VGG16().count_params()
    ['vgg-19', 143_667_240, 143_667_240], // keras.applications.VGG19().count_params()
    ['resnet-34', 21_814_696, 21_797_672], // torchvision: 21,797,672 trained and 17,024 moving statistics
    ['densenet-121', 8_062_504, 7_978_856], // keras.applications.DenseNet121(), in all and trainable
    ['googlenet', 6_998_552, 6_998_552], // the 2014 paper's table 1 with biases, summed
    ['conv3d-video', 70_448, 70_056], // as taught: 392 not trainable
    ['galaxy-cnn', 2_602_849, 2_602_849], // as taught, at 69 x 69
    ['parcels', 10_756, 10_756], // by hand: 80 + 1,168 + 8,224 + 99 + (35 + 1) x 32 + 33
  ])('%s: %i parameters, %i trainable', (id, params, trainable) => {
    const { totals } = summary(id);
    expect(totals.params).toBe(params);
    expect(totals.trainableParams).toBe(trainable);
    expect(totals.nonTrainableParams).toBe(params - trainable);
  });

  it('AlexNet of 227 pixels has maps of 55, 27, 27, 13, 13, 13, 13, 6 and the layers of the decks', () => {
    const names = ['conv1', 'pool1', 'conv2', 'pool2', 'conv3', 'conv4', 'conv5', 'pool5'];
    expect(heights('alexnet-227', names)).toEqual([55, 27, 27, 13, 13, 13, 13, 6]);
    const params = new Map(summary('alexnet-227').rows.map(row => [row.name, row.params]));
    // (11 x 11 x 3 + 1) x 96, (5 x 5 x 96 + 1) x 256, (3 x 3 x 256 + 1) x 384, (3 x 3 x 384 + 1) x 384,
    // (3 x 3 x 384 + 1) x 256, (9,216 + 1) x 4,096, (4,096 + 1) x 4,096, (4,096 + 1) x 1,000
    expect(
      ['conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'fc6', 'fc7', 'fc8'].map(name => params.get(name)),
    ).toEqual([34_944, 614_656, 885_120, 1_327_488, 884_992, 37_752_832, 16_781_312, 4_097_000]);
  });

  it('AlexNet of 224 pixels has maps of 54, 26, 26, 12, 12, 12, 12, 5', () => {
    const names = ['conv1', 'pool1', 'conv2', 'pool2', 'conv3', 'conv4', 'conv5', 'pool5'];
    expect(heights('alexnet-224', names)).toEqual([54, 26, 26, 12, 12, 12, 12, 5]);
  });

  it("GoogLeNet's modules give the channels of the paper's table 1 on maps of 28, 14 and 7 pixels", () => {
    const rows = new Map(summary('googlenet').rows.map(row => [row.name, row.outputShapes[0]]));
    const modules = ['3a', '3b', '4a', '4b', '4c', '4d', '4e', '5a', '5b'];
    expect(modules.map(module => rows.get(`inception_${module}.output`)?.at(-1))).toEqual([
      256, 480, 512, 512, 512, 528, 832, 832, 1024,
    ]);
    expect(['3b', '4e', '5b'].map(module => rows.get(`inception_${module}.output`)?.[1])).toEqual([
      28, 14, 7,
    ]);
  });

  it("ResNet-34's stages halve the map: 112, 56, 56, 28, 14, 7 (torchvision)", () => {
    expect(
      heights('resnet-34', [
        'conv1',
        'maxpool',
        'layer1.2.relu2',
        'layer2.3.relu2',
        'layer3.5.relu2',
        'layer4.2.relu2',
      ]),
    ).toEqual([112, 56, 56, 28, 14, 7]);
  });

  it("DenseNet-121's blocks end in 256, 512, 1,024 and 1,024 channels (Keras)", () => {
    const rows = new Map(summary('densenet-121').rows.map(row => [row.name, row.outputShapes[0]]));
    const ends = ['conv2_block6', 'conv3_block12', 'conv4_block24', 'conv5_block16'];
    expect(ends.map(end => rows.get(`${end}_concat`)?.slice(1))).toEqual([
      [56, 56, 256],
      [28, 28, 512],
      [14, 14, 1024],
      [7, 7, 1024],
    ]);
  });

  it('the normalizations on video run over the width: rows of 448, 224 and 112, with axis 1 as the fix', () => {
    const { rows, problems } = summary('conv3d-video');
    const params = new Map(rows.map(row => [row.name, row.params]));
    expect(['bn1', 'bn2', 'bn3'].map(name => params.get(name))).toEqual([448, 224, 112]);
    expect(problems.map(problem => problem.fix?.edits)).toEqual(
      ['bn1', 'bn2', 'bn3'].map(name => [{ kind: 'setParameter', name, parameter: 'axis', value: 1 }]),
    );
  });

  it('the feature extractor is frozen: 320 + 18,496 parameters that do not train', () => {
    const { totals } = summary('transfer-learning');
    // (3 x 3 x 1 + 1) x 32 and (3 x 3 x 32 + 1) x 64
    expect(totals.nonTrainableParams).toBe(320 + 18_496);
  });

  it('frames of one template keep clear of each other and hold their layers', () => {
    const document = findTemplate('transfer-learning')?.build();
    const boxes = (document?.frames ?? []).map(({ box: [x, y, width, height] }) => ({ x, y, width, height }));
    const [extractor, head] = boxes;
    if (!extractor || !head) throw new Error('the template has no frames');
    expect(overlaps(extractor, head)).toBe(false);
    const conv = document?.positions['features.conv1'];
    expect(conv && overlaps(extractor, nodeBox(conv))).toBe(true);
  });

  it('those of modest size name a data set, and it fits', () => {
    const named = TEMPLATES.filter(template => template.build().training?.dataset !== undefined);
    expect(named.map(template => template.id)).toEqual([
      'perceptron',
      'xor-mlp',
      'spirals-mlp',
      'lenet-5',
      'digits-cnn',
      'transfer-learning',
      'parcels',
      'segmentation',
      'spectra-1d',
    ]);
    for (const template of named) {
      const document = template.build();
      const info = DATASETS.find(dataset => dataset.name === document.training?.dataset);
      expect(info && datasetMisfit(document, inferDocument(document), info)).toBeNull();
      expect(template.tags).toContain('trains');
    }
  });
});
