import { Command, InvalidArgumentError, Option } from 'commander';

import { ApiClient } from './api-client.js';
import { apply } from './commands/apply.js';
import { showConfig } from './commands/config.js';
import { listDeadLetters, replayDeadLetters, showDeadLetter } from './commands/dead-letters.js';
import { explain } from './commands/explain.js';
import { listSlos, showStatus } from './commands/slos.js';
import { tail } from './commands/tail.js';
import type { Context } from './context.js';

export type Surroundings = Pick<Context, 'environment' | 'stdin' | 'signal'> & {
  readonly write: (text: string) => void;
  readonly writeError: (text: string) => void;
};

const exitCodes = `
Exit codes: 0 done; 1 refused by the server; 2 cannot tell: wrong usage, no server, or a wrong environment variable.
Environment: RW_URL (http://127.0.0.1:8080), RW_TOKEN.`;

const defaultUrl = 'http://127.0.0.1:8080';

function positive(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError(`must be a whole number above 0, got ${text}`);
}

/** The command line. @param exit - told of an exit code other than 0 */
export function createProgram(surroundings: Surroundings, exit: (code: number) => void): Command {
  const { environment, stdin, signal, write, writeError } = surroundings;
  const program = new Command('rw')
    .description('Roadworthy from the command line')
    .option('--json', 'JSON for programs instead of text', false)
    .addOption(new Option('--url <url>', 'address of the server').env('RW_URL').default(defaultUrl))
    .addHelpText('after', exitCodes)
    .configureOutput({ writeOut: write, writeErr: writeError })
    .exitOverride();
  const context = (): Context => {
    const { json, url } = program.opts<{ json: boolean; url: string }>();
    const token = environment['RW_TOKEN'];
    return { api: new ApiClient({ url, token }), output: { isJson: json, write }, environment, stdin, signal };
  };
  addObjectives(program, context, exit);
  addTopics(program, context);
  program
    .command('config')
    .description('print every variable that the server reads, and its value here')
    .action(() => exit(showConfig(context())));
  return program;
}

function addObjectives(program: Command, context: () => Context, exit: (code: number) => void): void {
  program
    .command('apply')
    .description('create or change the objectives of OpenSLO files (YAML or JSON; - reads standard input)')
    .requiredOption('-f, --file <file...>', 'files with OpenSLO documents')
    .action(async ({ file }: { file: string[] }) => exit(await apply(context(), file)));
  program
    .command('get')
    .description('list what there is')
    .command('slos')
    .description('objectives, and what is left of their budgets')
    .action(() => listSlos(context()));
  program
    .command('status [slo]')
    .description('where the budgets stand; one in detail')
    .action((slo?: string) => (slo === undefined ? listSlos(context()) : showStatus(context(), slo)));
  program
    .command('explain <slo>')
    .description('how an objective’s numbers came about')
    .action((slo: string) => explain(context(), slo));
}

function addTopics(program: Command, context: () => Context): void {
  program
    .command('tail <topic>')
    .description('print the records of a topic as they arrive')
    .addOption(new Option('--from <place>', 'where to start').choices(['beginning', 'end']).default('end'))
    .option('-n, --limit <count>', 'stop after so many', positive, Infinity)
    .action((topic: string, options: { from: 'beginning' | 'end'; limit: number }) => tail(context(), topic, options));
  const letters = program.command('dlq').description('records that could not be applied');
  letters
    .command('ls')
    .description('list them, the newest last')
    .addOption(new Option('--service <name>', 'of this service alone'))
    .option('-n, --limit <count>', 'at most so many of a service', positive, 100)
    .action((options: { service: string | undefined; limit: number }) => listDeadLetters(context(), options));
  letters
    .command('show <id>')
    .description('one of them, whole')
    .action((id: string) => showDeadLetter(context(), id));
  letters
    .command('replay [id...]')
    .description('put records back where they came from')
    .option('--service <name>', 'all of this service')
    .option('--reason <code>', 'of those, the ones with this reason')
    .action((ids: string[], options: { service?: string; reason?: string }) => {
      if (ids.length === 0 && options.service === undefined) program.error('name dead letters, or --service');
      return replayDeadLetters(context(), { ids, ...options });
    });
}
