/** Laws of the verdict on random small histories. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { KINDS } from './compare.ts';
import { LAWS } from './laws.ts';
import { randomOf } from './random.ts';
import { storyOf } from './stories.ts';
import { checkStory, hasVersions, tell } from './story.ts';
import { repeats } from '../../../repeats.ts';

const HISTORIES = repeats({ ordinary: 500, long: 5000 });

describe('the verdict', () => {
  for (const [name, law] of Object.entries(LAWS))
    it(`keeps the law of ${name}, in ${HISTORIES} histories of each kind`, () => {
      for (const [kind, of] of Object.entries(KINDS))
        for (let seed = 1; seed <= HISTORIES; seed++) {
          const story = storyOf(randomOf(seed), of);
          if (!hasVersions(story)) continue;
          const why = law(story, checkStory(story), randomOf(seed));
          assert.equal(why, '', `${kind}, seed ${seed}\n${tell(story)}`);
        }
    });
});
