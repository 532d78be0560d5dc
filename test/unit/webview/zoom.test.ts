import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { wheelPower } from '../../../webview/lanes/zoom.ts';
import { completions } from '../../../webview/ui/completions.ts';

describe('the wheel', () => {
  it('zooms by 1.2 a notch, whatever a notch is on this machine', () => {
    for (const [deltaY, deltaMode] of [
      [100, 0],
      [120, 0],
      [53, 0],
      [3, 1],
    ] as const) {
      assert.ok(Math.abs(2 ** wheelPower({ deltaY: -deltaY, deltaMode }) - 1.2) < 1e-9);
      assert.ok(Math.abs(2 ** wheelPower({ deltaY, deltaMode }) - 1 / 1.2) < 1e-9);
    }
  });

  it('follows a pinch by as much as the fingers move', () => {
    const [little, more] = [2, 8].map((deltaY) => wheelPower({ deltaY: -deltaY, deltaMode: 0 }));
    assert.ok(little! > 0 && more! > 3 * little! && more! < Math.log2(1.2));
  });
});

describe('completions of the search', () => {
  const names = { key: ['seat-7', 'row a seat 1'], worker: ['w1'] };

  it('are of the last word: its field, then a value of it', () => {
    assert.deepEqual(completions('w', names), ['worker:']);
    assert.deepEqual(completions('seat-7 re', names), ['seat-7 request:', 'seat-7 result:']);
    assert.deepEqual(completions('key:seat-7 result:re', names), [
      'key:seat-7 result:rejected',
      'key:seat-7 result:retry',
    ]);
    assert.deepEqual(completions('latency:', names), ['latency:>50', 'latency:<5']);
    assert.ok(completions('', names).length >= 8);
  });

  it('hold words together by quotes, and are none for what is no field', () => {
    assert.deepEqual(completions('key:row', names), ['key:"row a seat 1"']);
    assert.deepEqual(completions('order:7', names), []);
    assert.deepEqual(completions('key:seat-7', names), []);
  });
});
