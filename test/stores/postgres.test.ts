import { startPostgres } from '../../scripts/servers/postgres.ts';
import { testServerStore } from './network.ts';

await testServerStore('PostgreSQL', 'sequential', startPostgres);
