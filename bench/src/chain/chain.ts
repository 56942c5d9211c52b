import type { Figure } from '../figure.js';
import { costs } from './costs.js';
import { embedded } from './embedded.js';
import { rates } from './rates.js';

export interface ChainOptions {
  /** scales how long each part runs; 1 is what the documents show */
  readonly scale: number;
  readonly say: (line: string) => void;
}

/** The whole way of a sample, from a request to a committed count, embedded and on Kafka, beside the plain build. */
export async function chain(options: ChainOptions): Promise<Figure[]> {
  return [...(await embedded(options)), ...(await costs(options)), ...(await rates(options))];
}
