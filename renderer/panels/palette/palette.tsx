import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import type { Category, LayerType } from '../../../shared/layers/contract.ts';
import { allLayerTypes } from '../../../shared/layers/registry.ts';
import { reveal } from '../../canvas/viewport.ts';
import { TextInput } from '../../controls/index.ts';
import { here } from '../../state/here.ts';
import { setPreference, usePreference } from '../../state/preferences.ts';
import { categoryColor, categoryTitle, rankBadge } from '../category.ts';
import styles from './palette.module.css';
import { LAYER_DRAG_TYPE, paletteGroups, searchLayers } from './palette-model.ts';
import { planAddAfter } from './plan-add.ts';

const LAYERS = allLayerTypes().filter(({ traits }) => !traits.isInternal);
const ALL_GROUPS = paletteGroups(LAYERS);
/** What few networks need waits behind its heading until it is opened; the search finds it all the same. */
const FIRST_FOLDED: readonly string[] = ['preprocessing', 'tensor', 'operator'];

/** All layer types by category: dragged onto the canvas, or added after the selection by Enter or a double-click. */
export function Palette() {
  const [query, setQuery] = useState('');
  const folded = usePreference('palette.folded') ?? FIRST_FOLDED;
  const list = useRef<HTMLDivElement>(null);
  const isSearching = query.trim() !== '';
  const found = useMemo(() => searchLayers(LAYERS, query), [query]);

  const fold = (category: Category) => {
    const others = folded.filter(other => other !== category);
    setPreference('palette.folded', folded.includes(category) ? others : [...others, category]);
  };

  /** Arrow keys walk over the search, the headings and the layers. */
  const walk = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const stops = [...(list.current?.parentElement?.querySelectorAll<HTMLElement>('input, button') ?? [])];
    const focused = document.activeElement;
    const here = focused instanceof HTMLElement ? stops.indexOf(focused) : -1;
    const next = stops[here + (event.key === 'ArrowDown' ? 1 : -1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <nav className={styles.palette} aria-label="Layers" onKeyDown={walk}>
      <div className={styles.search}>
        <TextInput
          value={query}
          onChange={setQuery}
          label="Search layers"
          placeholder="Search layers"
          onKeyDown={event => {
            if (event.key === 'Enter' && isSearching && found[0]) addAfterSelection(found[0]);
            else if (event.key === 'Escape' && isSearching) {
              event.stopPropagation();
              setQuery('');
            }
          }}
        />
      </div>
      <div className={styles.list} ref={list}>
        {isSearching
          ? found.map(layer => <LayerEntry key={layer.type} layer={layer} />)
          : ALL_GROUPS.map(group => {
              const isFolded = folded.includes(group.category);
              return (
                <section key={group.category} aria-label={categoryTitle(group.category)}>
                  <button
                    type="button"
                    className={isFolded ? `${styles.heading} ${styles.folded}` : styles.heading}
                    aria-expanded={!isFolded}
                    onClick={() => fold(group.category)}
                  >
                    {categoryTitle(group.category)}
                    <ChevronDown size={12} className={styles.fold} aria-hidden="true" />
                  </button>
                  {!isFolded && group.layers.map(layer => <LayerEntry key={layer.type} layer={layer} />)}
                </section>
              );
            })}
        {isSearching && found.length === 0 && (
          <p className={styles.nothing}>No layer is called or described so.</p>
        )}
      </div>
    </nav>
  );
}

function LayerEntry({ layer }: { readonly layer: LayerType }) {
  const rank = rankBadge(layer);
  return (
    <button
      type="button"
      className={styles.layer}
      draggable
      title={`${layer.title}. Drag it onto the canvas, or double-click to add it after the selection.`}
      onDragStart={event => {
        event.dataTransfer.setData(LAYER_DRAG_TYPE, layer.type);
        event.dataTransfer.setData('text/plain', layer.type);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onDoubleClick={() => addAfterSelection(layer)}
      onClick={event => {
        // Enter, Space and screen readers click without a count; a mouse needs the double-click.
        if (event.detail === 0) addAfterSelection(layer);
      }}
    >
      <span className={styles.swatch} style={{ background: categoryColor(layer.category) }} />
      <span className={styles.name}>{layer.type}</span>
      {rank && <span className={styles.rank}>{rank}</span>}
    </button>
  );
}

/** Adds a layer after the selected node (the only one, or the last of several) and brings it into sight. */
function addAfterSelection(layer: LayerType): void {
  const { document, selection, edit } = here();
  const plan = planAddAfter(document, layer, [...selection].pop() ?? null);
  if (edit(`Add ${plan.name}`, plan.edits, { select: [plan.name] }) !== null) return;
  const place = here().document.positions[plan.name];
  if (place) reveal(place);
}
