/**
 * The factor of a weight's learning rate: that of the last pattern that matches its layer, else 1.
 *
 * @param rates factors by patterns of layer names, in which * stands for anything
 * @param weight its full name, `LAYER/WEIGHT`
 */
export function layerRate(rates: Readonly<Record<string, number>>, weight: string): number {
  const layer = weight.slice(0, weight.lastIndexOf('/'));
  let factor = 1;
  for (const [pattern, rate] of Object.entries(rates)) if (matches(pattern, layer)) factor = rate;
  return factor;
}

function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length >= at + last.length && name.endsWith(last);
}
