import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { globText } from '../../../../src/extension/sites/glob-text.ts';
import { isInside } from '../../../../src/extension/sites/inside.ts';

describe('isInside', () => {
  it('knows a file in a root at any depth', () => {
    assert.ok(isInside('/w/a.ts', ['/w']));
    assert.ok(isInside('/w/deep/in/a.ts', ['/x', '/w/']));
    assert.ok(isInside('/a.ts', ['/']));
  });

  it('does not take a neighbour with the same beginning for the root', () => {
    assert.ok(!isInside('/work-secret/a.ts', ['/work']));
    assert.ok(!isInside('/work', ['/work']));
    assert.ok(!isInside('/w/a.ts', ['']));
    assert.ok(!isInside('/w/a.ts', []));
  });

  it("ignores case and the separator's kind on Windows' drives only", () => {
    assert.ok(isInside('C:/Work/a.ts', ['c:\\work']));
    assert.ok(!isInside('/Work/a.ts', ['/work']));
    assert.ok(!isInside('D:/work/a.ts', ['C:\\work']));
  });
});

describe('globText', () => {
  it('leaves nothing in a name that a glob would interpret', () => {
    assert.equal(globText('[id].{a,b}*?!.ts'), '[[]id[]].[{]a,b[}][*][?]!.ts');
    assert.equal(globText('plain-name_1.ts'), 'plain-name_1.ts');
  });
});
