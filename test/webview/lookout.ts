import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Locator, Page } from 'playwright-core';
import type { FromWebview, ViewState } from '../../src/protocol.ts';
import { spotsOf, type Spot } from '../spots.ts';

/** Waits until the view has done all that follows from what was done to it. */
export async function rested(page: Page): Promise<void> {
  await page.evaluate(() => window.raceTest.rest());
}

/**
 * Waits until the browser has drawn the page as it is now. A change of the medium, of the size or of what is folded is
 * known to a script before what it hides and shows is: that follows when the next frame is made.
 */
export async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
}

/** Gives the window another size, and waits until the page has it. */
export async function resize(page: Page, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, [width, height] as const);
  await drawn(page);
}

/** Presses keys, each when the view is done with the one before. */
export async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await rested(page);
  }
}

/** What the canvas of the lanes shows, in words. */
export async function described(page: Page): Promise<string> {
  await rested(page);
  return (await picture(page).getAttribute('aria-label')) ?? '';
}

/** The visible stretch as the view keeps it; null where it shows the whole key. */
export async function stretch(page: Page): Promise<readonly [number | null, number | null]> {
  await rested(page);
  const { from, to } = (await page.evaluate(() => window.raceTest.kept())) as ViewState;
  return [from, to];
}

/** The visible stretch where it is not the whole key. */
export async function shown(page: Page): Promise<readonly [number, number]> {
  const [from, to] = await stretch(page);
  assert.ok(from !== null && to !== null);
  return [from, to];
}

/** The canvas of the lanes; its name says in words what it shows. */
export function picture(page: Page): Locator {
  return page.getByRole('img', { name: /^Swimlane of/ });
}

/** Everything of the picture that answers the pointer, or of a part of its width. */
export async function spots(
  page: Page,
  within?: readonly [fromPx: number, toPx: number],
): Promise<readonly Spot[]> {
  await rested(page);
  return spotsOf(picture(page), within);
}

/** The one spot whose lines contain all of the texts. */
export function spot(all: readonly Spot[], ...texts: readonly string[]): Spot {
  const found = all.filter(({ text }) => texts.every((part) => text.some((line) => line.includes(part))));
  if (found.length === 1) return found[0]!;
  const there = all.map(({ text }) => text.join(' | ')).join('\n');
  throw new Error(`${found.length} spots say ${texts.join(' and ')}; there are:\n${there}`);
}

/** Red, green and blue of a point of a canvas, in CSS pixels of it. */
export async function pixel(canvas: Locator, x: number, y: number): Promise<readonly number[]> {
  return (await pixels(canvas, [[x, y]]))[0]!;
}

/** Red, green and blue of points of a canvas, in CSS pixels of it, all of one picture of it. */
export async function pixels(
  canvas: Locator,
  points: readonly (readonly [x: number, y: number])[],
): Promise<readonly (readonly number[])[]> {
  await rested(canvas.page());
  return canvas.evaluate((element, all) => {
    const { width, height, clientWidth } = element as HTMLCanvasElement;
    const ratio = width / clientWidth;
    const { data } = (element as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height);
    return all.map(([x, y]) => {
      const at = 4 * (Math.round(y * ratio) * width + Math.round(x * ratio));
      return [...data.slice(at, at + 3)];
    });
  }, points);
}

/** How far two colours are apart, 0 for the same to 255. */
export function distance(a: readonly number[], b: readonly number[]): number {
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!)));
}

/** Red, green and blue of `#rrggbb`. */
export function rgb(hex: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
}

/** What the view has asked of its host so far, of one kind. */
export async function posted<T extends FromWebview['type']>(
  page: Page,
  type: T,
): Promise<readonly Extract<FromWebview, { type: T }>[]> {
  await rested(page);
  const all = await page.evaluate(() => window.raceTest.posted);
  return all.filter((message): message is Extract<FromWebview, { type: T }> => message.type === type);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Violations that axe-core finds, as lines for people: rule, element, what is wrong. */
export async function axeViolations(page: Page): Promise<readonly string[]> {
  await rested(page);
  // Playwright evaluates outside the page's content security policy, which rightly lets no such script in.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
  );
}
