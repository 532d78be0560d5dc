import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Output } from '../../../src/cli/output/output.ts';
import { CI_COMMAND } from '../../naughty-strings.ts';

test('no line is a command of a CI job, whatever put it together', async () => {
  let text = '';
  const output = new Output(
    new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        text += chunk.toString();
        done();
      },
    }),
  );
  output.write(`::error::x\n  ::debug::\na::b ##vso[task]\n\r::warning::\n`);
  assert.equal(await output.failure(), undefined);
  assert.doesNotMatch(text, CI_COMMAND);
  assert.match(text, /a::b/);
});

test('a write that fails is told at the end, and the first of several', async () => {
  let failures = 0;
  const output = new Output(
    new Writable({
      autoDestroy: false,
      write: (_chunk, _encoding, done) => {
        done(new Error(`failure ${++failures}`));
      },
    }),
  );
  output.write('one');
  output.write('two');
  assert.equal((await output.failure())?.message, 'failure 1');
});
