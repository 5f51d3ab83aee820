/**
 * Unique names of Keras layers made of the document's names. Keras allows no slash in a name, Keras on PyTorch no dot, and TensorFlow's
 * scopes none that begins with an underscore.
 */
export class KerasNames {
  private readonly taken = new Set<string>();

  /** A name that nothing else has, as near to the wish as Keras allows. */
  unique(wish: string): string {
    const plain = wish.replace(/[^A-Za-z0-9_-]/g, '_');
    const safe = plain.startsWith('_') ? `layer${plain}` : plain;
    let name = safe;
    for (let i = 2; this.taken.has(name); i++) name = `${safe}_${i}`;
    this.taken.add(name);
    return name;
  }
}

/**
 * A class name as Keras writes it in paths and automatic names: `MaxPooling2D` gives `max_pooling2d`.
 * Source: keras/src/utils/naming.py, to_snake_case.
 */
export function snakeCase(className: string): string {
  return className
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
