import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { NetloomDocument } from '../../document/schema.ts';
import { parseDocument } from '../../document/serialize.ts';
import { readGolden } from '../../importers/keras/golden-testing.ts';
import { importKerasConfig } from '../../importers/keras/import-keras-config.ts';
import { inferDocument } from '../../inference/infer.ts';
import { TEMPLATES } from '../../templates/index.ts';
import { lintDocument } from './document-problems.ts';

/** What is true of well-known networks, told in docs/decisions/0008-lints.md; nothing else may be found in any of them. */
const TRUE_FINDINGS: Readonly<Record<string, readonly string[]>> = {
  'alexnet-224': ['dense.huge'],
  'alexnet-227': ['dense.huge'],
  'vgg-16': ['dense.huge', 'initializer.gain'],
  'vgg-19': ['dense.huge', 'initializer.gain'],
  VGG16: ['dense.huge', 'initializer.gain'],
  VGG19: ['dense.huge', 'initializer.gain'],
  ResNet50: ['bias.redundant'],
  ResNet101: ['bias.redundant'],
  ResNet152: ['bias.redundant'],
};

/** As {@link TRUE_FINDINGS}, of networks of torchvision as its exporter writes them, normalizations folded into convolutions. */
const TRUE_OF_TORCHVISION: Readonly<Record<string, readonly string[]>> = {
  vgg11_bn: ['dense.huge', 'initializer.gain'],
};

const torchvision = path.join(import.meta.dirname, '../../importers/onnx/golden');
const goldens = path.join(import.meta.dirname, '../../importers/keras/golden');

function expectOnlyTrue(document: NetloomDocument, findings: readonly string[] = []): void {
  const found = lintDocument(document, inferDocument(document));
  expect(found.map(({ code }) => code)).toEqual(findings);
  expect(found.every(({ severity }) => severity === 'info')).toBe(true);
}

it.each(TEMPLATES.map(template => [template.id, template] as const))('template %s', (id, template) => {
  expectOnlyTrue(template.build(), TRUE_FINDINGS[id]);
});

it.each(readdirSync(goldens).filter(file => file.endsWith('.json.gz')))('keras.applications %s', file => {
  const golden = readGolden(gunzipSync(readFileSync(path.join(goldens, file))).toString());
  expectOnlyTrue(importKerasConfig(golden.config).document, TRUE_FINDINGS[file.replace('.json.gz', '')]);
});

it.each(readdirSync(torchvision))('torchvision %s', file => {
  const document = parseDocument(gunzipSync(readFileSync(path.join(torchvision, file))).toString());
  expectOnlyTrue(document, TRUE_OF_TORCHVISION[file.replace('.json.gz', '')]);
});
