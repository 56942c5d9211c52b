import { CommanderError } from 'commander';

import { Failure, InterruptedError, UnexpectedError, UsageError } from './failure.js';
import { complain } from './output.js';
import { createProgram, type Surroundings } from './program.js';

/**
 * Runs one command line.
 *
 * @param args - without the program's own name
 * @returns the exit code, as the help text lists them
 */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let code = 0;
  const { command, output } = createProgram(surroundings, (exit) => (code = exit));
  try {
    await command.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const failure = surroundings.signal.aborted ? new InterruptedError('interrupted') : failureOf(error);
    complain(output(), failure);
    return failure.exitCode;
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  if (!(error instanceof CommanderError)) return new UnexpectedError(error);
  return new UsageError(error.code === 'commander.help' ? 'name a command' : error.message.replace(/^error: /, ''));
}
