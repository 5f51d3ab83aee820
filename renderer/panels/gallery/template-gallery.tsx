import { Plus } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { TEMPLATES, type Template } from '../../../shared/templates/index.ts';
import { Dialog, TextInput } from '../../controls/index.ts';
import { newDocument, openUntitled } from '../../state/document-files.ts';
import { useView } from '../../state/view-store.ts';
import { TemplateCard } from './template-card.tsx';
import { matches } from './template-facts.ts';
import styles from './template-gallery.module.css';

const TAGS = [...new Set(TEMPLATES.flatMap(template => template.tags))].sort();

/** The templates with pictures and figures; opening one takes the place of the document, after asking about unsaved work. */
export function TemplateGallery() {
  const isOpen = useView(state => state.dialog === 'gallery');
  const close = () => useView.getState().openDialog(null);
  return (
    <Dialog
      open={isOpen}
      onClose={close}
      title="Templates"
      description="Networks to begin with. Each opens as a new document."
      width={980}
      height={680}
      flush
    >
      <Gallery onDone={close} />
    </Dialog>
  );
}

function Gallery({ onDone }: { readonly onDone: () => void }) {
  const [query, setQuery] = useState('');
  const [tag, setTag] = useState<string | null>(null);
  const found = TEMPLATES.filter(
    template => matches(template, query) && (tag === null || template.tags.includes(tag)),
  );
  const open = async (template: Template | null) => {
    onDone();
    if (!template) return newDocument();
    return openUntitled(template.build());
  };
  return (
    <>
      <div className={styles.bar}>
        <TextInput
          label="Search templates"
          placeholder="Search templates"
          value={query}
          onChange={setQuery}
          autoFocus
          onKeyDown={event => {
            if (event.key !== 'Enter' || !found[0]) return;
            // Else the same key press would go on to the button that has the focus next.
            event.preventDefault();
            void open(found[0]);
          }}
        />
        <div className={styles.tags}>
          {TAGS.map(each => (
            <button
              key={each}
              type="button"
              className={styles.tag}
              aria-pressed={tag === each}
              onClick={() => setTag(tag === each ? null : each)}
            >
              {each}
            </button>
          ))}
        </div>
      </div>
      <section className={styles.grid} aria-label="Templates" onKeyDown={walkGrid}>
        {query === '' && tag === null && (
          <button type="button" className={styles.card} onClick={() => void open(null)}>
            <span className={`${styles.picture} ${styles.empty}`}>
              <Plus size={28} aria-hidden="true" />
            </span>
            <span className={styles.words}>
              <span className={styles.title}>Empty network</span>
              <span className={styles.description}>Begin with a blank canvas.</span>
            </span>
          </button>
        )}
        {found.map((template, order) => (
          <TemplateCard
            key={template.id}
            template={template}
            order={order}
            onOpen={chosen => void open(chosen)}
          />
        ))}
      </section>
      {found.length === 0 && <p className={styles.none}>No template fits this search.</p>}
    </>
  );
}

/** Arrow keys move the focus over the cards, by columns and by rows. */
function walkGrid(event: KeyboardEvent<HTMLElement>): void {
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('button')];
  const columns = cards.filter(card => card.offsetTop === cards[0]?.offsetTop).length;
  const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[event.key];
  const focused = document.activeElement;
  if (step === undefined || !(focused instanceof HTMLElement)) return;
  const next = cards[cards.indexOf(focused) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
}
