/**
 * The check by the readers of texts alone, with which the reader of bytes is compared: `node bench/ingest/by-text.ts FILE`.
 * Prints verdict, counts and metrics as `race-trace check --format json` does.
 */
import { basename } from 'node:path';
import { checkJson } from '../../src/cli/check/json.ts';
import { analyze } from '../../src/core/index.ts';
import { ReadableFile } from '../../src/ingest/bytes/file-bytes.ts';
import { readFileInto } from '../../src/ingest/read-file.ts';
import { historyOf } from '../../src/ingest/read-trace.ts';
import { RecordSink } from '../../src/ingest/record-sink.ts';

const [path = ''] = process.argv.slice(2);
const sink = new RecordSink();
sink.readsPlain = false;
sink.startFile(undefined, false);
const file = await ReadableFile.open(path);
await readFileInto(sink, file.chunks(), { name: basename(path), mapping: {} });
await file.close();
const { history, reading, problems, problemsTotal } = historyOf(sink, undefined);
const analysis = analyze(history, undefined, reading, { maxFindings: 0 });
console.log(JSON.stringify(checkJson({ path, analysis, problems, problemsTotal })));
