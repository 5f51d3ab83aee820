/**
 * Writes an amount of main memory as people say it: `412 MB`, `1.6 GB`; 1024-based.
 *
 * @param bytes how much
 */
export function formatMemory(bytes: number): string {
  const [value, unit] = bytes >= 2 ** 30 ? [bytes / 2 ** 30, 'GB'] : [bytes / 2 ** 20, 'MB'];
  const digits = unit === 'MB' && value >= 10 ? 0 : 1;
  return `${value.toLocaleString('en-US', { maximumFractionDigits: digits })} ${unit}`;
}
