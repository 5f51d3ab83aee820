import { summarize } from '../../../shared/analysis/summary.ts';
import type { NetloomDocument } from '../../../shared/document/schema.ts';
import { inferDocument } from '../../../shared/inference/infer.ts';
import type { Template } from '../../../shared/templates/index.ts';

/** What the gallery shows of a template beside its words. */
export interface TemplateFacts {
  readonly document: NetloomDocument;
  readonly layers: number;
  readonly params: number;
}

const known = new Map<string, TemplateFacts>();

/** Builds and counts a template, once. */
export function templateFacts(template: Template): TemplateFacts {
  const before = known.get(template.id);
  if (before) return before;
  const document = template.build();
  const summary = summarize(inferDocument(document), document.name);
  const facts = { document, layers: summary.rows.length, params: summary.totals.params };
  known.set(template.id, facts);
  return facts;
}

/** Whether every word of a search occurs in the template's words. */
export function matches(template: Template, query: string): boolean {
  const text =
    `${template.id} ${template.title} ${template.description} ${template.tags.join(' ')}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every(word => text.includes(word));
}
