/** Builds the given parts (all by default) where they are stale, or always with `force`. */
export declare function build(
  parts?: readonly string[],
  options?: { readonly force?: boolean; readonly quiet?: boolean },
): Promise<void>;
