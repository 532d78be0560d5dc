/**
 * Draws `media/icon.png`, which the Marketplace wants as a PNG, from `media/icon.svg`.
 * Usage: `node scripts/draw-icon.ts`
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { CHROMIUM_FLAGS, findChromium } from './chromium.ts';
import { runMain } from './stop.ts';

const MEDIA = resolve(import.meta.dirname, '..', 'media');
/** Twice what the Marketplace shows, for dense screens. */
const SIZE_PX = 256;

await runMain(async () => {
  const svg = await readFile(`${MEDIA}/icon.svg`, 'utf8');
  const browser = await chromium.launch({
    executablePath: await findChromium(),
    args: [...CHROMIUM_FLAGS],
  });
  try {
    const page = await browser.newPage({ viewport: { width: SIZE_PX, height: SIZE_PX } });
    await page.setContent(`<body style="margin: 0; line-height: 0">${svg}</body>`);
    await page.screenshot({ path: `${MEDIA}/icon.png`, omitBackground: true });
  } finally {
    await browser.close();
  }
  return 0;
});
