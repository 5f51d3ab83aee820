import { useEffect, useState } from 'react';
import { formatCount } from '../../../shared/layers/formatting.ts';
import type { Template } from '../../../shared/templates/index.ts';
import { previewOf } from './preview.ts';
import { type TemplateFacts, templateFacts } from './template-facts.ts';
import styles from './template-gallery.module.css';

/** Pixels of the picture, as in the style sheet. */
const WIDTH = 216;
const HEIGHT = 124;

interface TemplateCardProps {
  readonly template: Template;
  /** Cards are built one after the other, so that the gallery opens at once. */
  readonly order: number;
  readonly onOpen: (template: Template) => void;
}

/** A template with its miniature, its words and its figures. */
export function TemplateCard({ template, order, onOpen }: TemplateCardProps) {
  const [facts, setFacts] = useState<TemplateFacts | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setFacts(templateFacts(template)), order * 15);
    return () => clearTimeout(timer);
  }, [template, order]);
  return (
    <button type="button" className={styles.card} onClick={() => onOpen(template)}>
      {facts ? <Miniature facts={facts} /> : <span className={styles.picture} />}
      <span className={styles.words}>
        <span className={styles.title}>{template.title}</span>
        <span className={styles.description}>{template.description}</span>
        <span className={styles.figures}>
          {facts ? `${formatCount(facts.layers)} layers · ${formatCount(facts.params)} parameters` : ' '}
        </span>
      </span>
    </button>
  );
}

function Miniature({ facts }: { readonly facts: TemplateFacts }) {
  const { viewBox, lineWidth, boxes, lines } = previewOf(facts.document, WIDTH, HEIGHT);
  return (
    <svg className={styles.picture} viewBox={viewBox} aria-hidden="true">
      {lines.map(line => (
        <path key={line.id} d={line.path} fill="none" stroke="var(--color-wire)" strokeWidth={lineWidth} />
      ))}
      {boxes.map(({ name, color, x, y, width, height }) => (
        <rect key={name} x={x} y={y} width={width} height={height} rx={12} fill={color} />
      ))}
    </svg>
  );
}
