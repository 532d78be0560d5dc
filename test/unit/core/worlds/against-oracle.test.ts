/** The checker's verdict on random small histories against that of an enumeration of all their worlds. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { judge } from './oracle.ts';
import { randomOf } from './random.ts';
import { storyOf, type Kind } from './stories.ts';
import { checkStory, hasVersions, tell } from './story.ts';

const HISTORIES = Number(process.env.HISTORIES ?? 4000);
/** Another part of the endless row of histories than the ordinary run looks at. */
const FIRST = Number(process.env.FIRST_HISTORY ?? 1);

const KINDS: Readonly<Record<string, Kind>> = {
  'where everything is logged and nobody else writes': {
    schemes: ['sequential', 'client'],
    isDamaged: false,
    hasOutsiders: false,
  },
  'beside writers outside the trace': {
    schemes: ['sequential', 'client'],
    isDamaged: false,
    hasOutsiders: true,
  },
};

describe('the verdict is that of all worlds', () => {
  for (const [name, kind] of Object.entries(KINDS))
    it(`in ${HISTORIES} histories ${name}, and none accuses a right service`, () => {
      for (let seed = FIRST; seed < FIRST + HISTORIES; seed++) {
        const story = storyOf(randomOf(seed), kind);
        // Without any version no gap can show a writer outside the trace.
        if (!hasVersions(story)) continue;
        const { verdict } = checkStory(story);
        const judged = judge(story);
        assert.equal(
          verdict,
          judged.verdict,
          `seed ${seed}\n${tell(story)}\nin every world: ${[...judged.certain].join(', ')}`,
        );
        if (story.isRight) assert.notEqual(verdict, 'violation', `seed ${seed}\n${tell(story)}`);
      }
    });
});
