import assert from 'node:assert/strict';
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';
import { spotsOf, type Spot } from '../../spots.ts';
import { workbench } from './workbench.ts';

/** The swimlane in front, through what a person sees, hears and can reach. */
export class Swimlane {
  /** The document inside the webview. */
  readonly page: FrameLocator;

  constructor(page: FrameLocator) {
    this.page = page;
  }

  /** The canvas; its name says in words what it shows. */
  get picture(): Locator {
    return this.page.getByRole('img', { name: /^Swimlane of/ });
  }

  /** What the keys of the lanes go to. */
  get lanes(): Locator {
    return this.page.locator('.lanes-scroller');
  }

  async description(): Promise<string> {
    return (await this.picture.getAttribute('aria-label')) ?? '';
  }

  /** Waits until the picture says in words what it should. */
  async says(what: RegExp): Promise<void> {
    await eventually(async () => {
      assert.match(await this.description(), what);
    });
  }

  get findings(): Locator {
    return this.page.getByRole('grid', { name: 'Findings' }).locator('[role=row][aria-selected]');
  }

  get codePath(): Locator {
    return this.page.getByRole('region', { name: 'Code path' });
  }

  /** The steps of the selected finding. */
  get steps(): Locator {
    return this.codePath.getByRole('group', { name: 'Steps in time order' });
  }

  /** Waits until something is written somewhere in the window. */
  async writes(what: RegExp): Promise<void> {
    await eventually(async () => {
      assert.match(await this.page.locator('body').innerText(), what);
    });
  }

  async frame(): Promise<Frame> {
    const element = await this.page.owner().elementHandle();
    const frame = await element.contentFrame();
    if (frame) return frame;
    throw new Error('The webview has no document.');
  }

  /** Everything of the picture that answers the pointer. */
  async spots(): Promise<Spot[]> {
    return spotsOf(this.picture);
  }

  /** The same, once two looks in a row have seen the same: nothing is on its way any more. */
  async restingSpots(): Promise<Spot[]> {
    return eventually(async () => {
      const spots = await this.spots();
      assert.deepEqual(await this.spots(), spots, 'the picture still changes');
      return spots;
    });
  }

  /** Clicks a spot with the real mouse. */
  async click({ x, y }: Spot): Promise<void> {
    await this.picture.click({ position: { x, y } });
  }
}

/** The document in the one webview that is open. */
export async function webviewPage(): Promise<FrameLocator> {
  return (await workbench()).frameLocator('iframe.webview.ready').frameLocator('iframe#active-frame');
}

/** The swimlane in front, once it shows a trace. */
export async function swimlane(): Promise<Swimlane> {
  const lanes = new Swimlane(await webviewPage());
  // What was open before may still be on its way out, and two at once are neither.
  await eventually(() => lanes.picture.waitFor());
  return lanes;
}

/** Opens a file as whatever VS Code takes it for, and its swimlane. */
export async function openTrace(uri: vscode.Uri): Promise<Swimlane> {
  await vscode.commands.executeCommand('vscode.open', uri);
  return swimlane();
}
