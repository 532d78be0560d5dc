import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Names of what turns text into markup, whatever it is called on. */
const SINK =
  '/^(innerHTML|outerHTML|srcdoc|insertAdjacentHTML|setHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment)$/';

/** Ways by which text could become markup. A trace is untrusted, so none of them exists in this project. */
const MARKUP_SINKS = [
  `MemberExpression[property.name=${SINK}]`,
  // By another spelling: `element['innerHTML']`, `setAttribute('srcdoc', …)`, `const { innerHTML } = …`.
  `Literal[value=${SINK}]`,
  `TemplateElement[value.raw=${SINK}]`,
  `Property[key.name=${SINK}]`,
  'NewExpression[callee.name="DOMParser"]',
  'MemberExpression[property.name="DOMParser"]',
  'MemberExpression[object.name="document"][property.name=/^write(ln)?$/]',
  'MemberExpression[object.property.name="document"][property.name=/^write(ln)?$/]',
  // That of d3's selections.
  'CallExpression[callee.type="MemberExpression"][callee.property.name="html"]',
].map((selector) => ({
  selector,
  message: 'This turns text into markup, and a trace is untrusted. Use textContent or createElement.',
}));

export default defineConfig(
  globalIgnores(['dist/', '.cache/', '.vscode-test/', 'artifacts/', 'runs/']),
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A race tool is linted for races.
      'require-atomic-updates': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // Typed arrays are indexed by counters that the loop bounds; `!` says so where the compiler cannot see it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      'max-lines-per-function': ['error', { max: 70, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        ...MARKUP_SINKS,
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one name per thing.' },
      ],
      eqeqeq: 'error',
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // node:test and mocha return promises that the runner awaits; a describe body is as long as its cases.
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            {
              from: 'package',
              name: ['test', 'it', 'describe', 'suite', 'before', 'after', 'beforeEach', 'afterEach'],
              package: 'node:test',
            },
          ],
        },
      ],
      'max-lines-per-function': 'off',
    },
  },
);
