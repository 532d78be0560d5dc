import * as vscode from 'vscode';
import type { FirstAnswers, MustHold } from './first-config.ts';

const TITLE = 'Send at once';

/** Asks what a service is like that was never sent requests before; undefined if the person leaves. */
export async function askFirst(): Promise<FirstAnswers | undefined> {
  const url = await input('Where to? The URL of the request that must not be served twice', {
    value: 'http://127.0.0.1:3000/',
    problem: (text) =>
      /^https?:\/\/[^/?#{}]+/.test(text) ? undefined : 'A URL such as http://127.0.0.1:3000/buy/7.',
  });
  if (url === undefined) return undefined;
  const method = await vscode.window.showQuickPick(['POST', 'PUT', 'PATCH', 'DELETE', 'GET'], {
    title: TITLE,
    placeHolder: 'The method',
  });
  if (method === undefined) return undefined;
  const body =
    method === 'GET' || method === 'DELETE'
      ? ''
      : await input('The body, which may have {id} for an id of each request; empty for none', { value: '' });
  if (body === undefined) return undefined;
  const mustHold = await askMustHold();
  if (mustHold === undefined) return undefined;
  const reset = await askReset('store' in mustHold);
  return reset && { url, method, body, mustHold, reset: reset.reset };
}

async function askMustHold(): Promise<MustHold | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      { label: 'At most one request succeeds', detail: 'Needs no store', by: 'successes' as const },
      {
        label: 'As many units are taken as were confirmed',
        detail: 'A query on the store finds key and value: PostgreSQL, SQLite, Redis, etcd',
        by: 'books' as const,
      },
      {
        label: 'A query finds no violation',
        detail: 'On PostgreSQL or SQLite, such as: select seat from sales group by seat having count(*) > 1',
        by: 'violations' as const,
      },
    ],
    {
      title: TITLE,
      placeHolder: 'What must hold when the requests have been answered?',
      matchOnDetail: true,
    },
  );
  if (picked === undefined) return undefined;
  if (picked.by === 'successes') return { successes: 1 };
  const store = await input('The store, such as postgres://app@127.0.0.1/shop or sqlite:shop.db', {
    value: 'postgres://',
    problem: (text) =>
      /^[a-z]+:(\/\/)?./.test(text) && text !== 'postgres://' ? undefined : 'The URL of a store.',
  });
  if (store === undefined) return undefined;
  const isBooks = picked.by === 'books';
  const query = await input(isBooks ? 'The query for the books' : 'The query whose rows are violations', {
    value: isBooks ? 'select sku as key, remaining as value from stock' : 'select ',
    problem: filled,
  });
  if (query === undefined) return undefined;
  return isBooks ? { store, books: query } : { store, violations: query };
}

/** Undefined if the person leaves. */
async function askReset(hasStore: boolean): Promise<Pick<FirstAnswers, 'reset'> | undefined> {
  const picked = await vscode.window.showQuickPick(
    [
      ...(hasStore
        ? [
            {
              label: 'Statements on the store',
              detail: 'Such as: update stock set remaining = 1',
              by: 'statements' as const,
            },
          ]
        : []),
      {
        label: 'A command of the shell',
        detail: 'It runs in the folder of race-trace.json',
        by: 'command' as const,
      },
      {
        label: 'Nothing',
        detail: 'Each round has a record of its own: {round} in the URL or the body',
        by: 'nothing' as const,
      },
    ],
    { title: TITLE, placeHolder: 'What puts the store back before each round?', matchOnDetail: true },
  );
  if (picked === undefined) return undefined;
  if (picked.by === 'nothing') return { reset: undefined };
  const text = await input(picked.label, { value: '', problem: filled });
  if (text === undefined) return undefined;
  return { reset: picked.by === 'statements' ? { statements: text } : { command: text } };
}

/** Asks how many requests are sent at once; undefined if the person leaves. */
export async function askAtOnce(): Promise<number | undefined> {
  const text = await input('How many requests at once?', {
    value: '2',
    problem: (given) => (isAtOnce(given) ? undefined : 'A whole number from 2 to 256.'),
  });
  return text === undefined ? undefined : Number(text);
}

function isAtOnce(text: string): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) >= 2 && Number(text) <= 256;
}

function filled(text: string): string | undefined {
  return text.trim() === '' ? 'It must not be empty.' : undefined;
}

function input(
  prompt: string,
  { value, problem }: { value: string; problem?: (text: string) => string | undefined },
): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: TITLE,
    prompt,
    value,
    // What is typed here takes a look at a service or a query elsewhere.
    ignoreFocusOut: true,
    ...(problem && { validateInput: problem }),
  });
}
