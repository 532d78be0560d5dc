/** The rows of a fault phase: the budget of outcomes is why a verdict is open on at most one key in a thousand. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkStory } from '../worlds/story.ts';
import { faultPhase } from './fault-phase.ts';
import { repeats } from '../../../repeats.ts';

const RUNS = repeats({ ordinary: 1, long: 250 });
const TOO_MANY = /on (?:(\d+) keys such as|key) .*: too many to try/;

describe('a service that does everything right, while faults are injected', () => {
  for (const asksAgain of [true, false])
    for (const saysRead of [true, false])
      it(`is accused of nothing in ${RUNS} ${RUNS === 1 ? 'run' : 'runs'} of 5,000 rows, and no key has too many outcomes: ${asksAgain ? 'clients ask again' : 'clients ask once'}, a timed-out attempt ${saysRead ? 'says' : 'does not say'} what it read`, () => {
        let [keys, beyond] = [0, 0];
        for (let seed = 1; seed <= RUNS; seed++) {
          const story = faultPhase(seed, { rows: 5000, timeoutsPerCent: 2, asksAgain, saysRead });
          const { verdict, unknownBecause } = checkStory(story);
          assert.notEqual(verdict, 'violation', `seed ${seed}`);
          keys += story.manifest.initial.size;
          for (const reason of unknownBecause) {
            const found = TOO_MANY.exec(reason);
            if (found) beyond += Number(found[1] ?? 1);
          }
        }
        assert.ok(1000 * beyond <= keys, `${beyond} of ${keys} keys`);
      });
});
