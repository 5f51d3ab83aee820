/** A unit for a column of sizes, so that all its figures have as many decimals. */
export interface MemoryUnit {
  readonly name: 'KB' | 'MB';
  write(bytes: number): string;
}

const KILOBYTE = 1024;

/**
 * The unit in which the sizes of a column read best: MB, or KB where the largest is below one MB (1024-based both).
 *
 * @param sizes numbers of bytes
 */
export function memoryUnit(sizes: readonly number[]): MemoryUnit {
  const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
  return largest < KILOBYTE * KILOBYTE ? unit('KB', KILOBYTE, 2) : unit('MB', KILOBYTE * KILOBYTE, 2);
}

function unit(name: MemoryUnit['name'], size: number, decimals: number): MemoryUnit {
  const least = 0.5 * 10 ** -decimals;
  return {
    name,
    write: bytes => {
      const value = bytes / size;
      return value > 0 && value < least
        ? `< ${(10 ** -decimals).toFixed(decimals)}`
        : value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
    },
  };
}
