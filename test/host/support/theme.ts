import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { eventually } from '../../eventually.ts';

/** One theme of each kind. */
export const THEMES = {
  'Dark Modern': vscode.ColorThemeKind.Dark,
  'Light Modern': vscode.ColorThemeKind.Light,
  'Default High Contrast': vscode.ColorThemeKind.HighContrast,
  'Default High Contrast Light': vscode.ColorThemeKind.HighContrastLight,
} as const;

export type Theme = keyof typeof THEMES;

/** Switches the window to a theme and waits until it has it. */
export async function useTheme(theme: Theme): Promise<void> {
  const workbench = vscode.workspace.getConfiguration('workbench');
  await workbench.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
  await eventually(() => {
    assert.equal(vscode.window.activeColorTheme.kind, THEMES[theme]);
  });
}
