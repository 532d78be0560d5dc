import { yamlText, type Yaml } from '../../src/report/prometheus/yaml.ts';

/** What Prometheus is to scrape on this machine, and which rules it is to watch. */
export interface Scrape {
  /** Ports of 127.0.0.1 that serve `/metrics`. */
  readonly ports: readonly number[];
  /** The secret that every request must bear. Whoever reads the configuration has it. */
  readonly token: string;
  readonly rulesFile: string;
  readonly everySeconds: number;
}

/** A configuration of Prometheus for a service of the harness while it runs. */
export function scrapeConfig({ ports, token, rulesFile, everySeconds }: Scrape): string {
  const every = `${everySeconds}s`;
  const job: Yaml = {
    job_name: 'race-trace',
    authorization: { type: 'Bearer', credentials: token },
    static_configs: [{ targets: ports.map((port) => `127.0.0.1:${port}`) }],
  };
  return yamlText({
    global: { scrape_interval: every, scrape_timeout: every, evaluation_interval: every },
    rule_files: [rulesFile],
    scrape_configs: [job],
  });
}
