import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FrameFields, FrameReader, frameOf } from '../../../../../src/explore/tap/postgres/framing.ts';

const frames = fc.array(
  fc.record({ code: fc.constantFrom('Q', 'D', 'd', 'Z'), content: fc.uint8Array({ maxLength: 40 }) }),
);
const cuts = fc.array(fc.nat({ max: 300 }));

/** What a reader makes of a stream that is cut at these places. */
function read(stream: Buffer, places: readonly number[], isWanted: (code: number) => boolean = () => true) {
  const found: string[] = [];
  const invalid: Buffer[] = [];
  const reader = new FrameReader(
    {
      frame: (frame) => {
        found.push(frame.toString('hex'));
      },
      invalid: (rest) => {
        invalid.push(rest);
      },
    },
    isWanted,
  );
  const sorted = [0, ...places.filter((place) => place < stream.length), stream.length].sort((a, b) => a - b);
  for (const [at, from] of sorted.slice(0, -1).entries()) reader.push(stream.subarray(from, sorted[at + 1]));
  return { found, invalid: Buffer.concat(invalid), held: reader.heldBytes };
}

test('messages are the same wherever their bytes are cut', () => {
  fc.assert(
    fc.property(frames, cuts, (sent, places) => {
      const whole = sent.map(({ code, content }) => frameOf(code, Buffer.from(content)));
      const { found, held } = read(Buffer.concat(whole), places);
      assert.deepEqual(
        found,
        whole.map((frame) => frame.toString('hex')),
      );
      assert.equal(held, 0);
    }),
  );
});

test('of a message that is not wanted there is the head, and nothing of it is kept', () => {
  fc.assert(
    fc.property(frames, cuts, (sent, places) => {
      const whole = sent.map(({ code, content }) => frameOf(code, Buffer.from(content)));
      const { found } = read(Buffer.concat(whole), places, (code) => code !== 0x44);
      assert.deepEqual(
        found,
        whole.map((frame) => (frame[0] === 0x44 ? frame.subarray(0, 5) : frame).toString('hex')),
      );
    }),
  );
  const head = frameOf('D', Buffer.alloc(1000)).subarray(0, 600);
  assert.equal(read(head, [3, 300], () => false).held, 0);
});

test('from what cannot be a message on, all is given as it is', () => {
  fc.assert(
    fc.property(cuts, (places) => {
      const good = frameOf('Q', Buffer.from('select 1\0'));
      const bad = Buffer.from('510000000141414141', 'hex');
      const { found, invalid } = read(Buffer.concat([good, bad]), places);
      assert.deepEqual(found, [good.toString('hex')]);
      assert.deepEqual(invalid, bad);
    }),
  );
});

test('members of a message that is cut are an error of one kind', () => {
  const cut = frameOf('B', Buffer.from('portal'));
  assert.throws(() => new FrameFields(cut).text(), RangeError);
  const value = new FrameFields(frameOf('D', Buffer.from('00000009aa', 'hex')));
  assert.throws(() => value.value(), RangeError);
  assert.throws(() => new FrameFields(frameOf('D', Buffer.alloc(1))).int32(), RangeError);
});
