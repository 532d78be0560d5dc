import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { DURATION } from '../../../src/core/words/duration.ts';
import { TRACE_ENDINGS } from '../../../src/ingest/sources/formats.ts';
import * as ids from '../../../src/extension/ids.ts';

interface Contributes {
  readonly commands: readonly {
    readonly command: string;
    readonly title: string;
    readonly category: string;
  }[];
  readonly menus: Readonly<Record<string, readonly { readonly command: string; readonly when?: string }[]>>;
  readonly keybindings: readonly { readonly command: string; readonly key: string; readonly when: string }[];
  readonly customEditors: readonly {
    readonly viewType: string;
    readonly priority: string;
    readonly selector: readonly { readonly filenamePattern: string }[];
  }[];
  readonly viewsContainers: { readonly activitybar: readonly { readonly id: string }[] };
  readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly viewsWelcome: readonly {
    readonly view: string;
    readonly contents: string;
    readonly when: string;
  }[];
  readonly taskDefinitions: readonly {
    readonly type: string;
    readonly required: readonly string[];
    readonly properties: { readonly duration: { readonly pattern: string } };
  }[];
  readonly problemMatchers: readonly { readonly name: string; readonly owner: string }[];
  readonly configuration: {
    readonly properties: Readonly<
      Record<string, { readonly scope?: string; readonly markdownDescription?: string }>
    >;
  };
}
interface Manifest {
  readonly contributes: Contributes;
  readonly activationEvents: readonly string[];
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifest = JSON.parse(
  await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
) as Manifest;
const { contributes } = manifest;
const contributed = contributes.commands.map((command) => command.command);

function sorted(values: Iterable<string>): string[] {
  return [...values].sort();
}

describe('the ids in the code and in package.json', () => {
  it('are the same commands', () => {
    assert.deepEqual(sorted(contributed), sorted(Object.values(ids.COMMAND)));
    for (const internal of Object.values(ids.INTERNAL_COMMAND)) assert.ok(!contributed.includes(internal));
  });

  it('are the same editors, views, tasks, matchers and settings', () => {
    assert.deepEqual(
      sorted(contributes.customEditors.map((editor) => editor.viewType)),
      sorted(Object.values(ids.VIEW_TYPE)),
    );
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map((container) => container.id),
      [ids.VIEW_CONTAINER],
    );
    assert.deepEqual(Object.keys(contributes.views), [ids.VIEW_CONTAINER]);
    assert.deepEqual(
      sorted(Object.values(contributes.views).flatMap((views) => views.map((view) => view.id))),
      sorted(Object.values(ids.VIEW)),
    );
    assert.deepEqual(
      contributes.taskDefinitions.map((task) => task.type),
      [ids.TASK_TYPE],
    );
    assert.deepEqual(
      contributes.problemMatchers.map((matcher) => matcher.name),
      [ids.PROBLEM_MATCHER],
    );
    assert.deepEqual(
      sorted(Object.keys(contributes.configuration.properties)),
      sorted(Object.values(ids.SETTING).map((name) => `${ids.CONFIGURATION}.${name}`)),
    );
  });

  it('take for a duration in a task what the command line takes', () => {
    for (const { properties } of contributes.taskDefinitions)
      assert.equal(properties.duration.pattern, DURATION.source);
  });

  it('keep the Problems of a task apart from those of an open trace, which the task would clear', () => {
    for (const { owner } of contributes.problemMatchers) assert.notEqual(owner, ids.DIAGNOSTICS_OWNER);
  });

  it('agree on the scheme that wakes the extension', () => {
    assert.deepEqual(manifest.activationEvents, [`onFileSystem:${ids.SOURCE_SCHEME}`]);
  });
});

describe('package.json', () => {
  it('refers in menus, keys and welcomes only to commands that it contributes', () => {
    const linked = contributes.viewsWelcome.flatMap((welcome) =>
      [...welcome.contents.matchAll(/\(command:([\w.]+)\)/g)].map((match) => match[1] ?? ''),
    );
    assert.ok(linked.length >= 2);
    const used = [
      ...Object.values(contributes.menus).flatMap((items) => items.map((item) => item.command)),
      ...contributes.keybindings.map((key) => key.command),
      ...linked,
    ];
    for (const command of used) assert.ok(contributed.includes(command), command);
  });

  it('binds keys only while a swimlane is the active editor', () => {
    for (const key of contributes.keybindings)
      assert.equal(key.when, 'activeCustomEditorId =~ /^raceTrace\\./', key.command);
    for (const type of Object.values(ids.VIEW_TYPE)) assert.match(type, /^raceTrace\./);
  });

  it('takes over *.trace.* files and merely offers itself for any other CSV or NDJSON', () => {
    const patterns = (viewType: string): string[] =>
      contributes.customEditors
        .filter((editor) => editor.viewType === viewType)
        .flatMap((editor) => editor.selector.map((selector) => selector.filenamePattern));
    const priority = new Map(contributes.customEditors.map((editor) => [editor.viewType, editor.priority]));
    assert.equal(priority.get(ids.VIEW_TYPE.trace), 'default');
    assert.equal(priority.get(ids.VIEW_TYPE.any), 'option');
    const endings = TRACE_ENDINGS.flatMap((ending) => [ending, `${ending}.gz`]);
    assert.deepEqual(
      patterns(ids.VIEW_TYPE.trace),
      endings.map((ending) => `*.trace.${ending}`),
    );
    assert.deepEqual(
      patterns(ids.VIEW_TYPE.any),
      endings.map((ending) => `*.${ending}`),
    );
  });

  it('shows every command under one category and describes every setting', () => {
    for (const command of contributes.commands) assert.equal(command.category, 'Race Trace', command.command);
    for (const [name, setting] of Object.entries(contributes.configuration.properties))
      assert.ok(setting.markdownDescription, name);
  });

  it('lets no workspace, trusted or not, name a folder whose files open without a question', () => {
    const { sourceRoots } = ids.SETTING;
    assert.equal(
      contributes.configuration.properties[`${ids.CONFIGURATION}.${sourceRoots}`]?.scope,
      'machine',
    );
  });

  it('compiles against the oldest VS Code that it runs on', async () => {
    const types = JSON.parse(
      await readFile(new URL('../../../node_modules/@types/vscode/package.json', import.meta.url), 'utf8'),
    ) as { version: string };
    assert.equal(`^${types.version}`, manifest.engines.vscode);
  });
});
