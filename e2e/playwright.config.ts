import { defineConfig } from '@playwright/test';
import { CHROMIUM, CHROMIUM_SWITCHES } from './prepare.mjs';

/** Specs of the desktop and of the packaged app run in Electron, all others in Debian's browser. */
const DESKTOP = /(desktop|package)[^/]*\.spec\.ts$/;

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  globalSetup: './global-setup.ts',
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: process.env.NETLOOM_E2E_REPORT
    ? [['line'], ['json', { outputFile: process.env.NETLOOM_E2E_REPORT }]]
    : [['list']],
  use: {
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: CHROMIUM,
      args: CHROMIUM_SWITCHES,
    },
  },
  projects: [
    { name: 'chromium', testIgnore: DESKTOP },
    { name: 'electron', testMatch: DESKTOP },
  ],
});
