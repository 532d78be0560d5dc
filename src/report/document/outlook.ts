import { ANSWER } from '../answer.ts';
import { bytesText } from '../figures.ts';
import type { Report } from '../model/model.ts';
import { triggerCondition } from '../prometheus/triggers.ts';
import { code, details, heading, list, tableBlock, tag, text, type Block, type Section } from './block.ts';
import { environmentBlocks } from './environment.ts';

const STATUS = {
  closed: tag('good', 'closed'),
  pass: tag('good', 'pass'),
  'conditional pass': tag('limited', 'conditional pass'),
  fail: tag('bad', 'fail'),
  missing: tag('open', 'missing'),
} as const;

/** The release package, part by part. */
export function releaseSection({ decision }: Report): Section {
  return {
    id: 'release',
    title: 'Release package',
    blocks: [
      tableBlock({
        name: 'Release package',
        columns: ['Item', 'Status', 'Why', 'Evidence'].map((head) => ({ head })),
        rows: decision.items.map(({ item, status, text: why, evidence }) => [
          item,
          STATUS[status],
          why,
          code(evidence.where),
        ]),
      }),
    ],
  };
}

/** What was not tested, what could still go wrong, how the release goes on, and when it has to stop. */
export function outlookSection(report: Report): Section {
  const { notTested, risks, rollout } = report;
  return {
    id: 'outlook',
    title: 'Limits, rollout and monitoring',
    blocks: [
      heading('What was not tested'),
      ...list(notTested),
      heading('Residual risks'),
      ...list(risks),
      heading('Rollout plan'),
      { kind: 'list', ordered: true, items: rollout.map(({ step, until }) => [step, ' ', until]) },
      heading('Monitoring triggers'),
      ...monitoring(report),
    ],
  };
}

function monitoring({ decision: { decision }, triggers }: Report): readonly Block[] {
  if (decision === 'blocked')
    return [
      text(
        'None: nothing of this may be rolled out, so there is nothing to watch. The rules of Prometheus are written for a candidate that is not blocked.',
      ),
    ];
  return [
    text(
      'As rules of Prometheus they are in alerts.rules.yml, with their tests in alerts.test.yml. A further alert fires when a metric that they read is not exported: then its trigger cannot fire.',
    ),
    tableBlock({
      name: 'Monitoring triggers',
      columns: ['Trigger', 'Fires when', 'Then', 'Threshold from'].map((head) => ({ head })),
      rows: triggers.map((trigger) => [
        trigger.name,
        triggerCondition(trigger),
        trigger.action,
        `${trigger.evidence.phase}: ${trigger.evidence.what}`,
      ]),
    }),
  ];
}

/** How to get every figure again, and the raw data that it came from. */
export function evidenceSection(report: Report): Section {
  const { commands, files } = report;
  return {
    id: 'evidence',
    title: 'How to reproduce, and raw data',
    blocks: [
      ...environmentBlocks(report),
      details(
        'The command for each figure',
        [
          tableBlock({
            name: 'Commands',
            columns: [{ head: 'Makes again' }, { head: 'Command' }],
            rows: commands.map(({ figure, command }) => [figure, code(command)]),
          }),
        ],
        true,
      ),
      details(
        `Raw data: ${files.length} files with SHA-256`,
        [
          tableBlock({
            name: 'Raw data with hashes',
            columns: [{ head: 'File' }, { head: 'Size', numeric: true }, { head: 'SHA-256' }],
            rows: files.map(({ run, name, bytes, sha256 }) => [
              code(run === '' ? name : `${run}/${name}`),
              bytesText(bytes),
              { text: sha256, as: 'hash' },
            ]),
          }),
        ],
        // The digest that is signed is of the file that lists them.
        false,
      ),
    ],
  };
}

/** The place to sign. @param digest SHA-256 of `report.json`; undefined where there is no such file */
export function signatureSection({ decision, commands }: Report, digest: string | undefined): Section {
  const [word, meaning] = ANSWER[decision.decision];
  const verify = commands.find(({ command }) => command.startsWith('race-trace verify '));
  const digestLine: readonly Block[] =
    digest === undefined
      ? []
      : [
          text([
            'SHA-256 of report.json, which holds this report and a certificate of every trace: ',
            { text: digest, as: 'hash' },
          ]),
        ];
  return {
    id: 'signature',
    title: 'Signature',
    blocks: [
      text(['Decision: ', { text: `${word.toUpperCase()}: ${meaning}`, as: 'strong' }, '.']),
      ...digestLine,
      ...(verify === undefined
        ? []
        : [text(['To check it, verify the traces against their certificates: ', code(verify.command)])]),
      { kind: 'form', fields: ['Name', 'Date', 'Signature'] },
    ],
  };
}
