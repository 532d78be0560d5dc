// Wraps standard input line by line as Docker's json-file driver documents it: {"log": line, "stream", "time"}.
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  const { record } = JSON.parse(line);
  const time = new Date(record.time.timestamp * 1000 + 1).toISOString().replace('Z', '204816Z');
  console.log(JSON.stringify({ log: `${line}\n`, stream: 'stdout', time }));
}
