import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '../../controls/index.ts';
import { useEditor } from '../../state/editor-store.ts';
import { tell } from '../../state/notices.ts';
import { sentenceOf } from '../../state/service.ts';
import { copyText } from '../copy-text.ts';
import dialogs from './dialogs.module.css';
import styles from './export-dialog.module.css';

async function copy(text: string): Promise<void> {
  if (await copyText(text)) tell('Copied the source');
  else tell('The clipboard could not be reached; select the text instead.', 'error');
}

type Source = { readonly text: string } | { readonly problem: string } | null;

/** The source before it is saved; the exporters come into the window only when they are wanted. */
export function CodePreview({ format }: { readonly format: 'pytorch' | 'keras-code' }) {
  const [source, setSource] = useState<Source>(null);
  useEffect(() => {
    let isCurrent = true;
    setSource(null);
    const { document, inference } = useEditor.getState();
    import('./code-source.ts')
      .then(({ codeSource }) => ({ text: codeSource(format, document, inference) }))
      .catch((error: unknown) => ({ problem: sentenceOf(error) }))
      .then(made => {
        if (isCurrent) setSource(made);
      });
    return () => {
      isCurrent = false;
    };
  }, [format]);
  if (source === null) return <p className={dialogs.quiet}>Writing the source.</p>;
  if ('problem' in source)
    return (
      <div role="alert" className={dialogs.error}>
        {source.problem}
      </div>
    );
  return (
    <figure className={styles.preview} aria-label="Preview of the source">
      <figcaption>
        <span>{source.text.split('\n').length - 1} lines</span>
        <Button size="small" icon={Copy} onClick={() => void copy(source.text)}>
          Copy
        </Button>
      </figcaption>
      <pre>{source.text}</pre>
    </figure>
  );
}
