/** Histories with more outcomes than are looked at one by one: what is left out may leave a verdict open, never change it. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KINDS } from './compare.ts';
import { judge } from './oracle.ts';
import { randomOf } from './random.ts';
import { storyOf } from './stories.ts';
import { checkStory, hasVersions, tell } from './story.ts';
import { repeats } from '../../../repeats.ts';

const HISTORIES = repeats({ ordinary: 1200, long: 20_000 });
const MAX_WORLDS = 6;

describe(`${MAX_WORLDS} worlds of a key`, () => {
  for (const name of ['counted versions, closed', 'counted versions, others may write'] as const)
    it(`give the verdict of all of them, or say that there are too many, in ${HISTORIES} histories: ${name}`, () => {
      let [beyond, decided] = [0, 0];
      for (let seed = 1; seed <= HISTORIES; seed++) {
        const story = storyOf(randomOf(seed), KINDS[name]);
        if (!hasVersions(story)) continue;
        const { verdict, unknownBecause } = checkStory(story, { maxWorlds: MAX_WORLDS });
        const { verdict: expected, worlds } = judge(story);
        if (unknownBecause.some((reason) => reason.includes('too many'))) beyond++;
        else {
          assert.equal(verdict, expected, `seed ${seed}\n${tell(story)}`);
          decided += Number(worlds > MAX_WORLDS);
        }
      }
      assert.ok(decided > beyond, `${decided} with more worlds were decided, ${beyond} were not`);
    });
});
