import { CommanderError } from 'commander';

import { RefusedError } from './api-client.js';
import { createProgram, type Surroundings } from './program.js';

const refused = 1;
const cannotTell = 2;

/**
 * Runs one command line.
 *
 * @param args - without the program's own name
 * @returns the exit code: 0 done, 1 refused by the server, 2 cannot tell
 */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let code = 0;
  const program = createProgram(surroundings, (exit) => (code = exit));
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : cannotTell;
    const message = error instanceof Error ? error.message : String(error);
    surroundings.writeError(`rw: ${message}\n`);
    if (error instanceof RefusedError)
      for (const { pointer, detail } of error.places) surroundings.writeError(`  ${pointer}: ${detail}\n`);
    return error instanceof RefusedError ? refused : cannotTell;
  }
}
