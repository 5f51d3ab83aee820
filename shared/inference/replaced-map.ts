/** More replaced entries than this are copied into a new map. */
const MOST_REPLACED = 64;

/**
 * A map with some values of another map replaced, same keys in the same order, without a copy of the whole: an edit of one layer must
 * not cost time with the size of the network. Immutable.
 */
export class ReplacedMap<K, V extends object> implements ReadonlyMap<K, V> {
  private readonly base: ReadonlyMap<K, V>;
  private readonly replaced: ReadonlyMap<K, V>;

  private constructor(base: ReadonlyMap<K, V>, replaced: ReadonlyMap<K, V>) {
    this.base = base;
    this.replaced = replaced;
  }

  /**
   * Replaces values.
   *
   * @param map the map before; it stays as it is
   * @param changes values for keys that the map has
   */
  static of<K, V extends object>(map: ReadonlyMap<K, V>, changes: ReadonlyMap<K, V>): ReadonlyMap<K, V> {
    if (changes.size === 0) return map;
    const isReplaced = map instanceof ReplacedMap;
    const base: ReadonlyMap<K, V> = isReplaced ? map.base : map;
    const earlier: ReadonlyMap<K, V> = isReplaced ? map.replaced : new Map();
    if (earlier.size + changes.size > MOST_REPLACED) {
      const whole = new Map(map);
      for (const [key, value] of changes) whole.set(key, value);
      return whole;
    }
    return new ReplacedMap(base, new Map([...earlier, ...changes]));
  }

  get size(): number {
    return this.base.size;
  }

  get(key: K): V | undefined {
    return this.replaced.get(key) ?? this.base.get(key);
  }

  has(key: K): boolean {
    return this.base.has(key);
  }

  keys(): MapIterator<K> {
    return this.base.keys();
  }

  *values(): MapIterator<V> {
    for (const [, value] of this.entries()) yield value;
  }

  *entries(): MapIterator<[K, V]> {
    for (const [key, value] of this.base) yield [key, this.replaced.get(key) ?? value];
  }

  [Symbol.iterator](): MapIterator<[K, V]> {
    return this.entries();
  }

  forEach(callback: (value: V, key: K, map: ReadonlyMap<K, V>) => void): void {
    for (const [key, value] of this.entries()) callback(value, key, this);
  }
}
