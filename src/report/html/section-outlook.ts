import { triggerCondition } from '../triggers.ts';
import { bytesText } from '../figures.ts';
import { list, section, table, type Making } from './parts.ts';
import { markup, type Html } from './template.ts';

/** What was not tested, what could still go wrong, and how the release goes on. */
export function outlookSection({ report }: Making): Html {
  return section('outlook', 'Limits, risks and rollout', [
    markup`<h3>What was not tested</h3>`,
    list(report.notTested),
    markup`<h3>Residual risks</h3>`,
    list(report.risks),
    markup`<h3>Rollout plan</h3>
      <ol>
        ${report.rollout.map(
          ({ step, until }) => markup`<li>${step} <span class="muted">Until: ${until}.</span></li>`,
        )}
      </ol>`,
  ]);
}

/** When to act after the release. */
export function triggersSection({ report }: Making): Html {
  return section('triggers', 'Monitoring triggers', [
    table(
      'Monitoring triggers',
      [
        { head: 'Trigger' },
        { head: 'Fires when' },
        { head: 'Then' },
        { head: 'It means' },
        { head: 'Threshold from' },
      ],
      report.triggers.map((trigger) => ({
        cells: [
          trigger.name,
          triggerCondition(trigger),
          trigger.action,
          trigger.meaning,
          `${trigger.evidence.phase}: ${trigger.evidence.what}`,
        ],
      })),
    ),
  ]);
}

/** How to get every figure again, and the raw data that it came from. */
export function appendixSection({ report }: Making): Html {
  return section('reproduce', 'How to reproduce, and raw data', [
    table(
      'Commands',
      [{ head: 'Figure' }, { head: 'Command' }],
      report.commands.map(({ figure, command }) => ({ cells: [figure, markup`<code>${command}</code>`] })),
    ),
    markup`<h3 id="data">Raw data</h3>`,
    table(
      'Raw data with hashes',
      [{ head: 'File' }, { head: 'Size', numeric: true }, { head: 'SHA-256' }],
      report.files.map(({ run, name, bytes, sha256 }) => ({
        cells: [
          markup`<code>${run}/${name}</code>`,
          bytesText(bytes),
          markup`<code class="hash">${sha256}</code>`,
        ],
      })),
    ),
  ]);
}
