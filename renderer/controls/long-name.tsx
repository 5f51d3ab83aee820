import { useLayoutEffect, useRef } from 'react';
import { emptyRoom } from './empty-room.ts';
import styles from './long-name.module.css';

/** Shorter names have room everywhere. */
const LONG = 12;
/** Measured widths differ a little from those that are set; a line that is too narrow would lose one more letter, in pixels. */
const SLACK = 1;

/** A name that, where room is short, loses letters at its beginning: those of imported layers begin alike and differ at their ends. */
export function LongName({ name }: { readonly name: string }) {
  const room = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    const place = room.current;
    // Another name in the same room is measured anew.
    return place && name.length > LONG ? watch(place) : undefined;
  }, [name]);
  return (
    <span className={styles.room} ref={room}>
      <span className={styles.line} key={name}>
        <bdi>{name}</bdi>
      </span>
    </span>
  );
}

const watched = new Set<Element>();
let observer: ResizeObserver | null = null;

/** Measures a name now and whenever its room or its letters change; answers the function that stops. */
function watch(place: Element): () => void {
  const sizes = observer ?? begin();
  watched.add(place);
  sizes.observe(place);
  return () => {
    watched.delete(place);
    sizes.unobserve(place);
  };
}

/** One observer for all names. Faces that come later change the letters, but no room. */
function begin(): ResizeObserver {
  const sizes = new ResizeObserver(narrow);
  observer = sizes;
  document.fonts.addEventListener('loadingdone', () => {
    for (const place of watched) {
      sizes.unobserve(place);
      sizes.observe(place);
    }
  });
  return sizes;
}

/** Draws lines narrower by what would stay empty before their ellipsis. All are measured before the first is changed, so that they are laid out once. */
function narrow(entries: readonly ResizeObserverEntry[]): void {
  const pen = document.createElement('canvas').getContext('2d');
  if (!pen) return;
  const gaps = entries.flatMap(({ target, contentRect }) => {
    const line = target.firstElementChild;
    const text = line?.firstElementChild;
    if (!(line instanceof HTMLElement && text instanceof HTMLElement)) return [];
    if (text.offsetWidth <= Math.ceil(contentRect.width)) return [{ line, gap: 0 }];
    // The shorthand is empty where a face has settings that it cannot say.
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(line);
    pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const gap = emptyRoom(
      line.textContent ?? '',
      contentRect.width - SLACK,
      text => pen.measureText(text).width,
    );
    return [{ line, gap }];
  });
  for (const { line, gap } of gaps) line.style.maxWidth = gap > 0 ? `calc(100% - ${gap}px)` : '';
}
