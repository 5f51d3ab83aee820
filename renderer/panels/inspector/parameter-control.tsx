import { Segmented, Select, Switch } from '../../controls/index.ts';
import { IntegersParameter, PaddingParameter, SidesParameter } from './list-parameters.tsx';
import { type ParameterControlProps, ParameterRow } from './parameter-row.tsx';
import { readDims, readJson, readOptionalNumber, writeDims } from './parameter-text.ts';
import { ConstraintParameter, InitializerParameter, RegularizerParameter } from './settings-parameters.tsx';
import { TextParameter } from './text-parameter.tsx';

/** More characters than a strip of choices can show beside a label. */
const STRIP_CHARACTERS = 20;

/** The right control for a parameter, by its kind. */
export function ParameterControl(props: ParameterControlProps) {
  const { parameter } = props;
  switch (parameter.kind) {
    case 'integer':
    case 'number':
      return (
        <TextParameter
          {...props}
          write={value => (value === null ? '' : String(value))}
          read={text => readOptionalNumber(text, parameter.nullable ?? false)}
          step={parameter.kind === 'integer' ? 1 : smallStep(props.value)}
          {...(parameter.nullable ? { placeholder: 'none' } : {})}
        />
      );
    case 'boolean':
      return (
        <ParameterRow {...props}>
          <Switch
            checked={props.value === true}
            onChange={props.onChange}
            text={props.value === true ? 'yes' : 'no'}
            faint={props.isDefault}
          />
        </ParameterRow>
      );
    case 'choice':
    case 'activation':
      return <ChoiceParameter {...props} />;
    case 'text':
      return <TextParameter {...props} write={String} read={text => text} />;
    case 'dims':
    case 'axes':
    case 'numbers':
      return <TextParameter {...props} write={writeDims} read={readDims} />;
    case 'json':
      return <TextParameter {...props} write={value => JSON.stringify(value)} read={readJson} />;
    case 'integers':
      return <IntegersParameter key={parameter.length} {...props} />;
    case 'sides':
      return <SidesParameter {...props} />;
    case 'padding':
      return <PaddingParameter {...props} />;
    case 'initializer':
      return <InitializerParameter {...props} />;
    case 'regularizer':
      return <RegularizerParameter {...props} />;
    case 'constraint':
      return <ConstraintParameter {...props} />;
  }
}

function ChoiceParameter(props: ParameterControlProps) {
  const { parameter, value, isDefault, onChange } = props;
  const NONE = 'none';
  const choices = [...(parameter.nullable ? [NONE] : []), ...(parameter.choices ?? [])];
  const control = {
    value: value === null ? NONE : String(value),
    options: choices.map(choice => ({ value: choice })),
    faint: isDefault,
    onChange: (choice: string) => onChange(parameter.nullable && choice === NONE ? null : choice),
  };
  const isShort = choices.length <= 3 && choices.join('').length <= STRIP_CHARACTERS;
  return (
    <ParameterRow {...props}>{isShort ? <Segmented {...control} /> : <Select {...control} />}</ParameterRow>
  );
}

/** A tenth of the value's own order of magnitude: 0.5 steps by 0.1, 0.001 by 0.001. */
function smallStep(value: unknown): number {
  if (typeof value !== 'number' || value === 0) return 0.1;
  return 10 ** Math.floor(Math.log10(Math.abs(value)));
}
