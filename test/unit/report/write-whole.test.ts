import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { writeWhole } from '../../../src/cli/output/write-whole.ts';

const folder = mkdtempSync(join(tmpdir(), 'race-trace-whole-'));
after(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a file that is written whole', () => {
  it('is the old one or the new one to a reader meanwhile', async () => {
    const path = join(folder, 'report.md');
    const texts = ['a', 'b'].map((letter) => letter.repeat(500_000));
    await writeWhole(path, texts[0]!);
    const state = { writing: true };
    const write = async () => {
      for (let time = 0; time < 8; time++) await writeWhole(path, texts[time % 2]!);
      state.writing = false;
    };
    const done = write();
    let reads = 0;
    while (state.writing) {
      assert.ok(texts.includes(readFileSync(path, 'utf8')));
      reads++;
      await new Promise(setImmediate);
    }
    await done;
    assert.ok(reads > 0);
    assert.deepEqual(readdirSync(folder), ['report.md']);
  });

  it('leaves nothing behind where it cannot be written', async () => {
    const taken = join(folder, 'taken');
    mkdirSync(join(taken, 'inside'), { recursive: true });
    await assert.rejects(writeWhole(taken, 'text'));
    assert.deepEqual(readdirSync(folder).sort(), ['report.md', 'taken']);
  });
});
