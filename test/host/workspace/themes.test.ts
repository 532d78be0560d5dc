import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { axeViolations } from '../support/axe.ts';
import { eventually } from '../../eventually.ts';
import { lines, RACE, writeFixture } from '../support/files.ts';
import { openTrace, type Swimlane } from '../support/swimlane.ts';
import { THEMES, useTheme, type Theme } from '../support/theme.ts';
import { clearWindow } from '../support/window.ts';
import { screenshot } from '../support/workbench.ts';

describe('The swimlane', () => {
  let lanes: Swimlane;

  before(async () => {
    await clearWindow();
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    const sites = RACE.replace('write_value', 'write_value,write_site').replaceAll(
      /,0\n/g,
      ',0,src/reserve.ts:3:5\n',
    );
    const calm = lines('r-9,seat-8,w1,1,2,success,2,0,0,A,9000,9500,9700,9900,1,0,src/reserve.ts:3:5');
    lanes = await openTrace(await writeFixture('themes.trace.csv', sites + calm));
    await lanes.steps.waitFor();
  });

  after(() => useTheme('Dark Modern'));

  for (const theme of Object.keys(THEMES) as Theme[])
    it(`has no accessibility violation in ${theme}`, async () => {
      await useTheme(theme);
      const kind = {
        1: 'vscode-light',
        2: 'vscode-dark',
        3: 'vscode-high-contrast',
        4: 'vscode-high-contrast-light',
      };
      await eventually(async () => {
        const seen = await lanes.page.locator('body').getAttribute('data-vscode-theme-kind');
        assert.equal(seen, kind[THEMES[theme]]);
        assert.deepEqual(await axeViolations(await lanes.frame()), []);
      });
      await screenshot(`theme ${theme}`);
    });
});
