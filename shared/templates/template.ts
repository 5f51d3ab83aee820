import type { NetloomDocument } from '../document/schema.ts';

/** A network to begin with. */
export interface Template {
  /** Stable name, used by `netloom new`. */
  readonly id: string;
  readonly title: string;
  /** One or two sentences for the gallery. */
  readonly description: string;
  /** Words to filter by: size, kind of data, what it teaches. */
  readonly tags: readonly string[];
  /** Writes the document anew at each call. */
  build(): NetloomDocument;
}

/** What a template is declared from: its words, and the network on its name and description. */
export function defineTemplate(
  words: Omit<Template, 'build'>,
  build: (words: Omit<Template, 'build'>) => NetloomDocument,
): Template {
  return { ...words, build: () => build(words) };
}
