/** How the desktop window's start went. */
export type Launch = { readonly launched: true } | { readonly launched: false; readonly reason: string };

/** Starts the desktop window. */
export async function launchDesktop(_file: string | undefined): Promise<Launch> {
  return { launched: false, reason: 'Electron is not installed.' };
}
