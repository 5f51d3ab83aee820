import { ChevronDown } from 'lucide-react';
import type { CostedSummary } from '../../../shared/analysis/costs.ts';
import {
  formatSummary,
  SUMMARY_FORMATS,
  type SummaryFormat,
} from '../../../shared/analysis/summary-formats.ts';
import { Button, Menu } from '../../controls/index.ts';
import { tell } from '../../state/notices.ts';
import { copyText } from '../copy-text.ts';

const LABELS: Readonly<Record<SummaryFormat, string>> = {
  text: 'Text',
  csv: 'CSV',
  markdown: 'Markdown',
  latex: 'LaTeX',
  json: 'JSON',
};

/** The menu that puts the summary on the clipboard in one of its forms. */
export function CopyAs({ summary }: { readonly summary: CostedSummary }) {
  const copy = async (format: SummaryFormat) => {
    const isCopied = await copyText(formatSummary(summary, format));
    if (isCopied) tell(`Copied the summary as ${LABELS[format]}`);
    else
      tell(
        'The summary could not be copied: the browser does not let this page write to the clipboard.',
        'error',
      );
  };
  return (
    <Menu
      align="end"
      items={SUMMARY_FORMATS.map(format => ({
        id: format,
        label: LABELS[format],
        onSelect: () => void copy(format),
      }))}
    >
      <Button variant="quiet" size="small" trailingIcon={ChevronDown}>
        Copy as
      </Button>
    </Menu>
  );
}
