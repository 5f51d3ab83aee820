import { useRef } from 'react';
import type { LayerType } from '../../../shared/layers/contract.ts';
import { Button, Popover } from '../../controls/index.ts';
import styles from './documentation.module.css';
import { shortValue } from './parameter-text.ts';

/** The link that opens a layer type's documentation beside the inspector. */
export function DocumentationLink({ layer }: { readonly layer: LayerType }) {
  const panel = useRef<HTMLElement>(document.body);
  return (
    <span
      ref={element => {
        panel.current = element?.closest('aside') ?? document.body;
      }}
    >
      <Popover
        label={`Documentation of ${layer.type}`}
        anchor={panel}
        trigger={<Button variant="link">Documentation</Button>}
      >
        <Documentation layer={layer} />
      </Popover>
    </span>
  );
}

/** A layer type in its fixed words: what, shapes, example, parameters, errors, source. */
export function Documentation({ layer }: { readonly layer: LayerType }) {
  const { what, inputShape, outputShape, example, errors, source } = layer.documentation;
  const parameters = Object.entries(layer.parameters);
  return (
    <article>
      <h2 className={styles.title}>{layer.type}</h2>
      <p className={styles.subtitle}>{layer.title}</p>
      <p className={styles.text}>{what}</p>
      <h3 className={styles.heading}>Input shape</h3>
      <p className={styles.mono}>{inputShape}</p>
      <h3 className={styles.heading}>Output shape</h3>
      <p className={styles.mono}>{outputShape}</p>
      <h3 className={styles.heading}>Example</h3>
      <p className={styles.text}>{example}</p>
      {parameters.length > 0 && <h3 className={styles.heading}>Parameters</h3>}
      {parameters.map(([name, parameter]) => (
        <p key={name} className={styles.parameter}>
          <span className={styles.parameterName}>{name}</span> {parameter.doc} Default:{' '}
          {shortValue(parameter.default)}.
        </p>
      ))}
      {errors.length > 0 && <h3 className={styles.heading}>What goes wrong</h3>}
      <ul className={styles.list}>
        {errors.map(error => (
          <li key={error}>{error}</li>
        ))}
      </ul>
      <p className={styles.source}>Source: {source}</p>
    </article>
  );
}
