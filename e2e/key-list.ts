import type { Locator, Page } from '@playwright/test';

/** The list of keys. */
export const keyList = (page: Page): Locator => page.getByRole('dialog', { name: 'Keys', exact: true });

/** The first key of a command in the list. */
export const keyOf = (page: Page, title: string): Locator =>
  keyList(page).locator(`button[title="Change the key of: ${title}"]`).first();
