/** A statement with a name is prepared once per connection. */
export interface PostgresStatement {
  readonly name: string;
  readonly text: string;
}

/**
 * All that the store says to PostgreSQL, on the tables of one schema.
 * @param schema a name that needs no quotes
 */
export function postgresStatements(schema: string) {
  return {
    /** One transaction; the lock keeps two processes from creating the same table at once, which PostgreSQL refuses. */
    create: `
      SELECT pg_advisory_xact_lock(hashtext('race_trace'));
      CREATE SCHEMA IF NOT EXISTS ${schema};
      CREATE TABLE IF NOT EXISTS ${schema}.inventory (
        key text PRIMARY KEY, value bigint NOT NULL, version bigint NOT NULL
      );
      CREATE TABLE IF NOT EXISTS ${schema}.confirmation (
        request_id text PRIMARY KEY, key text NOT NULL,
        read_version bigint NOT NULL, write_version bigint NOT NULL, value bigint NOT NULL
      );`,
    drop: `DROP SCHEMA IF EXISTS ${schema} CASCADE`,
    get: statement('get', `SELECT value, version FROM ${schema}.inventory WHERE key = $1`),
    put: statement(
      'put',
      `UPDATE ${schema}.inventory SET value = $2, version = version + 1 WHERE key = $1 RETURNING version`,
    ),
    putIf: statement(
      'put-if',
      `UPDATE ${schema}.inventory SET value = $2, version = version + 1
      WHERE key = $1 AND version = $3 RETURNING version`,
    ),
    /** The write and its confirmation in one statement: both take effect, or neither. */
    putIfAndConfirm: statement(
      'put-if-and-confirm',
      `WITH written AS (
        UPDATE ${schema}.inventory SET value = $2, version = version + 1
        WHERE key = $1 AND version = $3
          AND NOT EXISTS (SELECT FROM ${schema}.confirmation WHERE request_id = $4)
        RETURNING version
      )
      INSERT INTO ${schema}.confirmation (request_id, key, read_version, write_version, value)
      SELECT $4, $1, $3, version, $2 FROM written RETURNING write_version AS version`,
    ),
    take: statement(
      'take',
      `UPDATE ${schema}.inventory SET value = value - 1, version = version + 1
      WHERE key = $1 AND value >= 1 RETURNING value, version`,
    ),
    takeAndConfirm: statement(
      'take-and-confirm',
      `WITH taken AS (
        UPDATE ${schema}.inventory SET value = value - 1, version = version + 1
        WHERE key = $1 AND value >= 1
          AND NOT EXISTS (SELECT FROM ${schema}.confirmation WHERE request_id = $2)
        RETURNING value, version
      )
      INSERT INTO ${schema}.confirmation (request_id, key, read_version, write_version, value)
      SELECT $2, $1, version - 1, version, value FROM taken RETURNING value, write_version AS version`,
    ),
    confirmationOf: statement(
      'confirmation-of',
      `SELECT key, read_version, write_version, value FROM ${schema}.confirmation WHERE request_id = $1`,
    ),
    commits: statement('commits', `SELECT coalesce(sum(version - 1), 0) AS writes FROM ${schema}.inventory`),
    /** Not TRUNCATE, which makes new files and waits for the disk. */
    empty: `DELETE FROM ${schema}.inventory; DELETE FROM ${schema}.confirmation`,
    add: `INSERT INTO ${schema}.inventory
      SELECT key, value, 1 FROM unnest($1::text[], $2::bigint[]) AS record (key, value)`,
  };
}

export type PostgresStatements = ReturnType<typeof postgresStatements>;

function statement(name: string, text: string): PostgresStatement {
  return { name: `race_trace ${name}`, text };
}
