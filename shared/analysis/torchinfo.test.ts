import { expect, it } from 'vitest';
import { inferDocument } from '../inference/infer.ts';
import { findTemplate } from '../templates/index.ts';
import { torchinfoFigures } from './torchinfo.ts';

/**
 * By torchinfo 1.8.0 with torch 2.15.0 and torchvision 0.29.2: total_mult_adds, total_output_bytes, total_param_bytes of
 * torchinfo.summary(model, input_size=(batch, ...)) for LeNet-5 as nn.Sequential, vgg16() and resnet34().
 */
const JUDGED = [
  ['lenet-5', 2, 846_076, 104_288, 246_824],
  ['vgg-16', 3, 46_451_463_096, 325_361_088, 553_430_176],
  ['resnet-34', 1, 3_663_779_432, 59_817_792, 87_190_688],
] as const;

it.each(JUDGED)('%s, batch %i: torchinfo’s figures', (id, batch, multiplyAdds, outputs, params) => {
  const document = findTemplate(id)?.build();
  if (!document) throw new Error(id);
  const figures = torchinfoFigures(inferDocument(document), batch);
  expect(figures).toMatchObject({ multiplyAdds, forwardBackwardBytes: outputs, paramsBytes: params });
  expect(figures?.totalBytes).toBe((figures?.inputBytes ?? 0) + outputs + params);
});
