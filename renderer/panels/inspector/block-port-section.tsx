import { Field, Section, Switch } from '../../controls/index.ts';
import { useHere } from '../../state/here.ts';
import { setBlockOutput } from './parameter-edits.ts';

/** Whether a layer of the open block is one of its ports. */
export function BlockPortSection({ name }: { readonly name: string }) {
  const open = useHere(state => state.open);
  const block = open[open.length - 1]?.block;
  const input = useHere(state => state.document.blocks?.[block ?? '']?.inputs.indexOf(name) ?? -1);
  const output = useHere(state => state.document.outputs?.indexOf(name) ?? -1);
  if (block === undefined) return null;
  return (
    <Section title={`In the block ${block}`}>
      {input >= 0 ? (
        <p>Input {input + 1}: what comes in where the block is used.</p>
      ) : (
        <Field label="output" title="Whether the block gives out what this layer computes.">
          <Switch
            checked={output >= 0}
            faint={output < 0}
            onChange={isOutput => setBlockOutput(name, isOutput)}
            text={output >= 0 ? `output ${output + 1} of the block` : 'stays inside'}
          />
        </Field>
      )}
    </Section>
  );
}
