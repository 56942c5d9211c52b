import type { ApiClient } from './api-client.js';
import type { Output } from './output.js';

/** What a command gets that asks no server. */
export interface LocalContext {
  readonly output: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** standard input, for `-f -` */
  readonly stdin: () => Promise<string>;
  /** ends streams and requests */
  readonly signal: AbortSignal;
}

/** What every other command gets. */
export interface Context extends LocalContext {
  readonly api: ApiClient;
}
