// Try it with what is one’s own: a picture of a sign, the table that a run learned from.
import { unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from './fixtures.ts';
import { watchFaults } from './page-faults.ts';

test('samples of a table show that a run of the command line learned from', async ({
  openPage,
  netloom,
  folder,
}) => {
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i % 7},${(i * 3) % 5},${i % 2 === 0 ? 'even' : 'odd'}`,
  );
  writeFileSync(path.join(folder, 'parity.csv'), ['a,b,kind', ...rows].join('\n'));
  await netloom(['new', 'spirals-mlp', '-o', 'table.netloom']);
  const trained = await netloom(['train', 'table.netloom', '--dataset', 'parity.csv', '--epochs', '2']);
  expect(trained.code, trained.stderr).toBe(0);
  const page = await openPage('?open=table.netloom');
  await page.keyboard.press('Alt+3');
  const card = page.getByRole('region', { name: 'Samples' });
  await expect(card).toContainText('parity.csv');
  await expect(card).toContainText(/of these 6 right/);
  await page.close();
  unlinkSync(path.join(folder, 'parity.csv'));
  const again = await openPage('?open=table.netloom');
  await again.keyboard.press('Alt+3');
  await expect(again.getByText(/There is no file or folder .*parity\.csv/)).toBeVisible();
  await expect(again.getByRole('button', { name: 'Go to Train' })).toBeVisible();
});

test('a digit is taken from a picture, dark on light or light on dark, and follows the colours', async ({
  openPage,
  netloom,
  folder,
}) => {
  test.setTimeout(120_000);
  await netloom(['new', 'lenet-5', '-o', 'digits.netloom']);
  const trained = await netloom([
    'train',
    'digits.netloom',
    '--dataset',
    'mnist',
    '--epochs',
    '3',
    '--seed',
    '1',
  ]);
  expect(trained.code, trained.stderr).toBe(0);
  const drawn = async (name: string, paper: string, ink: string) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="400"><rect width="300" height="400" fill="${paper}"/><path d="M150,80 V320" stroke="${ink}" stroke-width="28" stroke-linecap="round"/></svg>`;
    await sharp(Buffer.from(svg)).png().toFile(path.join(folder, name));
    return path.join(folder, name);
  };
  const onPaper = await drawn('paper.png', '#f4efe2', '#222c55');
  const onBoard = await drawn('board.png', '#10231a', '#ffffff');
  const noPicture = path.join(folder, 'words.png');
  writeFileSync(noPicture, 'no picture at all');

  const page = await openPage('?open=digits.netloom');
  const faults = await watchFaults(page);
  await page.keyboard.press('Alt+3');
  const card = page.getByRole('region', { name: 'Draw a digit' });
  const one = card.getByRole('row').filter({ hasText: /^1/ });
  for (const file of [onPaper, onBoard]) {
    await card.getByLabel('Picture of a sign').setInputFiles(file);
    await expect(one, path.basename(file)).toContainText(/^1(9\d|100)(\.\d+)? %/);
    await card.getByRole('button', { name: 'Clear' }).click();
    await expect(one).toContainText('–');
  }
  await card.getByLabel('Picture of a sign').setInputFiles(noPicture);
  await expect(card.getByRole('alert')).toContainText('words.png cannot be read as a picture');

  await card.getByLabel('Picture of a sign').setInputFiles(onPaper);
  await expect(card.getByRole('alert')).toHaveCount(0);
  const brightness = () =>
    card
      .locator('canvas')
      .first()
      .evaluate(sheet => {
        const context = sheet instanceof HTMLCanvasElement ? sheet.getContext('2d') : null;
        return context?.getImageData(112, 112, 1, 1).data[0] ?? -1;
      });
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(brightness, 'dark ink on light').toBeLessThan(80);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(brightness, 'light ink on dark').toBeGreaterThan(180);
  expect(faults()).toEqual([]);
});
