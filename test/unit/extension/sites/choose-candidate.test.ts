import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseCandidate, type CandidateFile } from '../../../../src/extension/sites/choose-candidate.ts';
import { parseSite, type Site } from '../../../../src/extension/sites/site.ts';

function site(text: string): Site {
  const parsed = parseSite(text);
  assert.ok('site' in parsed);
  return parsed.site;
}

function files(origin: 'workspace' | 'bundled', ...paths: string[]): CandidateFile<string>[] {
  return paths.map((path) => ({ id: path, segments: path.split('/').filter(Boolean), origin }));
}

describe('chooseCandidate', () => {
  it('takes the file whose path ends in all that the trace says', () => {
    assert.deepEqual(
      chooseCandidate(site('src/a.ts:1'), files('workspace', '/w/lib/a.ts', '/w/src/a.ts', '/w/src/b/a.ts')),
      { kind: 'one', id: '/w/src/a.ts' },
    );
  });

  it('takes the longest common ending of a path from another machine', () => {
    assert.deepEqual(
      chooseCandidate(
        site('/home/ci/build/7/shop/src/a.ts:1'),
        files('workspace', '/w/other/src/a.ts', '/w/shop/src/a.ts'),
      ),
      { kind: 'one', id: '/w/shop/src/a.ts' },
    );
  });

  it('takes a bare name when one file has it', () => {
    assert.deepEqual(chooseCandidate(site('a.ts:1'), files('workspace', '/w/deep/in/a.ts')), {
      kind: 'one',
      id: '/w/deep/in/a.ts',
    });
  });

  it('asks when two files agree equally well, the shallower one first', () => {
    assert.deepEqual(chooseCandidate(site('a.ts:1'), files('workspace', '/w/one/deep/a.ts', '/w/two/a.ts')), {
      kind: 'ask',
      ids: ['/w/two/a.ts', '/w/one/deep/a.ts'],
    });
  });

  it('asks when only the name agrees although the trace says more', () => {
    assert.deepEqual(
      chooseCandidate(site('/opt/shop/src/index.ts:1'), files('workspace', '/w/web/index.ts')),
      {
        kind: 'ask',
        ids: ['/w/web/index.ts'],
      },
    );
  });

  it('does not take part of a name for the name', () => {
    assert.deepEqual(chooseCandidate(site('a.ts:1'), files('workspace', '/w/aa.ts', '/w/a.tsx')), {
      kind: 'none',
    });
  });

  it("prefers the workspace's own copy of the reproducer to the bundled one", () => {
    const both = [
      ...files('bundled', '/src/harness/service/unsafe.ts'),
      ...files('workspace', '/w/src/harness/service/unsafe.ts'),
    ];
    assert.deepEqual(chooseCandidate(site('src/harness/service/unsafe.ts:18'), both), {
      kind: 'one',
      id: '/w/src/harness/service/unsafe.ts',
    });
  });

  it('prefers the bundled source to a workspace file that agrees less', () => {
    const both = [
      ...files('workspace', '/w/x/service/unsafe.ts'),
      ...files('bundled', '/src/harness/service/unsafe.ts'),
    ];
    assert.deepEqual(chooseCandidate(site('/ext/race-trace-0.1.0/src/harness/service/unsafe.ts:18'), both), {
      kind: 'one',
      id: '/src/harness/service/unsafe.ts',
    });
  });

  it("does not show the bundled source for somebody else's file of the same name and folder", () => {
    const bundled = files('bundled', '/src/harness/service/unsafe.ts');
    assert.deepEqual(chooseCandidate(site('service/unsafe.ts:1'), bundled), { kind: 'none' });
    assert.deepEqual(chooseCandidate(site('/shop/service/unsafe.ts:1'), bundled), { kind: 'none' });
  });
});
