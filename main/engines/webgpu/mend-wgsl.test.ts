import { expect, it } from 'vitest';
import { mendWgsl } from './mend-wgsl.ts';

const HEAD = `struct Uniforms { NAN : f32, xShape : vec5, pad0 : vec2<i32>, };
fn getCoordsFromIndex(index : i32) -> vec5 {`;

it('names the components of coordinates that are structs', () => {
  expect(mendWgsl(`${HEAD} let b = sharedBuf[coords[4]] + uniforms.xShape[0] + uniforms.pad0[1];`)).toBe(
    `${HEAD} let b = sharedBuf[coords.u] + uniforms.xShape.x + uniforms.pad0[1];`,
  );
});

it('leaves vectors as they are', () => {
  const code = 'fn getCoordsFromIndex(index : i32) -> vec4<i32> { let a = coords[3] + uniforms.xShape[1];';
  expect(mendWgsl(code)).toBe(code);
});

it('gives whole numbers to the function that takes them', () => {
  const write = 'setOutputAtIndex(flatIndex, A[getIndexFromCoords3D(vec3<i32>(1, 2, 3), uniforms.aShape)]);';
  const of = (type: string) => `@group(0) @binding(1) var<storage, read> A: array<${type}>;\n${write}`;
  expect(mendWgsl(of('i32'))).toContain('setOutputAtIndexI32(flatIndex, A[');
  expect(mendWgsl(of('f32'))).toBe(of('f32'));
});
