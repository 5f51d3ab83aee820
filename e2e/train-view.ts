import { existsSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { requireFrom } from '../main/setup/place.ts';
import { SWIFTSHADER } from '../main/setup/probe-webgpu.ts';

/** The settings at the left of the Train view. */
export const settingsOf = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Training settings' });

/** The results at the right of the Train view. */
export const resultsOf = (page: Page): Locator => page.getByRole('complementary', { name: 'Results' });

/** The rows of the list of runs, the newest first. */
export const runRows = (page: Page): Locator =>
  resultsOf(page)
    .getByRole('row')
    .filter({ has: page.getByRole('cell') });

/** A button of the top bar; not the view of the same name, which stands in the navigation. */
export const action = (page: Page, name: string): Locator =>
  page.locator('header > div').getByRole('button', { name, exact: true });

/** Types a value into a field of the settings. */
export async function setField(page: Page, name: string, value: string): Promise<void> {
  const field = settingsOf(page).getByRole('textbox', { name, exact: true });
  await field.fill(value);
  await field.press('Enter');
}

/** Goes to the Train view. */
export async function openTrainView(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Views' }).getByRole('button', { name: 'Train' }).click();
  await expect(settingsOf(page)).toBeVisible();
}

/** The words of a run that has done all its epochs, above the curves. */
export const allDone = (page: Page, epochs: number): Locator =>
  page.getByText(`${epochs} of ${epochs} epochs`, { exact: true });

/** Chooses what the training computes on. */
export const chooseEngine = (page: Page, engine: string) =>
  page.getByRole('combobox', { name: 'Engine' }).selectOption(engine);

/** Why WebGPU cannot be tried on this machine; null where it can. */
export function lackOfWebGpu(): string | null {
  if (!SWIFTSHADER.some(existsSync)) return 'there is no graphics adapter in software';
  try {
    requireFrom().resolve('webgpu');
    return null;
  } catch {
    return 'the package webgpu, which is optional, is not installed';
  }
}

/** Trains the open network for some epochs on WebGPU, on an adapter in software, and waits for the end. */
export async function trainOnWebGpu(page: Page, epochs: number): Promise<void> {
  await expect(page.getByText(/^WebGPU computes on SwiftShader \(software\)/)).toBeVisible();
  await setField(page, 'epochs', String(epochs));
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Training on WebGPU, SwiftShader (software)')).toBeVisible();
  await expect(allDone(page, epochs)).toBeVisible({ timeout: 60_000 });
  await expect(
    resultsOf(page).getByText(`WebGPU, SwiftShader (software); ${epochs} of ${epochs} epochs`),
  ).toBeVisible();
}
