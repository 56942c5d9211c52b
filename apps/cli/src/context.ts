import type { ApiClient } from './api-client.js';
import type { Output } from './output.js';

/** What every command gets. */
export interface Context {
  readonly api: ApiClient;
  readonly output: Output;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** bytes of standard input, for `-f -` */
  readonly stdin: () => Promise<string>;
  /** ends streams */
  readonly signal: AbortSignal;
}
