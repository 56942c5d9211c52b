import { Command, Option } from 'commander';

import { addressOf } from './address.js';
import { ApiClient } from './api-client.js';
import { count, each, pathPart, paths, shortText } from './arguments.js';
import { apply } from './commands/apply.js';
import { showConfig } from './commands/config.js';
import {
  letterServices,
  listDeadLetters,
  replayDeadLetters,
  type ReplayOptions,
  showDeadLetter,
} from './commands/dead-letters.js';
import { explain } from './commands/explain.js';
import { createKey, keyScopes, listKeys, type NewKeyOptions, revokeKey } from './commands/keys.js';
import { listSlos, showStatus } from './commands/slos.js';
import { serverHeartbeatMs, tail, type TailOptions } from './commands/tail.js';
import type { Context, LocalContext } from './context.js';
import { UsageError } from './failure.js';
import type { Output } from './output.js';

export type Surroundings = Omit<LocalContext, 'output'> &
  Omit<Output, 'isJson'> & {
    /** of this program */
    readonly version: string;
  };

/** A command line: what it was asked for is known when it has been parsed. */
export interface Program {
  readonly command: Command;
  output(): Output;
}

const exitCodes = `
Exit codes:
  0    done; for tail also: interrupted
  1    the server refused it, or one of several things
  2    cannot tell: wrong usage, a file that cannot be read, a wrong environment variable, no server, a lost connection
  130  interrupted
Environment: RW_URL (http://127.0.0.1:8080), RW_TOKEN.`;

/** As the API has it. */
const mostLetters = 1_000;
const longestReason = 200;

const slo = pathPart('<service>.<objective>');
const letter = pathPart('<service>-<partition>-<offset>');

/** The command line. @param exit - told of an exit code other than 0 */
export function createProgram(surroundings: Surroundings, exit: (code: number) => void): Program {
  const { environment, stdin, signal, write, writeError, version } = surroundings;
  const command = new Command('rw')
    .description('Roadworthy from the command line')
    .version(version, '--version', 'print the version of rw')
    .option('--json', 'JSON for programs instead of text, errors too', false)
    .option('--url <url>', 'address of the server, instead of RW_URL')
    .addHelpText('after', exitCodes);
  const output = (): Output => ({ isJson: command.opts<{ json: boolean }>().json, write, writeError });
  // What goes wrong is said in one place, with one prefix; help that nobody asked for is for people alone.
  const writeErr = (text: string): void => (output().isJson ? undefined : writeError(text));
  command.configureOutput({ writeOut: write, writeErr, outputError: () => undefined }).exitOverride();
  const local = (): LocalContext => ({ output: output(), environment, stdin, signal });
  const context = (): Context => {
    const address = addressOf(command.opts<{ url?: string }>().url, environment);
    return { ...local(), api: new ApiClient(address, signal) };
  };
  addObjectives(command, context, exit);
  addTail(command, context);
  addDeadLetters(command, context, exit);
  addKeys(command, context);
  command
    .command('config')
    .description('print every variable that the server reads, and its value here')
    .action(() => exit(showConfig(local())));
  return { command, output };
}

function addObjectives(program: Command, context: () => Context, exit: (code: number) => void): void {
  program
    .command('apply')
    .description('create or change the objectives of OpenSLO files (YAML or JSON; - reads standard input)')
    .requiredOption('-f, --file <file...>', 'files with OpenSLO documents', paths)
    .action(async ({ file }: { file: readonly string[] }) => exit(await apply(context(), file)));
  program
    .command('get')
    .description('list what there is')
    .command('slos')
    .description('objectives, and what is left of their budgets')
    .action(() => listSlos(context()));
  program
    .command('status')
    .argument('[slo]', 'this one alone', slo)
    .description('where the budgets stand; one in detail')
    .action((id?: string) => (id === undefined ? listSlos(context()) : showStatus(context(), id)));
  program
    .command('explain')
    .argument('<slo>', 'the objective', slo)
    .description('how an objective’s numbers came about')
    .action((id: string) => explain(context(), id));
}

function addTail(program: Command, context: () => Context): void {
  program
    .command('tail')
    .argument('<topic>', 'its name', pathPart('the name of a topic'))
    .description('print the records of a topic as they arrive')
    .addOption(new Option('--from <place>', 'where to start').choices(['beginning', 'end']).default('end'))
    .option('-n, --limit <count>', 'stop after so many', count(), Infinity)
    .action((topic: string, options: Pick<TailOptions, 'from' | 'limit'>) =>
      tail(context(), topic, { ...options, heartbeatMs: serverHeartbeatMs }),
    );
}

function addDeadLetters(program: Command, context: () => Context, exit: (code: number) => void): void {
  const ofService = (text: string): Option => new Option('--service <name>', text).choices(letterServices);
  const letters = program.command('dlq').description('records that could not be applied');
  letters
    .command('ls')
    .description('list them, the newest last')
    .addOption(ofService('of this service alone'))
    .option('-n, --limit <count>', `at most so many of a service, up to ${mostLetters}`, count(mostLetters), 100)
    .action((options: { service: string | undefined; limit: number }) => listDeadLetters(context(), options));
  letters
    .command('show')
    .argument('<id>', 'the dead letter', letter)
    .description('one of them, whole')
    .action((id: string) => showDeadLetter(context(), id));
  letters
    .command('replay')
    .argument('[id...]', 'these', each(letter))
    .description('put records back where they came from')
    .addOption(ofService('all of this service'))
    .option('--reason <code>', 'of those, the ones with this reason', shortText(longestReason))
    .action(async (ids: readonly string[] = [], options: Omit<ReplayOptions, 'ids'>) => {
      if (options.service === undefined && (ids.length === 0 || options.reason !== undefined))
        throw new UsageError('name dead letters, or --service, which --reason narrows');
      exit(await replayDeadLetters(context(), { ids, ...options }));
    });
}

function addKeys(program: Command, context: () => Context): void {
  const keys = program.command('keys').description('API keys of the tenant');
  keys
    .command('ls')
    .description('list them, without their secrets')
    .action(() => listKeys(context()));
  keys
    .command('create')
    .argument('<name>', 'whose it is', pathPart('the name of a holder'))
    .description('create one and print it; it opens doors within a second')
    .addOption(new Option('--scope <scope...>', 'what it allows').choices([...keyScopes]).makeOptionMandatory())
    .option('--expires <time>', 'when it ends, RFC 3339; never unless given')
    .action((name: string, options: NewKeyOptions) => createKey(context(), name, options));
  keys
    .command('revoke')
    .argument('<name>', 'whose it is', pathPart('the name of a holder'))
    .argument('<id>', 'of the key', pathPart('the id of a key'))
    .description('revoke one, for good')
    .action((name: string, id: string) => revokeKey(context(), name, id));
}
