import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { Severity } from '../../shared/document/problem.ts';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info };
const COLORS = { error: 'var(--color-error)', warning: 'var(--color-warning)', info: 'var(--color-quiet)' };

/** The sign of a problem's severity. */
export function SeverityIcon({ severity }: { readonly severity: Severity }) {
  const Icon = ICONS[severity];
  return <Icon size={14} color={COLORS[severity]} aria-label={severity} />;
}
