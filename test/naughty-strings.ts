/**
 * Texts that have broken programs which print, store or compare them, by the kind of what they break. Any of them may be
 * a key, an id, a file's name or a reason in a manifest.
 */
export const NAUGHTY = {
  'commands of CI jobs': [
    '::error file=x::y',
    '::set-output name=a::b',
    '::stop-commands::token',
    '::add-mask::a',
    '::debug::',
    ' \t::warning::behind spaces',
    ':::error::three',
    '::::',
    'first line\n::error::second line',
    'over\r::error::written',
    'separated\u2028::error::x',
    'next\u0085::error::x',
    '%0A::error::x',
    '##[error]x',
    '##[group]x',
    'in a line ##[command]x',
    '##vso[task.complete result=Succeeded;]',
    'in a line ##vso[task.setvariable variable=a]b',
    "##teamcity[buildStatus status='SUCCESS']",
    '###[error]three',
  ],
  'terminal control': [
    '\u001b[2J\u001b[H',
    '\u001b]8;;http://x\u0007y\u001b]8;;\u0007',
    '\u001b]52;c;AAAA\u0007',
    '\u001b]0;title\u0007',
    '\u009b31m',
    'a\rb',
    'a\u0008\u007f',
    '\u0000',
    '\u0090+q\u009c',
  ],
  'reversed and hidden': [
    'a\u202eb\u2066c\u2069',
    '\u061ca',
    'zero\u200bwidth\ufeff',
    'a\u2028b\u2029c\u0085d',
    '\u{e0041}tag',
    'soft\u00adhyphen',
    '\u3164',
    '\u115f\u1160',
    'x\ufe0f',
    'x\u{e0101}',
    'a\u034fb',
    '\u2800',
    'a\u00a0b',
    'a\u3000b',
    'at the end ',
    ' at the start',
    'two  spaces',
  ],
  'composed and not': ['e\u0301', '\u212b', '\u1100\u1161', 'Ṱ̺̺̕o', '\u0958'],
  'of every script': ['座席', '한글', 'ﷺ', 'السلام عليكم', 'क्षि', '🎟', '👨‍👩‍👧', '😀'.repeat(20), 'ß İ ı ſ'],
  markup: [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    '[x](javascript:alert(1))',
    '`|`~~**_x_**',
    '&lt;&#x0;',
    '</textarea><svg onload=alert(1)>',
    '$(alert) $(zap~spin)',
  ],
  'code and formats': [
    "'; DROP TABLE x;--",
    '$(reboot) `reboot` ; reboot',
    '%s%n%x {0} ${x} {{x}}',
    '${jndi:ldap://x}',
    '=1+1',
    "+cmd|' /C calc'!A0",
    '\\u0041 \\x41 \\',
  ],
  'numbers and names': [
    'NaN',
    'Infinity',
    '1e309',
    '0x10',
    '-0',
    '１２',
    'null',
    'undefined',
    'true',
    '__proto__',
    'constructor',
    'toString',
    'hasOwnProperty',
  ],
  paths: ['../../etc/passwd', 'C:\\con', '\\\\host\\share', 'file:///etc/passwd', 'nul.txt', '.', '~'],
  sizes: ['x'.repeat(20_000), '::'.repeat(2000), 'e\u0301'.repeat(500), '\u200b'.repeat(500)],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** All of them. */
export const ALL_NAUGHTY: readonly string[] = Object.values(NAUGHTY).flat();

/** What no output may contain: characters that do something to a terminal or that are invisible. */
export const RAW =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0]|[\u{e0000}-\u{e0fff}]|[\ud800-\udbff](?![\udc00-\udfff])/u;

/** What a runner of a CI job takes for a command: as GitHub's, Azure's and TeamCity's do. */
export const CI_COMMAND = /^[\s\u0085]*::|##\w*\[/m;
