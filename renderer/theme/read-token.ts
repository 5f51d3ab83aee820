/**
 * The present value of a design token, for what draws on a canvas and cannot use CSS.
 *
 * @param name the custom property with its dashes, e.g. `--color-training`
 * @returns the value as written in tokens.css for the present theme; empty when there is no such token
 */
export function readToken(name: `--${string}`): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
