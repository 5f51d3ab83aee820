import type { Json } from '../../../shared/document/json.ts';
import type { DocumentNode } from '../../../shared/document/schema.ts';
import { Section } from '../../controls/index.ts';
import { attributeText, plainText } from './carried-attributes.ts';
import styles from './inspector.module.css';

/** What is kept of an operator or class that Netloom has no type for; nothing of it can be changed here. */
export function CarriedSection({ node }: { readonly node: DocumentNode }) {
  const { attributes, ...others } = node.parameters ?? {};
  const kept = isRecord(attributes) ? Object.entries(attributes) : [];
  return (
    <Section title="Carried unchanged">
      <p className={styles.carried}>
        Netloom has no layer that computes this, so it keeps it as the file has it and gives it back
        unchanged. A network with it neither trains nor predicts here.
      </p>
      <dl className={styles.facts}>
        {Object.entries(others).map(([name, value]) => (
          <Fact key={name} name={name} text={plainText(value)} />
        ))}
        {kept.map(([name, value]) => (
          <Fact
            key={`attribute ${name}`}
            name={name}
            text={typeof value === 'string' ? attributeText(value) : plainText(value)}
          />
        ))}
      </dl>
    </Section>
  );
}

function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd className={styles.attribute}>{text}</dd>
    </>
  );
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
