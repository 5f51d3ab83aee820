import { Command } from 'cmdk';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { LayerType } from '../../shared/layers/contract.ts';
import { allLayerTypes } from '../../shared/layers/registry.ts';
import { categoryColor, categoryTitle } from '../panels/category.ts';
import { paletteGroups, searchLayers } from '../panels/palette/palette-model.ts';
import { here } from '../state/here.ts';
import { addLayer } from './add-layer.ts';
import styles from './add-layer-popup.module.css';
import { type AddRequest, useCanvas } from './canvas-store.ts';
import { chainFrom } from './click-wiring.tsx';
import { fitsAt } from './connect-check.ts';
import { reveal } from './viewport.ts';

const WIDTH = 280;
const HEIGHT = 340;

/** The search for a layer to add, at the cursor; with a wire under way it lists only what fits. */
export function AddLayerPopup() {
  const adding = useCanvas(state => state.adding);
  return adding ? <Search key={adding.screen.join(' ')} request={adding} /> : null;
}

function Search({ request }: { request: AddRequest }) {
  const panel = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const layers = useMemo(() => candidates(request), [request]);
  const found = searchLayers(layers, query);
  useEffect(() => {
    const outside = (event: PointerEvent) => {
      if (event.target instanceof Node && !panel.current?.contains(event.target)) close(false);
    };
    window.addEventListener('pointerdown', outside, true);
    return () => window.removeEventListener('pointerdown', outside, true);
  }, []);
  const left = Math.max(8, Math.min(request.screen[0], window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(request.screen[1], window.innerHeight - HEIGHT - 8));
  return (
    <div ref={panel} className={styles.panel} style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}>
      <Command
        label="Add a layer"
        loop
        shouldFilter={false}
        onKeyDown={event => {
          if (event.key === 'Escape') close(true);
          event.stopPropagation();
        }}
      >
        <Command.Input
          autoFocus
          className={styles.input}
          value={query}
          onValueChange={setQuery}
          placeholder={request.from ? `Layers that fit ${request.from.node}` : 'Add a layer'}
        />
        <Command.List className={styles.list}>
          {found.length === 0 && <p className={styles.none}>No layer is called so.</p>}
          {query.trim() === ''
            ? paletteGroups(found).map(group => (
                <Command.Group
                  key={group.category}
                  heading={categoryTitle(group.category)}
                  className={styles.group}
                >
                  {group.layers.map(layer => (
                    <Choice key={layer.type} layer={layer} request={request} />
                  ))}
                </Command.Group>
              ))
            : found.map(layer => <Choice key={layer.type} layer={layer} request={request} />)}
        </Command.List>
      </Command>
    </div>
  );
}

function Choice({ layer, request }: { layer: LayerType; request: AddRequest }) {
  return (
    <Command.Item value={layer.type} className={styles.item} onSelect={() => choose(layer.type, request)}>
      <span className={styles.mark} style={{ background: categoryColor(layer.category) }} />
      <span className={styles.type}>{layer.type}</span>
      <span className={styles.title}>{layer.title}</span>
    </Command.Item>
  );
}

function candidates({ from }: AddRequest): readonly LayerType[] {
  if (!from) return allLayerTypes();
  const { document, inference } = here();
  return allLayerTypes().filter(layer => fitsAt(layer, document, inference, from));
}

function choose(type: string, request: AddRequest): void {
  close(true);
  const name = addLayer(type, request.at, { from: request.from });
  if (request.from) reveal(request.at);
  if (request.isChained) chainFrom(name);
}

function close(focus: boolean): void {
  useCanvas.setState({ adding: null });
  if (focus) document.querySelector<HTMLElement>('[data-canvas]')?.focus();
}
