import { SUMMARY_FORMATS } from '../../../shared/analysis/summary-formats.ts';
import { Field, Segmented, Select } from '../../controls/index.ts';
import { useExport } from './export-job.ts';

/** Format and colours of a picture of the network. */
export function PictureSettings() {
  const { picture, theme } = useExport(store => store.settings);
  const set = useExport(store => store.set);
  return (
    <>
      <Field
        label="format"
        hint={picture === 'svg' ? 'Scales to any size; can be edited.' : 'Pixels, twice the canvas size.'}
      >
        <Segmented
          value={picture}
          options={
            [
              { value: 'svg', label: 'SVG' },
              { value: 'png', label: 'PNG' },
            ] as const
          }
          onChange={value => set({ picture: value })}
        />
      </Field>
      <Field label="colours">
        <Segmented
          value={theme}
          options={[{ value: 'light' }, { value: 'dark' }] as const}
          onChange={value => set({ theme: value })}
        />
      </Field>
    </>
  );
}

/** The form of a summary file. */
export function SummarySettings() {
  const summary = useExport(store => store.settings.summary);
  const set = useExport(store => store.set);
  return (
    <Field label="format">
      <Select
        value={summary}
        options={SUMMARY_FORMATS.map(value => ({ value }))}
        onChange={value => set({ summary: value })}
      />
    </Field>
  );
}
