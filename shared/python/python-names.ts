/** Python's keywords and soft keywords (language reference 3.14, section 2.3). */
const KEYWORDS = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield match case type'.split(
    ' ',
  ),
);

/**
 * A name without the parts of its path that the next one repeats, as PyTorch's exporter writes them:
 * `features/features.1/features.1.0/attn` becomes `features.1.0/attn`.
 *
 * @param name a layer's name
 */
export function withoutRepetition(name: string): string {
  const parts = name.split('/');
  return parts.filter((part, i) => !`${parts[i + 1] ?? ''}.`.startsWith(`${part}.`)).join('/');
}

/** Makes Python identifiers of layer names; equal names give equal identifiers, different ones different identifiers. */
export class PythonNames {
  private readonly known = new Map<string, string>();
  private readonly taken: Set<string>;

  /** @param reserved identifiers that a layer must not get */
  constructor(reserved: Iterable<string>) {
    this.taken = new Set(reserved);
  }

  /**
   * The identifier of a layer.
   *
   * @param name the layer's name: letters, digits, _ - . /
   */
  of(name: string): string {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const identifier = this.unique(name);
    this.known.set(name, identifier);
    return identifier;
  }

  /** An identifier that nothing else has, as near to the wish as Python allows. */
  unique(wish: string): string {
    let safe = withoutRepetition(wish).replace(/[^A-Za-z0-9_]/g, '_');
    if (!/^[A-Za-z_]/.test(safe)) safe = `layer_${safe}`;
    if (KEYWORDS.has(safe) || safe.startsWith('__')) safe = `layer_${safe.replace(/^_+/, '')}`;
    let identifier = safe;
    for (let i = 2; this.taken.has(identifier); i++) identifier = `${safe}_${i}`;
    this.taken.add(identifier);
    return identifier;
  }
}
