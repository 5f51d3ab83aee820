// Names that have no room lose letters at their beginning: the ellipsis stands where other names begin.
import type { Locator, Page } from '@playwright/test';
import { layerNode } from './canvas-places.ts';
import { expect, test } from './fixtures.ts';

const NAMES = {
  conv1: 'illicit.fillings.in.little.mill',
  conv3: 'WWWWWW.MMMMMM.mmmmmm.wwwwwwww',
  fc5: 'transformer.encoder.layer.11.attention.output',
  fc6: 'backbone_stage_three_block_two_expand_conv',
} as const;

async function rename(page: Page, from: string, to: string): Promise<void> {
  await layerNode(page, from).click();
  await page.keyboard.press('F2');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(to);
  await page.keyboard.press('Enter');
  await expect(layerNode(page, to)).toBeVisible();
}

/**
 * By how much a line is wider than the ellipsis with the letters that have room in it, in pixels: what stays empty. Measured in elements
 * with the letters themselves. Null where the name is whole.
 */
function emptyIn(text: Locator): Promise<number | null> {
  return text.evaluate(shown => {
    const line = shown.parentElement;
    if (!(shown instanceof HTMLElement && line)) throw new Error('There is no name.');
    const width = Number.parseFloat(getComputedStyle(line).width);
    if (shown.offsetWidth <= Math.ceil(width)) return null;
    const ruler = document.createElement('span');
    const { fontWeight, fontSize, fontFamily } = getComputedStyle(line);
    Object.assign(ruler.style, { fontWeight, fontSize, fontFamily, position: 'absolute', whiteSpace: 'pre' });
    document.body.append(ruler);
    const widthOf = (letters: string) => {
      ruler.textContent = letters;
      return ruler.getBoundingClientRect().width;
    };
    const name = shown.textContent ?? '';
    const ends = Array.from(name, (_, i) => widthOf('…') + widthOf(name.slice(i))).filter(
      end => end <= width,
    );
    ruler.remove();
    return width - Math.max(0, ...ends);
  });
}

test('long names begin where the others do, on the canvas, in the inspector and in the summary', async ({
  openPage,
}) => {
  const page = await openPage('?template=lenet-5');
  for (const [from, to] of Object.entries(NAMES)) await rename(page, from, to);
  const summary = page.getByRole('region', { name: 'Summary and problems' });
  let short = 0;
  for (const name of Object.values(NAMES)) {
    await layerNode(page, name).click();
    const places = [
      layerNode(page, name).locator('bdi'),
      page.getByRole('button', { name: `Rename layer ${name}` }).locator('bdi'),
      summary.locator('bdi', { hasText: name }),
    ];
    for (const place of places) {
      const empty = await emptyIn(place);
      if (empty === null) continue;
      short += 1;
      expect(empty, name).toBeLessThan(2);
    }
  }
  expect(short, 'names that have no room').toBeGreaterThanOrEqual(8);
  // One that has room stays whole.
  expect(await emptyIn(layerNode(page, 'pool2').locator('bdi'))).toBeNull();
});
