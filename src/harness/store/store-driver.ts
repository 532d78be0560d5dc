import type { VersionScheme } from '../../core/index.ts';
import type { VersionedStore } from './versioned-store.ts';

/** A store's URL, taken apart. */
export interface StoreAddress {
  /** The URL without what is ours in it, which a driver might refuse. */
  readonly server: string;
  /** How long a call waits for a server. */
  readonly timeoutMs: number;
  /** Under which name a server keeps what is ours, apart from whatever else it holds: letters, digits and `-`. */
  readonly namespace: string;
}

/** What a store has of one record, by the names of its columns. */
export type StoreRow = Readonly<Record<string, unknown>>;

/** Reads the records that a user's own service keeps in a store of this kind, and changes nothing. */
interface RowReader {
  /** How a query is written, for help and errors. */
  readonly queries: string;
  /** How the store numbers the versions of such rows, where it does that. */
  readonly scheme?: VersionScheme;
  /** The rows that a query finds: key, value and, if there is one, version. @throws Error as the store says it */
  rows(address: StoreAddress, query: string): Promise<readonly StoreRow[]>;
}

interface Driver {
  /** The URLs that name such a store; `KIND://` begins those of a server. */
  readonly urls: RegExp;
  /** How such a URL is written, for help and errors. */
  readonly form: string;
  /**
   * npm packages that are installed only where such a store is used. The build leaves them out of the bundles, and the driver
   * loads them when a store is first called.
   */
  readonly packages: readonly string[];
  /** Opens a store without waiting for anything. @throws Error if the URL names none after all, or the runtime has none */
  open(address: StoreAddress): VersionedStore;
  /** What is absent where no other program can have records. */
  readonly reader?: RowReader;
  /**
   * Runs statements that put the records of a user's own service back, and does not look at their answers; absent where there
   * are none. @throws Error as the store says it
   */
  run?(address: StoreAddress, statements: string): Promise<void>;
}

/** A store within one process of the run, gone with it. */
interface ProcessDriver extends Driver {
  readonly place: 'process';
}

/** A store in a file, which belongs to one run; its URLs are `KIND:PATH`. */
interface FileDriver extends Driver {
  readonly place: 'file';
}

/** The path in the URL of a store that is a file. */
export function filePath(url: string): string {
  return url.slice(url.indexOf(':') + 1);
}

/** A store on a server, which runs share: each has a namespace. */
interface ServerDriver extends Driver {
  readonly place: 'server';
  /** The namespaces there whose names begin so. @throws Error if the server does not answer */
  namespaces(address: StoreAddress, beginning: string): Promise<readonly string[]>;
}

/** All that is known of one kind of store: how it is named, where it is, what it needs, how it is opened. */
export type StoreDriver = ProcessDriver | FileDriver | ServerDriver;
