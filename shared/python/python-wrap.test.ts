import { describe, expect, it } from 'vitest';
import { wrapPython } from './python-wrap.ts';

// As black 25 writes these lines for the width.
describe('long lines of Python', () => {
  it('short ones stay', () => {
    expect(wrapPython('x = f(a, b)', 11)).toBe('x = f(a, b)');
  });

  it("a call's arguments get a line of their own, or one each with a comma behind", () => {
    expect(wrapPython('self.conv = nn.Conv2d(3, 64, 7, stride=2)', 30)).toBe(
      'self.conv = nn.Conv2d(\n    3, 64, 7, stride=2\n)',
    );
    expect(wrapPython('x = torch.cat([alpha, beta, gamma], dim=1)', 26)).toBe(
      'x = torch.cat(\n    [alpha, beta, gamma],\n    dim=1,\n)',
    );
  });

  it('brackets and commas in strings are text', () => {
    expect(wrapPython('x = einsum("a,b)->ab", first, second)', 26)).toBe(
      'x = einsum(\n    "a,b)->ab",\n    first,\n    second,\n)',
    );
  });

  it('a short call on the result of a long one stays beside it', () => {
    const text = 'x = layers.Conv2D(8, 3, padding="same", name="a name (with brackets, and commas)")(first)';
    expect(wrapPython(text, 84)).toBe(
      'x = layers.Conv2D(\n    8, 3, padding="same", name="a name (with brackets, and commas)"\n)(first)',
    );
  });

  it('numbers stay side by side', () => {
    const numbers = Array.from({ length: 12 }, (_, i) => i + 10).join(', ');
    expect(wrapPython(`x = f([${numbers}])`, 32)).toBe(
      'x = f(\n    [\n        10, 11, 12, 13, 14, 15,\n        16, 17, 18, 19, 20, 21,\n    ]\n)',
    );
  });
});
