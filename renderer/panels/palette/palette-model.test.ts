import { describe, expect, it } from 'vitest';
import { allLayerTypes } from '../../../shared/layers/registry.ts';
import { paletteGroups, searchLayers } from './palette-model.ts';

describe('paletteGroups', () => {
  it('holds every layer once', () => {
    const shown = paletteGroups(allLayerTypes()).flatMap(group => group.layers.map(layer => layer.type));
    expect([...shown].sort()).toEqual(
      allLayerTypes()
        .map(layer => layer.type)
        .sort(),
    );
  });

  it('keeps the ranks of a family together', () => {
    const convolution = paletteGroups(allLayerTypes()).find(group => group.category === 'convolution');
    const types = convolution?.layers.map(layer => layer.type) ?? [];
    const first = types.indexOf('Conv1D');
    expect(types.slice(first, first + 3)).toEqual(['Conv1D', 'Conv2D', 'Conv3D']);
  });
});

describe('searchLayers', () => {
  const found = (query: string) => searchLayers(allLayerTypes(), query).map(layer => layer.type);

  it('finds by type, the exact one first', () => {
    expect(found('dense')[0]).toBe('Dense');
    expect(found('relu')[0]).toBe('ReLU');
  });

  it('finds by search words', () => {
    expect(found('fully connected')[0]).toBe('Dense');
  });

  it('needs every word', () => {
    expect(found('dense nonsense')).toEqual([]);
  });

  it('answers all for an empty search', () => {
    expect(found('  ')).toHaveLength(allLayerTypes().length);
  });
});
