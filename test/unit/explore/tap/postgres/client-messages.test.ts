import assert from 'node:assert/strict';
import { test } from 'node:test';
import { serialize } from 'pg-protocol';
import { ClientMessages } from '../../../../../src/explore/tap/postgres/client-messages.ts';

test('a piece is what there is up to a Query, a Sync or a Flush, with what it executes', () => {
  const messages = new ClientMessages();
  assert.equal(
    messages.take(serialize.parse({ name: 'p', text: 'select $1, $2', types: [23, 25] })),
    undefined,
  );
  const prepared = messages.take(serialize.flush());
  assert.deepEqual([prepared?.prepared, prepared?.statements], [['select $1, $2'], []]);
  messages.take(serialize.bind({ statement: 'p', portal: 'a', values: ['1', null] }));
  messages.take(serialize.execute({ portal: 'a' }));
  const piece = messages.take(serialize.sync());
  assert.deepEqual(piece?.statements, [{ text: 'select $1, $2', parameters: ['1', null] }]);
  assert.deepEqual(
    piece.expected.map(({ answer }) => answer),
    ['bind', 'execute', 'sync'],
  );
  assert.deepEqual(
    piece.bytes,
    Buffer.concat([
      serialize.bind({ statement: 'p', portal: 'a', values: ['1', null] }),
      serialize.execute({ portal: 'a' }),
      serialize.sync(),
    ]),
  );
});

test('a row of messages that is too long is cut where it is, and the server told to answer', () => {
  const messages = new ClientMessages();
  const long = serialize.parse({ text: 'select 1' });
  messages.take(long);
  assert.equal(messages.cutIfAbove(long.length), undefined);
  const piece = messages.cutIfAbove(long.length - 1);
  assert.deepEqual(piece?.bytes, Buffer.concat([long, serialize.flush()]));
  assert.match(piece.notUnderstood ?? '', /at once/);
  assert.equal(messages.rest().length, 0);
});

test('a message that is cut, or of an unknown code, is said to be not understood and passes as it is', () => {
  const cut = Buffer.from('4200000006aabb', 'hex');
  const messages = new ClientMessages();
  messages.take(cut);
  const piece = messages.take(serialize.sync());
  assert.deepEqual(
    [piece?.notUnderstood, piece?.bytes],
    ['a message B that is cut', Buffer.concat([cut, serialize.sync()])],
  );
  const unknown = Buffer.from('7a00000004', 'hex');
  assert.deepEqual(messages.take(unknown)?.notUnderstood, 'a message with the code 122');
});
