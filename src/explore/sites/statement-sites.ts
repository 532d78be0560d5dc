import { relative } from 'node:path';
import { MessageSites } from '../../ingest/message-sites/message-sites.ts';
import { plainText, type Fit } from '../../ingest/message-sites/message-template.ts';
import { searchFolder } from '../../ingest/message-sites/search-folder.ts';
import { withoutComments } from '../tap/sql/without-comments.ts';
import { commentSite } from './comment-site.ts';

/** Where a statement was sent from. */
export interface StatementSite {
  /** `path:line` or `path:line:column`: the one that is known, or all that it may be. None where none was found. */
  readonly sites: readonly string[];
  /** Whether they follow from the statement's text alone, and so are not sure. */
  readonly isInferred: boolean;
  /** Where there is none: why, and how to get one. */
  readonly why?: string;
}

/** Characters, not counting spaces, that a string of a source must have in common with a statement that it may be. */
const LEAST_COMMON = 12;

const HOW_TO_GET_ONE =
  'no source has its text, as where a library makes the SQL: let it add a comment such as /* app/orders.ts:12 */ (sqlcommenter does)';

/** Searches the sources in a folder for statements, once for all of them. */
export class StatementSites {
  readonly #root: string;
  readonly #found: MessageSites<string>;

  private constructor(root: string, found: MessageSites<string>) {
    this.#root = root;
    this.#found = found;
  }

  /** Rejects as the file system does, and with the signal's reason. @param root the folder with the sources of the service */
  static async search(
    statements: Iterable<string>,
    root: string,
    signal: AbortSignal,
  ): Promise<StatementSites> {
    const texts = [...statements].filter((text) => commentSite(text) === undefined).map(withoutComments);
    const found = new MessageSites<string>(texts, isEnough);
    if (texts.length > 0) await searchFolder(found, root, signal);
    return new StatementSites(root, found);
  }

  /** Where a statement was sent from, which must be one of those that were searched. */
  siteOf(statement: string): StatementSite {
    const known = commentSite(statement);
    if (known !== undefined) return { sites: [known], isInferred: false };
    const found = this.#found.sitesOf(withoutComments(statement));
    const sites = found.map(
      ({ file, line }) => `${relative(this.#root, file).replaceAll('\\', '/')}:${line}`,
    );
    return sites.length > 0 ? { sites, isInferred: true } : { sites, isInferred: false, why: HOW_TO_GET_ONE };
  }
}

/** The beginning of a statement may be many: it must be a good part of it. */
function isEnough({ whole, fixed }: Fit, statement: string): boolean {
  if (whole && plainText(statement).length === fixed) return true;
  return fixed >= LEAST_COMMON && (whole || fixed * 2 >= statement.length);
}
