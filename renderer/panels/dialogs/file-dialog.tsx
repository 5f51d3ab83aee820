import { ArrowUp, Upload } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, Dialog, Field, IconButton, TextInput } from '../../controls/index.ts';
import { answerFile, type FileRequest, useRequests } from '../../state/requests.ts';
import { call, sentenceOf } from '../../state/service.ts';
import { upload } from '../../state/upload.ts';
import { useView } from '../../state/view-store.ts';
import dialogs from './dialogs.module.css';
import styles from './file-dialog.module.css';
import { FileList, type FolderEntry } from './file-list.tsx';
import { fileNameProblem, inFolder, withExtension } from './file-names.ts';

/** Chooses a file on the machine that serves the window; the desktop has its system's dialogs instead. */
export function FileDialog() {
  const request = useRequests(state => state.file);
  const isOpen = useView(state => state.dialog === 'file');
  if (!request || !isOpen) return null;
  return <FileChooser request={request} />;
}

interface Folder {
  readonly path: string;
  readonly parent: string | null;
  readonly entries: readonly FolderEntry[];
}

function FileChooser({ request }: { readonly request: FileRequest }) {
  const [path, go] = useState('');
  const [folder, setFolder] = useState<Folder | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [name, setName] = useState(request.suggestedName);
  const [chosen, setChosen] = useState<string | null>(null);
  const isSaving = request.mode === 'save';

  useEffect(() => {
    let isCurrent = true;
    call('documents.folder', { path }).then(
      found => {
        if (!isCurrent) return;
        setFolder(found);
        setChosen(null);
        setProblem(null);
      },
      (error: unknown) => setProblem(sentenceOf(error)),
    );
    return () => {
      isCurrent = false;
    };
  }, [path]);

  const entries = (folder?.entries ?? []).filter(
    entry => entry.isFolder || request.kinds.some(kind => entry.name.toLowerCase().endsWith(`.${kind}`)),
  );
  const fullName = withExtension(name.trim(), request.kinds[0]);
  // Saving a document keeps what it takes the place of, an export does not.
  const isDocument = request.kinds[0] === 'netloom';
  const nameProblem = isSaving ? fileNameProblem(name.trim()) : null;
  const exists = entries.some(entry => !entry.isFolder && entry.name === fullName);
  const finish = () => {
    if (!isSaving) answerFile(chosen);
    else if (folder && nameProblem === null) answerFile(inFolder(folder.path, fullName));
  };
  const pick = (entry: FolderEntry) => {
    if (entry.isFolder) return go(entry.path);
    if (isSaving) setName(entry.name);
    setChosen(entry.path);
  };

  return (
    <Dialog
      open
      onClose={() => answerFile(null)}
      title={request.title}
      width={640}
      flush
      footer={
        <>
          <Button onClick={() => answerFile(null)}>Cancel</Button>
          <Button
            variant="primary"
            disabled={folder === null || (isSaving ? nameProblem !== null : chosen === null)}
            onClick={finish}
          >
            {isSaving ? (exists ? 'Replace' : 'Save') : 'Open'}
          </Button>
        </>
      }
    >
      <div className={styles.bar}>
        <IconButton
          label="To the folder above"
          icon={ArrowUp}
          disabled={!folder || folder.parent === null}
          onClick={() => folder?.parent != null && go(folder.parent)}
        />
        <span className={styles.path} title={folder?.path}>
          {folder?.path ?? ''}
        </span>
        {!isSaving && folder && (
          <UploadButton kinds={request.kinds} folder={folder.path} onProblem={setProblem} />
        )}
      </div>
      <FileList
        entries={entries}
        chosen={chosen}
        empty={problem === null && folder !== null ? `No .${request.kinds.join(' or .')} file here.` : ''}
        onPick={pick}
        onOpen={entry => (entry.isFolder ? go(entry.path) : isSaving ? pick(entry) : answerFile(entry.path))}
      />
      {isSaving && (
        <div className={styles.nameRow}>
          <Field
            label="File name"
            error={nameProblem}
            hint={
              exists
                ? `${fullName} is there already and will be replaced${isDocument ? ' (the old one is kept as .bak)' : ': the old one is lost'}.`
                : undefined
            }
          >
            <TextInput
              value={name}
              onChange={setName}
              autoFocus
              onKeyDown={event => {
                if (event.key !== 'Enter') return;
                // Else the same key press would go on to the button that has the focus next.
                event.preventDefault();
                finish();
              }}
            />
          </Field>
        </div>
      )}
      {problem !== null && (
        <div className={styles.message}>
          <div role="alert" className={dialogs.error}>
            {problem}
          </div>
        </div>
      )}
    </Dialog>
  );
}

interface UploadButtonProps {
  readonly kinds: readonly string[];
  readonly folder: string;
  readonly onProblem: (sentence: string) => void;
}

/**
 * Brings files of the user's own machine: a network into the folder, a model or weights only for the time of its import, with the
 * files that belong to it.
 */
function UploadButton({ kinds, folder, onProblem }: UploadButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  const [share, setShare] = useState<number | null>(null);
  const bring = async (files: readonly File[]) => {
    const file = files.find(({ name }) => kinds.some(kind => name.toLowerCase().endsWith(`.${kind}`)));
    if (!file) return onProblem(`Choose a file that ends in .${kinds.join(', .')}.`);
    try {
      if (!/\.netloom$/i.test(file.name)) {
        const others = files.filter(other => other !== file);
        const { path } = await upload([file, ...others], setShare, new AbortController().signal);
        answerFile(path);
        return;
      }
      const path = inFolder(folder, file.name);
      const saved = await call('documents.save', {
        path,
        text: await file.text(),
        expected: null,
        overwrite: false,
      });
      answerFile(saved.path);
    } catch (error) {
      setShare(null);
      onProblem(`${file.name} could not be brought here: ${sentenceOf(error)}`);
    }
  };
  return (
    <span className={styles.upload}>
      <input
        ref={input}
        type="file"
        className={styles.hidden}
        tabIndex={-1}
        aria-label="A file of this machine"
        multiple
        onChange={event => {
          const files = [...(event.target.files ?? [])];
          if (files.length > 0) void bring(files);
        }}
      />
      <Button size="small" icon={Upload} disabled={share !== null} onClick={() => input.current?.click()}>
        {share === null ? 'From this machine' : `Bringing it, ${Math.round(share * 100)} %`}
      </Button>
    </span>
  );
}
