import * as vscode from 'vscode';
import type { FindingList, FindingRow, PossibleRow } from '../../core/index.ts';
import type { TraceDocument } from '../editor/trace-document.ts';
import { CONTEXT, INTERNAL_COMMAND, VIEW } from '../ids.ts';
import type { Services } from '../services.ts';
import { groupFindings, type FindingGroup, type Grouping } from './group-findings.ts';
import type { Verdict } from '../../core/words/terms.ts';

type Row = FindingRow | PossibleRow;
type Node = FindingGroup | Row;

/** The findings of the current trace as a tree, in a view of its own. */
export class FindingsTree implements vscode.TreeDataProvider<Node> {
  readonly #changes = new vscode.EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changes.event;
  readonly #view: vscode.TreeView<Node>;
  #document: TraceDocument | undefined;
  #rows: readonly Row[] = [];
  #groups: readonly FindingGroup[] = [];
  #grouping: Grouping = 'code';

  constructor(services: Services) {
    this.#view = vscode.window.createTreeView(VIEW.findings, {
      treeDataProvider: this,
      showCollapseAll: true,
    });
    services.selection.onDidChange((selected) => {
      if (selected && selected.origin !== this && selected.document === this.#document)
        void this.#reveal(selected.findingId);
    });
  }

  /** Shows these findings; `errors` is the number on the badge, and without a verdict there is no trace to speak of. */
  show(
    document: TraceDocument | undefined,
    { rows, possible }: Pick<FindingList, 'rows' | 'possible'>,
    errors: number,
    verdict?: Verdict,
  ): void {
    this.#document = document;
    this.#rows = [...rows, ...possible];
    this.#view.badge =
      errors === 0
        ? undefined
        : {
            value: errors,
            tooltip: errors === 1 ? '1 proved error' : `${errors.toLocaleString('en')} proved errors`,
          };
    this.#view.description = document?.name ?? '';
    void vscode.commands.executeCommand('setContext', CONTEXT.trace, stateOf(rows, verdict));
    this.#regroup();
  }

  groupBy(grouping: Grouping): void {
    this.#grouping = grouping;
    void vscode.commands.executeCommand('setContext', CONTEXT.grouping, grouping);
    this.#regroup();
  }

  getChildren(node?: Node): Node[] {
    if (node === undefined) return [...this.#groups];
    return 'rows' in node ? [...node.rows] : [];
  }

  getParent(node: Node): Node | undefined {
    return 'rows' in node ? undefined : this.#groups.find(({ rows }) => rows.includes(node));
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'rows' in node ? groupItem(node) : findingItem(node, this.#document?.uri.toString() ?? '');
  }

  dispose(): void {
    this.#view.dispose();
    this.#changes.dispose();
  }

  #regroup(): void {
    this.#groups = groupFindings(this.#rows, this.#grouping);
    this.#changes.fire();
  }

  async #reveal(findingId: number): Promise<void> {
    const row = this.#rows.find(({ id }) => id === findingId);
    // It would open a view that the user has hidden.
    if (row && this.#view.visible) await this.#view.reveal(row, { select: true, focus: false });
  }
}

/** Which welcome is shown where there are no findings: nothing found is only good news if the verdict says so. */
function stateOf(rows: readonly FindingRow[], verdict: Verdict | undefined): string {
  if (rows.length > 0) return 'findings';
  if (verdict === undefined) return 'none';
  return verdict === 'ok' ? 'clean' : 'unknown';
}

function groupItem(group: FindingGroup): vscode.TreeItem {
  const item = new vscode.TreeItem(group.label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = group.label;
  item.description = group.rows.length.toLocaleString('en');
  item.iconPath = group.isPossible ? POSSIBLE_ICON : iconOf(group.level);
  return item;
}

function findingItem(row: Row, trace: string): vscode.TreeItem {
  const item = new vscode.TreeItem(row.summary === '' ? row.key : row.summary);
  item.id = String(row.id);
  item.description = [row.key, row.request, row.when].filter((part) => part !== '').join(' · ');
  // Plain text: what a trace says is never Markdown.
  const hangsOn = 'hangsOn' in row ? `only possible: hangs on ${row.hangsOn}` : '';
  item.tooltip = [row.code.replaceAll('-', ' '), row.summary, hangsOn, row.site]
    .filter((part) => part !== '')
    .join('\n');
  item.iconPath = hangsOn === '' ? iconOf(row.level) : POSSIBLE_ICON;
  item.accessibilityInformation = {
    label: `${hangsOn === '' ? row.level : hangsOn}: ${row.code.replaceAll('-', ' ')}, ${row.summary}, ${item.description}`,
  };
  item.command = {
    command: INTERNAL_COMMAND.revealFinding,
    title: 'Show in swimlane',
    arguments: [trace, row.id],
  };
  return item;
}

/** Of what is only possible: not in the colour of an error. */
const POSSIBLE_ICON = new vscode.ThemeIcon('question');

function iconOf(level: FindingRow['level']): vscode.ThemeIcon {
  const colour = { error: 'list.errorForeground', warning: 'list.warningForeground', info: 'charts.blue' }[
    level
  ];
  return new vscode.ThemeIcon(level, new vscode.ThemeColor(colour));
}
