/**
 * The service of a scenario over HTTP: `POST /A` is the request of client A. It knows the database by `DATABASE_URL` alone, and
 * tells its parent the port that it listens on.
 * Usage: `node serve.ts SCENARIO`
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { Scenario } from '../scenarios/scenario.ts';
import { SCENARIOS, type ScenarioName } from '../scenarios/scenarios.ts';

const scenario: Scenario = SCENARIOS[process.argv[2] as ScenarioName];
const db = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: scenario.connections ?? 10 });
db.on('error', () => undefined);
db.on('connect', (client) => client.on('error', () => undefined));

const server = createServer((request, response) => {
  const client = request.url!.slice(1);
  const answer = (status: number, body = '') => {
    if (!response.headersSent) response.writeHead(status).end(body);
  };
  scenario.serve(db, client, answer).then(answer, (error: unknown) => {
    answer(500, String(error));
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
process.on('disconnect', () => process.exit());
