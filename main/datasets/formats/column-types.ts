import type { TableColumn } from '../../../shared/contract/data.ts';

/** A number as tables write it. */
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
/** What stands for a number that is not there. */
const MISSING = /^(|na|n\/a|nan|null|none|\?|[+-]?inf(inity)?)$/i;
/** More words than this are text, not categories. */
const MOST_CATEGORIES = 100;
/** So many words are categories in however small a table. */
const FEW_CATEGORIES = 20;
/** Classes of a target column; more words than this are text. */
const MOST_CLASSES = 1000;
/** Whole numbers of a target column that are taken for classes. */
const MOST_NUMBERED_CLASSES = 20;

/** The number in a cell; NaN where it is missing, null where there is a word. */
export function numberOf(cell: string): number | null {
  if (NUMBER.test(cell)) return Number(cell);
  return MISSING.test(cell) ? Number.NaN : null;
}

/** What a column holds, gathered cell by cell. */
export class ColumnCensus {
  readonly name: string;
  private rows = 0;
  private missing = 0;
  private words = 0;
  private min = Number.POSITIVE_INFINITY;
  private max = Number.NEGATIVE_INFINITY;
  private areWhole = true;
  /** Different cells, as long as they are few. */
  private readonly different = new Set<string>();

  constructor(name: string) {
    this.name = name;
  }

  /** Counts a cell. */
  add(cell: string): void {
    this.rows++;
    const value = numberOf(cell);
    if (value !== null && Number.isNaN(value)) {
      this.missing++;
      return;
    }
    if (this.different.size <= MOST_CLASSES) this.different.add(cell);
    if (value === null) {
      this.words++;
      return;
    }
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (!Number.isInteger(value)) this.areWhole = false;
  }

  /** The words in order. */
  get categories(): readonly string[] {
    const words = [...this.different];
    return this.words === 0
      ? words.sort((a, b) => Number(a) - Number(b))
      : words.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  }

  /** Whether the column can hold the numbers of classes: few whole ones. */
  get isNumbered(): boolean {
    return this.words === 0 && this.areWhole && this.different.size <= MOST_NUMBERED_CLASSES;
  }

  /** How many different cells there are, at most 1,001. */
  get distinct(): number {
    return this.different.size;
  }

  /** The column as it is shown. */
  describe(role: TableColumn['role']): TableColumn {
    const { name, missing } = this;
    if (this.words === 0 && this.rows > missing)
      return { name, type: 'number', role, missing, min: this.min, max: this.max };
    const most =
      role === 'target' ? MOST_CLASSES : Math.max(FEW_CATEGORIES, Math.min(MOST_CATEGORIES, this.rows / 10));
    if (this.different.size > most) return { name, type: 'text', role, missing };
    return { name, type: 'category', role, missing, categories: [...this.categories] };
  }
}
