import { join } from 'node:path';
import { cells, type AttemptRow } from '../../harness/record/attempt-row.ts';
import type { Round, RoundRequest } from '../../explore/at-once/round.ts';
import { withBooks } from '../../ingest/books/with-books.ts';
import type { Books } from '../../ingest/books/records.ts';
import { MANIFEST_FORMAT } from '../../ingest/run-files/manifest-schema.ts';
import { manifestPath } from '../books/manifest-file.ts';
import { writeWhole } from '../output/write-whole.ts';

const CONTEXT = { phase: 'at once', originUs: 0 };

/** Writes a round as a trace with its manifest into a folder, over that of an earlier run; resolves to its path. */
export async function writeRound(folder: string, round: Round, closed: boolean): Promise<string> {
  const path = join(folder, 'at-once.trace.ndjson');
  await writeWhole(path, round.requests.map((request) => `${JSON.stringify(rowOf(request))}\n`).join(''));
  await writeWhole(manifestPath(path), manifestOf(round, closed));
  return path;
}

function rowOf({ requestId, key, name, result, latencyMs, units, status }: RoundRequest): object {
  const row: AttemptRow = {
    requestId,
    inventoryKey: key,
    workerId: '',
    deployment: '',
    clientId: name,
    result,
    retryCount: 0,
    // All of them were released in the same moment.
    startUs: 0,
    serviceUs: 0,
    endUs: Math.round(1000 * latencyMs),
  };
  return {
    ...cells(row, CONTEXT),
    ...(units !== 1 && { units }),
    ...(status !== undefined && { http_status: status }),
  };
}

function manifestOf({ requests, before, after }: Round, closed: boolean): string {
  const { length } = requests;
  const about = JSON.stringify({
    format: MANIFEST_FORMAT,
    phase: CONTEXT.phase,
    offered: length,
    rows: length,
  });
  const own = (books: Books): Books =>
    new Map([...books].filter(([key]) => requests.some((each) => each.key === key)));
  return withBooks(about, {
    ...(before !== undefined && { before: own(before) }),
    ...(after !== undefined && { after: own(after) }),
    complete: true,
    closed,
  });
}
