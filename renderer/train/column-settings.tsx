import type { Parsed } from '../../shared/document/json.ts';
import { networkPorts } from '../../shared/training/network-ports.ts';
import { DraftInput, Field, useDraft } from '../controls/index.ts';
import { useEditor } from '../state/editor-store.ts';
import { changeTraining } from './change-training.ts';
import styles from './settings-panel.module.css';
import { withColumns } from './training-edits.ts';
import { useSettings } from './use-settings.ts';

/** Which columns of a table or which array goes to each input and output of a network that has several. */
export function ColumnSettings() {
  const inference = useEditor(state => state.inference);
  const { inputs, outputs } = networkPorts(inference);
  if (inputs.length < 2 && outputs.length < 2) return null;
  return (
    <>
      <div className={styles.output}>columns</div>
      {inputs.map(({ name }) => (
        <PortColumns key={`in ${name}`} name={name} side="input" isSole={inputs.length === 1} />
      ))}
      {outputs.map(({ name }) => (
        <PortColumns key={`out ${name}`} name={name} side="output" isSole={false} />
      ))}
    </>
  );
}

interface PortColumnsProps {
  readonly name: string;
  readonly side: 'input' | 'output';
  /** Whether it is the only input, which gets what is left. */
  readonly isSole: boolean;
}

function PortColumns({ name, side, isSole }: PortColumnsProps) {
  const chosen = useSettings().data.columns?.[name] ?? [];
  const draft = useDraft(chosen.join(', '), parseNames, names =>
    changeTraining(
      names.length === 0 ? `Choose no columns for ${name}` : `Give ${name} ${names.join(', ')}`,
      training => withColumns(training, name, names),
    ),
  );
  return (
    <Field
      label={name}
      title={`${side === 'input' ? `The columns, or the array, that feed the input ${name}` : `The columns, or the array, with the targets of the output ${name}`}, with commas between them; left empty: ${isSole ? 'the columns that nothing else takes' : `what is named ${name}${side === 'input' ? ', or the columns that nothing else takes' : ''}`}`}
      error={draft.error}
    >
      <DraftInput draft={draft} placeholder={isSole ? 'the rest' : name} />
    </Field>
  );
}

/** Reads names with commas between them. */
export function parseNames(text: string): Parsed<readonly string[]> {
  return {
    ok: true,
    value: text
      .split(',')
      .map(name => name.trim())
      .filter(name => name !== ''),
  };
}
