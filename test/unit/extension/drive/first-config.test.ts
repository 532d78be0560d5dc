import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withAnswers, type FirstAnswers } from '../../../../src/extension/drive/first-config.ts';
import { parseConfig } from '../../../../src/ingest/config/read-config.ts';
import type { Config } from '../../../../src/ingest/config/schema.ts';

const ANSWERS: FirstAnswers = {
  url: 'http://127.0.0.1:3000/buy/{round}',
  method: 'POST',
  body: '',
  mustHold: { successes: 1 },
  reset: undefined,
};

/** What is written for these answers, which is a config that can be read. */
function written(answers: Partial<FirstAnswers>, config?: Config): Config {
  const made = withAnswers(config, { ...ANSWERS, ...answers });
  assert.deepEqual(parseConfig(made).problems, undefined);
  return made;
}

void describe('the config of a first run', () => {
  void it('is two requests to the URL and what must hold', () => {
    assert.deepEqual(written({}), {
      requests: { A: { method: 'POST', url: ANSWERS.url }, B: {} },
      invariant: { successes: 1 },
    });
  });

  void it('has a body as an object where it is one, and as it was typed where it is none', () => {
    const bodyOf = (body: string) => (written({ body }).requests!.A as { readonly body?: unknown }).body;
    assert.deepEqual(bodyOf('{"seat":"{id}"}'), { seat: '{id}' });
    for (const text of ['[1]', 'seat=7', '{"seat":', 'null']) assert.equal(bodyOf(text), text);
  });

  void it('has the store, its books or the violations in it, and what puts it back', () => {
    const store = 'sqlite:shop.db';
    assert.deepEqual(
      written({ mustHold: { store, books: 'select 1' }, reset: { statements: 'delete' } }).store,
      {
        url: store,
        books: 'select 1',
        reset: 'delete',
      },
    );
    const violations = written({
      mustHold: { store, violations: 'select 2' },
      reset: { command: './reset' },
    });
    assert.deepEqual(
      [violations.store, violations.invariant],
      [{ url: store, reset: { command: './reset' } }, 'select 2'],
    );
  });

  void it('keeps what is there of anything else', () => {
    const sources = [{ files: '*.log' }];
    const made = written({}, { sources, store: { command: './books' } });
    assert.deepEqual([made.sources, made.store], [sources, { command: './books' }]);
  });
});
