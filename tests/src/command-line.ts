import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../apps/cli/dist/main.js', import.meta.url));

export interface Outcome {
  /** -1 when a signal ended it */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Invocation {
  readonly environment?: Readonly<Record<string, string>>;
  /** standard input, which stays open unless this is given */
  readonly input?: string;
}

/** `rw` while it runs. */
export class RunningCommand {
  readonly outcome: Promise<Outcome>;
  private printed = '';

  constructor(private readonly child: ChildProcessByStdio<Writable, Readable, Readable>) {
    child.stdout.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
    this.outcome = this.ending();
  }

  /** what it has written to standard output */
  get output(): string {
    return this.printed;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  private async ending(): Promise<Outcome> {
    const { child } = this;
    const printed = Promise.all([text(child.stdout), text(child.stderr)]);
    const [code] = (await once(child, 'close')) as [number | null];
    const [stdout, stderr] = await printed;
    return { code: code ?? -1, stdout, stderr };
  }
}

/** Starts `rw` as a user does. */
export function startRw(args: readonly string[], { environment = {}, input }: Invocation = {}): RunningCommand {
  const env = { ...process.env, ...environment };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  if (input !== undefined) child.stdin.end(input);
  return new RunningCommand(child);
}

/** Runs `rw` against a server, to its end. @param input - standard input */
export const rw = (url: string, args: readonly string[], input = ''): Promise<Outcome> =>
  startRw(args, { environment: { RW_URL: url }, input }).outcome;
