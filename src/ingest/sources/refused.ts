/** What other programs write that has no attempts in it, or that only they can read. */
interface RefusedFormat {
  /** What such a file begins with; of bytes that are no text, each is the character of its number. */
  readonly begins: RegExp;
  /** What it is and why it is not read, and what to use in its place: a sentence without full stop. */
  readonly because: string;
}

const SEE = 'see docs/formats.md';

const REFUSED: readonly RefusedFormat[] = [
  {
    begins: /^\0{4}[\x05-\x14]\d+\.\d+\.\d+/,
    because: `it is Gatling's binary simulation.log, which only the Gatling that wrote it can read, and it names no key: let the service log its attempts, or send the load with a tool that does; ${SEE}`,
  },
  {
    begins: /^(?:ASSERTION\t[^\n]*\n)*RUN\t/,
    because: `it is Gatling's simulation.log, which names no key and no request: let the service log its attempts; ${SEE}`,
  },
  {
    begins: /^"?Type"?,"?Name"?,"?Request Count"?,/,
    because: `it is Locust's statistics, which add all requests up: write a line for each request with a listener; ${SEE}`,
  },
  {
    begins: /^"?Timestamp"?,"?User Count"?,"?Type"?,"?Name"?,/,
    because: `it is the history of Locust's statistics, which add all requests up: write a line for each request with a listener; ${SEE}`,
  },
  {
    begins: /^\s*\{\s*"aggregate"\s*:\s*\{/,
    because: `it is Artillery's report, which adds all requests up: write a line for each request in a processor; ${SEE}`,
  },
  {
    begins: /^[^{[]{0,64}\x06?Result\x01[\s\S]{0,64}Attack[\s\S]{0,32}Seq/,
    because:
      'it is what vegeta attack writes, which only Vegeta can read: vegeta encode --to json makes lines of it',
  },
  {
    begins: /^\s*<\?xml[^>]*>\s*<testResults\b/,
    because:
      'it is the XML of JMeter: write CSV, with -Jjmeter.save.saveservice.output_format=csv and the names of your variables in sample_variables',
  },
  {
    begins: /^\s*\{\s*(?:"root_group"\s*:\s*\{|"metrics"\s*:\s*\{\s*"\w+"\s*:\s*\{)/,
    because:
      'it is a summary of k6, which adds all requests up: k6 run --out json=FILE writes a line for each',
  },
  {
    begins: /^\{(?:"xid":\d+,)?(?:"(?:nextlsn|timestamp)":"[^"]*",)*"change":\[/,
    because:
      'it is the first format of wal2json: ask the plugin for the second, with the option format-version=2',
  },
  {
    begins: /^PAR1/,
    because: 'it is a Parquet file: write it as CSV or JSON lines',
  },
];

/** Bytes of a file that tell such a format. */
export const HEAD_BYTES = 512;

/** Why a file is not read, though it is known what it is; undefined for any other file. */
export function refusedBecause(head: Uint8Array): string | undefined {
  const text = Buffer.from(head.subarray(0, HEAD_BYTES)).toString('latin1');
  return REFUSED.find(({ begins }) => begins.test(text))?.because;
}
