import { DatasetError } from './dataset-error.ts';
import { quotedNames } from './quoted-names.ts';
import type { SourceRequest } from './sample-source.ts';

/** The columns or arrays that settings choose, by input or output of the network. */
export type ChosenColumns = Readonly<Record<string, readonly string[]>>;

/**
 * The columns or arrays that settings choose, parted into those of inputs and of outputs.
 *
 * @param request what the settings and the network say; of a network that is not known nothing is chosen
 * @throws DatasetError `dataset.missing` where they choose for something that is neither an input nor an output, `dataset.target` where
 *   they name one twice
 */
export function chosenColumns({ settings, network }: SourceRequest): {
  readonly inputs: ChosenColumns;
  readonly outputs: ChosenColumns;
} {
  const { columns = {} } = settings;
  const of = (ports: SourceRequest['network']['inputs']) =>
    Object.fromEntries(Object.entries(columns).filter(([name]) => ports.some(port => port.name === name)));
  const chosen = { inputs: of(network.inputs), outputs: of(network.outputs) };
  const ports = [...network.inputs, ...network.outputs].map(({ name }) => name);
  const stranger = Object.keys(columns).find(name => !ports.includes(name));
  if (stranger !== undefined && ports.length > 0)
    throw new DatasetError(
      'dataset.missing',
      `Data are chosen for "${stranger}", which is neither an input nor an output of the network; there are ${quotedNames(ports)}. Mend the name ("columns" under Preparing, --columns).`,
    );
  for (const [name, names] of Object.entries(columns)) {
    const twice = names.find((column, i) => names.indexOf(column) !== i);
    if (twice !== undefined)
      throw new DatasetError(
        'dataset.target',
        `"${twice}" stands twice in what is chosen for "${name}". Name it once ("columns" under Preparing, --columns).`,
      );
  }
  return chosen;
}
