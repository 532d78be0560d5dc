import { basename, dirname, resolve } from 'node:path';
import { clipped } from '../../core/text/printable.ts';
import { safeJson } from '../../core/text/safe-json.ts';
import { changedFiles } from '../../ingest/file-digest.ts';
import { readJsonFile } from '../../ingest/json-file.ts';
import { openTrace } from '../../ingest/open-trace.ts';
import { contradictions } from '../../report/certificate-contradictions.ts';
import { certifiedReport } from '../../report/certificate-shape.ts';
import type { AddCommand } from '../command.ts';
import { EXIT } from '../exit-code.ts';
import { formatOption } from '../format-option.ts';
import { mapOption } from '../map-option.ts';
import { refusalsOf } from './trace.ts';

interface Options {
  readonly format: string;
  readonly map: ReadonlyMap<string, string>;
}

/** `race-trace verify`: holds traces against a report. Ends in 0, in 1 if it refuses, in 2 if it cannot read. */
export const addVerify: AddCommand = (program, { stdout }, done) => {
  const command = program.command('verify').description('hold traces against the report about them');
  command.argument('<report>', 'its report.json').argument('<trace...>').option('--no-color', 'no colours');
  command.addOption(formatOption()).addOption(mapOption());
  command.action(async (path: string, files: readonly string[], { format, map }: Options) => {
    const { certificates, ...report } = certifiedReport(await readJsonFile(path, 2 ** 28));
    const traces = [];
    for (const file of files) {
      const trace = await openTrace(file, { columnMap: map });
      const named = certificates.filter((each) => each.trace.name === basename(file));
      const certificate = named.find(({ run }) => run === basename(dirname(resolve(file)))) ?? named[0];
      const reasons =
        certificate === undefined
          ? ['the report has no certificate for it']
          : [
              ...refusalsOf(trace, certificate),
              ...contradictions(report, certificate),
              ...(await changedFiles(dirname(file), report.files, certificate)),
            ];
      traces.push({ file: clipped(file, 300), refused_because: reasons.slice(0, 20) });
    }
    const verified = traces.every(({ refused_because }) => refused_because.length === 0);
    const json = { format: 'race-trace-verify/2', verified, certified: certificates.length, traces };
    const lines = traces.map(({ file, refused_because: why }) =>
      [`${why[0] ? 'REFUSED ' : 'verified'}  ${file}`, ...why].join('\n  '),
    );
    lines.push(`${traces.length} of ${certificates.length} traces`);
    stdout.write(`${format === 'json' ? safeJson(json) : lines.join('\n')}\n`);
    done(verified ? EXIT.ok : EXIT.violation);
  });
};
