import assert from 'node:assert/strict';
import type { FindingCode } from '../../../../src/core/findings/finding.ts';
import { HistoryBuilder } from '../../../../src/core/history/builder.ts';
import { RESULT } from '../../../../src/core/words/codes.ts';
import { COLUMNS } from '../../../../src/core/history/history.ts';
import { analyze } from '../../../../src/core/check/analyze.ts';
import type { Analysis } from '../../../../src/core/analysis.ts';
import { codePath } from '../../../../src/core/lists/code-path.ts';
import type { CodePath } from '../../../../src/core/lists/model.ts';

/** The code path of the first finding with this code. */
export function pathOf(analysis: Analysis, code: FindingCode): CodePath {
  const id = analysis.findings.findIndex((finding) => finding.code === code);
  assert.ok(id >= 0, `no ${code} among ${analysis.findings.map((finding) => finding.code).join(', ')}`);
  return codePath(analysis, id)!;
}

/** A race with sites, whose every text is `text` with something behind it. */
export function raceWithTexts(text: string): Analysis {
  const builder = new HistoryBuilder();
  COLUMNS.forEach((column) => {
    builder.declare(column);
  });
  for (const who of [0, 1]) {
    builder.startRow(who + 2);
    for (const column of ['request_id', 'worker_id', 'client_id'] as const)
      builder.text(column, `${text}${who}`);
    for (const column of ['inventory_key', 'phase', 'fault', 'deployment'] as const)
      builder.text(column, text);
    builder.text('read_site', `/app/${text}/reservation.ts:31:7`);
    builder.text('write_site', '/app/unsafe.ts:18:3');
    builder.version('read_version', 1);
    builder.version('write_version', 2 + who);
    builder.result(RESULT.success);
    builder.endRow();
  }
  const history = builder.finish([]);
  return analyze(history, undefined, { accepted: 2, rejected: 0, blank: 0 });
}
