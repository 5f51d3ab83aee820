import { readMarker, writeMarker } from './marker.ts';
import type { SetupPlace } from './place.ts';

/**
 * Notes that the library failed when it was loaded, though its files look right: the next set-up then tries it, and
 * makes it anew if it fails again. A cache that cannot be written is left as it is.
 */
export async function forgetVerification(place: SetupPlace): Promise<void> {
  try {
    const marker = await readMarker(place.addon);
    if (marker !== null && marker !== 'damaged')
      await writeMarker(place.addon, { ...marker, verified: null });
  } catch {
    // The failure itself is being reported; this note only helps the next set-up.
  }
}
