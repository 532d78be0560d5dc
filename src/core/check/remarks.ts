import type { Analysis } from '../analysis.ts';
import { RESULT } from '../words/codes.ts';
import { turnedAwayIn } from '../history/turned-away.ts';
import { percent } from '../words/figures.ts';
import { count, counted, signed } from '../words/numbers.ts';

/** From this share of attempts on that no worker answered, a verdict is not given without saying so. */
const UNSERVED = 0.01;

/** What has to stand beside an `ok` so that it is not taken for more than it is: a sentence each, without a full stop. */
export function remarksOnOk({ verdict, ledger, history }: Analysis): readonly string[] {
  if (verdict !== 'ok') return [];
  return [...onBooks(ledger), ...onUnserved(history)];
}

function onBooks({ mismatch = 0, by }: Analysis['ledger']): readonly string[] {
  if (mismatch === 0) return [];
  const taken = -by['lost-confirmation'];
  if (mismatch === -taken)
    return [
      `confirmed and taken differ by ${count(taken)}: ${counted(taken, 'unit')} ${taken === 1 ? 'was' : 'were'} taken by attempts ` +
        'that timed out, and no client was told; that is a lost confirmation and no error of the service',
    ];
  return [`confirmed and taken differ by ${signed(mismatch)}, which no finding explains`];
}

function onUnserved(history: Analysis['history']): readonly string[] {
  const { result, size } = history;
  const wasTurnedAway = turnedAwayIn(history);
  let [turnedAway, unknown] = [0, 0];
  for (let row = 0; row < size; row++) {
    if (result[row] === RESULT.timeout) unknown++;
    else if (wasTurnedAway(row)) turnedAway++;
  }
  const unserved = turnedAway + unknown;
  if (size === 0 || unserved / size < UNSERVED) return [];
  const parts = [
    ...(turnedAway === 0 ? [] : [`${count(turnedAway)} turned away before a worker had them (HTTP 503)`]),
    ...(unknown === 0 ? [] : [`${count(unknown)} without a known outcome (timeout)`]),
  ];
  return [
    `${percent(unserved / size)} of the attempts were not served: ${parts.join(', ')}; the verdict says nothing of how many should have been`,
  ];
}
