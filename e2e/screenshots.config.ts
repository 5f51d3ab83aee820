import { defineConfig } from '@playwright/test';
import config from './playwright.config.ts';

/** `npm run screenshots`: draws the pictures of the documentation from the real window. */
export default defineConfig({
  ...config,
  timeout: 180_000,
  projects: [{ name: 'screenshots', testMatch: /screenshots\.ts$/ }],
});
