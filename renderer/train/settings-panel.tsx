import { Section } from '../controls/index.ts';
import { DataSettings } from './data-settings.tsx';
import { EngineSettings } from './engine-settings.tsx';
import { OptimizerSettings } from './optimizer-settings.tsx';
import { OutputSettings } from './output-settings.tsx';
import { RunSettings } from './run-settings.tsx';
import styles from './settings-panel.module.css';
import { SharingSettings } from './sharing-settings.tsx';

/** The document's training settings: data, optimizer, loss, length, engine. Every change is an undoable edit. */
export function SettingsPanel() {
  return (
    <aside className={styles.panel} aria-label="Training settings">
      <Section title="Data">
        <DataSettings />
      </Section>
      <Section title="Training">
        <OptimizerSettings />
        <OutputSettings />
        <RunSettings />
      </Section>
      <Section title="Run on">
        <EngineSettings />
        <SharingSettings />
      </Section>
    </aside>
  );
}
