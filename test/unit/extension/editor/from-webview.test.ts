import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseFromWebview } from '../../../../src/extension/editor/from-webview.ts';
import type { FromWebview } from '../../../../src/protocol.ts';

const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);

/** One of each kind; the type makes sure that none is forgotten. */
const EVERY_KIND: { readonly [Kind in FromWebview['type']]: Extract<FromWebview, { type: Kind }> } = {
  ready: { type: 'ready' },
  filter: { type: 'filter', text: 'seat-7' },
  list: { type: 'list', ids: [3, 4, 900] },
  seek: { type: 'seek', text: 'result:timeout', row: null, by: -1, axis: 'order' },
  lanes: {
    type: 'lanes',
    request: { keyId: 3, laneBy: 'worker', axis: 'time', from: -1.5, to: 20, widthPx: 800 },
  },
  select: { type: 'select', findingId: 0, axis: 'order' },
  inspect: { type: 'inspect', row: 12 },
  'open-step': { type: 'open-step', findingId: 1, stepId: 4 },
  'open-mark': { type: 'open-mark', row: 5, step: 'confirm' },
  'open-both': { type: 'open-both', findingId: 2 },
  replay: { type: 'replay', findingId: 2 },
  copy: { type: 'copy', findingId: 2 },
  'save-image': { type: 'save-image', png: PNG },
  action: { type: 'action', action: 'reload' },
};

describe('parseFromWebview', () => {
  for (const message of Object.values(EVERY_KIND))
    it(`lets a ${message.type} message through unchanged`, () => {
      assert.deepEqual(parseFromWebview(structuredClone(message)), message);
    });

  for (const [why, message] of Object.entries<unknown>({
    nothing: undefined,
    'a text': 'ready',
    'no type': {},
    'an unknown type': { type: 'open', path: '/etc/passwd' },
    'an inherited name for a type': { type: 'constructor' },
    'one property too many': { type: 'open-step', findingId: 1, stepId: 4, path: '/etc/passwd' },
    'a negative id': { type: 'inspect', row: -1 },
    'half an id': { type: 'inspect', row: 0.5 },
    'an id that is text': { type: 'inspect', row: '1' },
    'an id beyond exact numbers': { type: 'inspect', row: 2 ** 60 },
    'not a number': { type: 'inspect', row: NaN },
    'an endless stretch': {
      type: 'lanes',
      request: { keyId: 1, laneBy: 'worker', axis: 'time', from: -Infinity, to: 1, widthPx: 1 },
    },
    'a width that nobody has': {
      type: 'lanes',
      request: { keyId: 1, laneBy: 'worker', axis: 'time', widthPx: 1e9 },
    },
    'a command for an action': { type: 'action', action: 'workbench.action.quit' },
    'a filter without end': { type: 'filter', text: 'x'.repeat(1001) },
    'an image that is none': { type: 'save-image', png: new TextEncoder().encode('<svg onload=…>') },
    'an image that is text': { type: 'save-image', png: 'data:image/png;base64,' },
  }))
    it(`drops ${why}`, () => {
      assert.equal(parseFromWebview(message), undefined);
    });

  it('neither throws on nor lets through what is mutated at random', () => {
    const kinds = Object.values(EVERY_KIND);
    const junk = fc.oneof(fc.anything(), fc.constantFrom('__proto__', 'reload', 2 ** 53, -0, [], {}, null));
    fc.assert(
      fc.property(fc.nat(kinds.length - 1), fc.string({ maxLength: 12 }), junk, (kind, name, value) => {
        const mutated: Record<string, unknown> = { ...kinds[kind] };
        mutated[name] = value;
        const parsed = parseFromWebview(mutated);
        if (parsed !== undefined)
          assert.deepEqual(Object.keys(parsed).sort(), Object.keys(EVERY_KIND[parsed.type]).sort());
      }),
      { numRuns: 20_000 },
    );
  });
});
