import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { MessageSites } from '../../../src/ingest/message-sites/message-sites.ts';

/** The places of a message in some sources, as `file:line`. */
function sitesIn(sources: Readonly<Record<string, string>>, message: string): readonly string[] {
  const search = new MessageSites<string>([message, 'another message']);
  for (const [path, source] of Object.entries(sources)) search.add(path, path, source);
  return search.sitesOf(message).map(({ file, line }) => `${file}:${line}`);
}

void describe('the line of a message', () => {
  const seat = 'sold seat-7 to c-12';
  const cases: readonly (readonly [language: string, line: string, message: string])[] = [
    ['pino', `log.info({ sku, rev }, 'sold');`, 'sold'],
    ['a template of JavaScript', 'log.info(`sold ${seat.id} to ${client}`);', seat],
    ['an f-string of Python', `    logger.info(f"sold {sku} to {client}")`, seat],
    ['the old style of Python', `    logging.info("sold %s to %(client)s", sku)`, seat],
    ['SLF4J', `log.info("sold {} to {}", sku, client);`, seat],
    ['Go', `log.Printf("sold %v to %s\\n", sku, client)`, seat],
    ['Ruby', `logger.info "sold #{sku} to #{client}"`, seat],
    ['the shell', `echo "sold $sku to $client"`, seat],
    ['C#', `logger.LogInformation("sold {Sku} to {Client}", sku, client);`, seat],
    ['a text and a value', `console.log('sold ' + sku + ' to ' + client);`, 'sold   seat-7 to c-12'],
    ['a quote in it', `log.info('can\\'t sell');`, "can't sell"],
    [
      'a statement',
      `db.query('UPDATE stock SET left = $1 WHERE sku = $2', [n, sku]);`,
      'UPDATE stock SET left = $1 WHERE sku = $2',
    ],
    [
      'a statement with its values',
      `db.query('UPDATE stock SET left = ? WHERE sku = :sku')`,
      `UPDATE stock SET left = 3 WHERE sku = 'a'`,
    ],
  ];
  for (const [language, line, message] of cases)
    void it(`is found as ${language} writes it`, () => {
      assert.deepEqual(sitesIn({ 'src/a.x': `first\n${line}\n` }, message), ['src/a.x:2']);
    });

  void it('is where a string of several lines begins', () => {
    const source = `const sql = \`
      UPDATE stock
         SET left = \${left}
       WHERE sku = $1\`;
    log('after');`;
    assert.deepEqual(sitesIn({ 'a.ts': source }, 'UPDATE stock SET left = $1 WHERE sku = $2'), ['a.ts:1']);
    assert.deepEqual(
      sitesIn({ 'a.py': `x = 1\ny = """\nUPDATE stock\nSET left = 0\n"""` }, 'UPDATE stock SET left = 0'),
      ['a.py:2'],
    );
  });

  void it('is that of the string which says most', () => {
    const sources = { 'a.py': `log(f"sold {what}")\nlog(f"sold out {what}")\n` };
    assert.deepEqual(sitesIn(sources, 'sold out seat-7'), ['a.py:2']);
    assert.deepEqual(sitesIn(sources, 'sold seat-7'), ['a.py:1']);
  });

  void it('is a call, and none of a test, where the same text stands elsewhere', () => {
    const sources = {
      'src/names.ts': `export const SOLD = 'sold';\n\n\n`,
      'src/sell.ts': `// log.info('sold')\nif (left > 0) {\n  log.info('sold');\n}\n`,
      'test/sell.test.ts': `log.info('sold');`,
    };
    assert.deepEqual(sitesIn(sources, 'sold'), ['src/sell.ts:3']);
  });

  void it('is every one that fits as well', () => {
    const sources = { 'a.ts': `log.info('sold');\nlog.info('sold');`, 'b.ts': `log.warn("sold");` };
    assert.deepEqual(sitesIn(sources, 'sold'), ['a.ts:1', 'a.ts:2', 'b.ts:1']);
  });

  void it('is not inferred from a placeholder, a piece of a word or a different text', () => {
    const lines = ['log.info(`${a} ${b}`);', `log.info("%s");`, `log.info('sol');`, `log.info('sold out');`];
    for (const line of lines) assert.deepEqual(sitesIn({ 'a.ts': line }, 'sold to c-12'), [], line);
  });

  void it('is found in time whatever a source is made of', () => {
    const source = `${'"'.repeat(50_001)}\n${'`${'.repeat(50_000)}\n${"'\\".repeat(50_000)}`;
    assert.deepEqual(sitesIn({ 'a.ts': source }, 'sold'), []);
  });
});
