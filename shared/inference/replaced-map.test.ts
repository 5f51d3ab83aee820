import { describe, expect, it } from 'vitest';
import { ReplacedMap } from './replaced-map.ts';

const base = new Map(Array.from({ length: 200 }, (_, i) => [`n${i}`, { value: i }]));

describe('a map with values replaced', () => {
  it('reads as a copied map would, and leaves the one before as it was', () => {
    let ours: ReadonlyMap<string, { value: number }> = base;
    let copied = new Map(base);
    // 30 steps of 7 pass the number of entries above which the whole is copied, several times.
    for (let step = 1; step <= 30; step++) {
      const before = [...ours];
      const changes = new Map(
        Array.from({ length: 7 }, (_, i) => [`n${(step * 13 + i * 17) % 200}`, { value: step * 1000 + i }]),
      );
      const next = ReplacedMap.of(ours, changes);
      expect([...ours]).toEqual(before);
      copied = new Map(copied);
      for (const [key, value] of changes) copied.set(key, value);
      ours = next;
      expect([...ours]).toEqual([...copied]);
      expect([...ours.keys()]).toEqual([...copied.keys()]);
      expect([...ours.values()]).toEqual([...copied.values()]);
    }
    expect(ours.size).toBe(200);
    expect(ours.get('n5')).toEqual(copied.get('n5'));
    expect(ours.has('n5') && !ours.has('other')).toBe(true);
    const seen: string[] = [];
    ours.forEach((value, key) => {
      seen.push(`${key}${value.value}`);
    });
    expect(seen).toEqual([...copied].map(([key, { value }]) => `${key}${value}`));
  });

  it('is the map itself where nothing is replaced', () => {
    expect(ReplacedMap.of(base, new Map())).toBe(base);
  });
});
