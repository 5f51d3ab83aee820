import { expect, it } from 'vitest';
import { fromBase64, toBase64 } from './arithmetic/base64.ts';
import onnxOperator from './onnx-operator.ts';
import { parseParameters } from './parse-parameters.ts';

const { parameters: schema } = onnxOperator;

function problems(raw: Parameters<typeof parseParameters>[1]): readonly string[] {
  return parseParameters(schema, raw).problems.map(({ message }) => message);
}

it('gives what the file declared, whatever comes in', () => {
  const { values } = parseParameters(schema, {
    operator: 'NonMaxSuppression',
    inputs: ['wire', { dtype: 'int64', shape: [1] }, 'none'],
    outputs: [{ dtype: 'int64', shape: [null, 3] }, null],
  });
  const context = { name: 'nms', parameters: values as never, inputs: [] };
  expect(onnxOperator.infer(context)).toEqual([
    { dtype: 'int64', shape: [null, 3] },
    { dtype: 'float32', shape: null },
  ]);
  expect(onnxOperator.weights?.({ ...context, outputs: [] })).toEqual([
    { name: 'input_1', dtype: 'int64', shape: [1], initializer: { name: 'zeros' }, trainable: false },
  ]);
});

it('refuses what no file can have said', () => {
  expect(problems({ inputs: ['cable'] })[0]).toMatch(/^inputs must be a list of "wire"/);
  expect(problems({ outputs: [] })[0]).toMatch(/^outputs must be a list of at least one/);
  expect(problems({ outputs: [{ dtype: 'float32', shape: [-1] }] })).toHaveLength(1);
  expect(problems({ attributes: { axis: 'no base64!' } })[0]).toMatch(/^attributes must be an object/);
});

it('keeps bytes as text', () => {
  // RFC 4648, section 10.
  const vectors: Readonly<Record<string, string>> = {
    '': '',
    f: 'Zg==',
    fo: 'Zm8=',
    foo: 'Zm9v',
    foobar: 'Zm9vYmFy',
  };
  for (const [text, encoded] of Object.entries(vectors)) {
    const bytes = new TextEncoder().encode(text);
    expect(toBase64(bytes)).toBe(encoded);
    expect(fromBase64(encoded)).toEqual(bytes);
  }
  expect(fromBase64('Zg=')).toBeNull();
  expect(fromBase64('Z*==')).toBeNull();
});
