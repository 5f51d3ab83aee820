import './polyfills.ts';
import './zod-without-eval.ts';
import './theme/index.css';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { startClipboard } from './canvas/clipboard.ts';
import { startKeys } from './commands/keys.ts';
import { openAtStart, startDocument } from './start.ts';
import { startEngines } from './state/engines.ts';
import { startJournal } from './state/journal.ts';
import { startPreferences } from './state/preferences.ts';
import { startService } from './state/service.ts';
import { startTheme } from './state/theme.ts';

startTheme();
startService();
startEngines();
startJournal();
startKeys();
startClipboard();
startDocument();

const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root to draw into.');
// Drawn once, in the colours and widths that the user chose.
void startPreferences().then(() => {
  createRoot(root).render(<App />);
  void openAtStart();
});
