import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { FromWebview, ToWebview } from '../../src/protocol.ts';
import { openForQueries } from '../../src/extension/analysis/open-for-queries.ts';
import {
  answerQuery,
  type QueryResult,
  type Argument,
  type QueryName,
} from '../../src/extension/analysis/queries.ts';
import type { CodePathStep } from '../../src/core/lists/model.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Answers the view's messages from a trace file by the extension's own reading, checking and view models. */
export async function sampleHost(
  path: string,
): Promise<(message: FromWebview) => Promise<readonly ToWebview[]>> {
  const name = basename(path);
  const opened = await openForQueries(
    { name, source: { kind: 'file', path }, columnMap: new Map(), maxFindings: 5_000 },
    () => undefined,
  );
  const ask = <Q extends QueryName>(query: Q, argument: Argument<Q>): QueryResult<Q> => {
    if ('unreadable' in opened) throw new Error('There is no trace to ask.');
    return answerQuery(opened, query, argument) as QueryResult<Q>;
  };
  return async (message) => {
    switch (message.type) {
      case 'ready':
        return 'unreadable' in opened
          ? [
              {
                type: 'unreadable',
                text: opened.unreadable,
                next: opened.next,
                isMappable: opened.isMappable,
              },
            ]
          : [{ type: 'trace', ...ask('opened', undefined) }];
      case 'filter':
        return [{ type: 'filtered', text: message.text, ...ask('filtered', message.text) }];
      case 'list':
        return [{ type: 'listed', rows: ask('listed', message.ids) }];
      case 'seek':
        return [{ type: 'sought', match: ask('sought', message) }];
      case 'lanes':
        return [{ type: 'lanes', slice: ask('lanes', message.request) }];
      case 'select': {
        const { codePath, ...place } = ask('selection', message);
        const sites = ask('steps', message.findingId);
        const steps = await Promise.all(
          codePath.steps.map(async (step): Promise<CodePathStep> => ({
            ...step,
            source: await sourceLine(sites.find(({ id }) => id === step.id)?.site ?? ''),
          })),
        );
        return [
          { type: 'selected', findingId: message.findingId, ...place, codePath: { ...codePath, steps } },
        ];
      }
      case 'inspect':
        return [{ type: 'details', details: ask('details', message.row) }];
      case 'open-step':
      case 'open-mark':
      case 'open-both':
      case 'replay':
      case 'copy':
      case 'save-image':
      case 'action':
        return [];
    }
  };
}

async function sourceLine(site: string): Promise<string> {
  const [path = '', line = ''] = site.split(':');
  if (!path.startsWith('src/') || path.includes('..')) return '';
  const text = await readFile(join(ROOT, path), 'utf8').catch(() => '');
  return text.split('\n')[Number(line) - 1] ?? '';
}
