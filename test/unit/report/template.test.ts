import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { code, md, table } from '../../../src/report/markdown/text.ts';
import { markup } from '../../../src/report/html/template.ts';

/** Texts of what could end one, and of anything else. */
const DANGEROUS = fc
  .array(
    fc.oneof(
      fc.constantFrom('<', '>', '"', "'", '&', 'lt;', '#39;', '\u0000', '\n'),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map((parts) => parts.join(''));

describe('markup', () => {
  it('escapes every text that is put in, and numbers and lists of texts', () => {
    assert.equal(
      String(markup`<p title="${`"'<&>`}">${['<b>', 1, markup`<i>${'<'}</i>`]}</p>`),
      '<p title="&quot;&#39;&lt;&amp;&gt;">&lt;b&gt;1<i>&lt;</i></p>',
    );
  });

  it('puts nothing in for what is absent, and 0 for 0', () => {
    assert.equal(String(markup`${undefined}${null}${false}${''}${0}`), '0');
  });

  it('lets no object pass for markup that only looks like it', () => {
    const forged = { toString: () => '<script>' } as unknown as string;
    assert.throws(() => markup`${forged}`, TypeError);
  });

  it('makes control, bidi and invisible characters visible', () => {
    assert.equal(String(markup`${'a\u202eb\u0000\n'}`), 'a\\u{202e}b\\u{0}\\u{a}');
  });

  it('lets no text open a tag, end an attribute or begin an entity', () => {
    fc.assert(
      fc.property(DANGEROUS, (text) => {
        const made = String(markup`${text}`);
        assert.doesNotMatch(made, /[<>"'\u0000-\u001f]/);
        assert.doesNotMatch(made, /&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });
});

const DANGEROUS_CELL = fc
  .array(fc.oneof(fc.constantFrom('|', '\\', '`', '\n', '\r', '<!--'), fc.string({ unit: 'binary' })))
  .map((parts) => parts.join(''));

describe('Markdown', () => {
  it('escapes what means something to it or to HTML', () => {
    assert.equal(
      md('*a* _b_ `c` [d](http://e) <img> | & # @f ~g~'),
      '\\*a\\* \\_b\\_ \\`c\\` \\[d\\](http\\://e) &lt;img&gt; \\| &amp; \\# \\@f \\~g\\~',
    );
  });

  it('keeps a cell in its cell and a row in its row', () => {
    fc.assert(
      fc.property(fc.array(DANGEROUS_CELL, { minLength: 1, maxLength: 4 }), (cells) => {
        const lines = table(cells.map(md), [cells.map(md)]).split('\n');
        assert.equal(lines.length, 3);
        for (const line of lines)
          assert.equal(line.match(/(?<!\\)(?:\\\\)*\|/g)?.length, cells.length + 1, line);
      }),
    );
  });

  it('fences code in more backticks than are in it', () => {
    assert.equal(code('a ``b`` c'), '``` a ``b`` c ```');
    assert.equal(code('a|b\n'), '` a\\|b\\u{a} `');
  });
});
