import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export interface ServerProcessOptions {
  /** for messages, and for the name of the folder */
  readonly name: string;
  readonly port: number;
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** seen in what the server prints when it takes requests; an open port suffices where there is none */
  readonly readyLine?: string;
}

const readyWithinMs = 60_000;
const stopWithinMs = 15_000;
const everyMs = 20;
const keptOutput = 20_000;

/** Makes an empty folder that the test run removes. */
export const temporaryFolder = (name: string): string => mkdtempSync(join(tmpdir(), `roadworthy-${name}-`));

/** What would outlive a process that ends without stopping its servers. */
const running = new Map<ChildProcess, string>();
process.once('exit', () => {
  for (const [child, folder] of running) {
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
});

/** A server of another project, started, killed and started again on the same port and folder. */
export class ServerProcess {
  private child: ChildProcess | undefined;
  private output = '';

  constructor(
    private readonly options: ServerProcessOptions,
    /** removed by `stop` */
    readonly folder: string,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Resolves when the server takes requests; after a kill too, with what it had written. @throws {Error} with what it printed when it ends before */
  async start(): Promise<void> {
    const { command, args, environment } = this.options;
    this.output = '';
    const child = spawn(command, [...args], {
      cwd: this.folder,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    running.set(child, this.folder);
    child.once('exit', () => running.delete(child));
    const keep = (chunk: Buffer): void => {
      this.output = (this.output + chunk.toString()).slice(-keptOutput);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => keep(Buffer.from(String(error))));
    await this.ready(child);
  }

  /** kill -9 */
  kill(): Promise<void> {
    return this.end('SIGKILL');
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Ends it and removes its folder. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async ready(child: ChildProcess): Promise<void> {
    const { name, port, readyLine = '' } = this.options;
    const end = Date.now() + readyWithinMs;
    while (!(this.output.includes(readyLine) && (await accepts(port)))) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${name} ended before it was ready:\n${this.output}`);
      if (Date.now() > end) throw new Error(`${name} is not ready after ${readyWithinMs} ms:\n${this.output}`);
      await pause(everyMs);
    }
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    const timeout = setTimeout(() => child.kill('SIGKILL'), stopWithinMs);
    await ended;
    clearTimeout(timeout);
  }
}

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
