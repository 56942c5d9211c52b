import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { temporaryFolder } from '@roadworthy/tools';

const main = fileURLToPath(new URL('../../apps/standalone/dist/main.js', import.meta.url));
const nodeOptions = JSON.parse(
  readFileSync(new URL('../../apps/standalone/node-options.json', import.meta.url), 'utf8'),
) as Readonly<Record<'embedded' | 'cluster', readonly string[]>>;
const readyLine = /Roadworthy is ready on (http:\/\/[^ ]+)/;
const readyWithinMs = 60_000;
const keptOutput = 50_000;

const pointers = new Set(['PORT', 'HOST', 'KAFKA_BROKERS', 'REDIS_URL', 'MONGO_URL', 'OTEL_EXPORTER_OTLP_ENDPOINT']);

/** The environment without what would point the process anywhere but where the test says. */
const inherited = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !pointers.has(name) && !name.startsWith('RW_')),
);

/** One process of the platform, as a user starts it: killed, frozen and started again on the same folder. */
export class PlatformProcess {
  private child: ChildProcess | undefined;
  private printed = '';
  private address = '';

  private constructor(
    private readonly environment: Readonly<Record<string, string>>,
    private readonly folder: string,
    private readonly preloads: readonly URL[] = [],
  ) {}

  /** @param preloads - modules that it loads before its own, at every start */
  static async start(
    environment: Readonly<Record<string, string>> = {},
    preloads: readonly URL[] = [],
  ): Promise<PlatformProcess> {
    const platform = new PlatformProcess(environment, temporaryFolder('data'), preloads);
    await platform.start();
    return platform;
  }

  /** Starts one that ends by itself. @throws {Error} with what it printed unless it ends well */
  static async runToEnd(environment: Readonly<Record<string, string>>): Promise<void> {
    const platform = new PlatformProcess(environment, temporaryFolder('data'));
    const child = platform.spawn();
    const [code] = (await once(child, 'exit')) as [number | null];
    rmSync(platform.folder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`it ended with ${code}:\n${platform.printed}`);
  }

  /** of its HTTP server, without a slash at its end */
  get url(): string {
    return this.address;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** what it has printed, the end of it */
  get output(): string {
    return this.printed;
  }

  /** Resolves when it says that it is ready. @throws {Error} with what it printed when it ends before */
  async start(): Promise<void> {
    const child = this.spawn();
    const end = Date.now() + readyWithinMs;
    while (!readyLine.test(this.printed)) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`it ended:\n${this.printed}`);
      if (Date.now() > end) throw new Error(`it is not ready after ${readyWithinMs} ms:\n${this.printed}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    this.address = readyLine.exec(this.printed)?.[1] ?? '';
  }

  private spawn(): ChildProcess {
    this.printed = '';
    const imports = this.preloads.map(({ href }) => `--import=${href}`);
    const environment = { ...inherited, PORT: '0', RW_DATA_DIR: this.folder, RW_DRAIN_MS: '0', ...this.environment };
    const options = nodeOptions['KAFKA_BROKERS' in environment ? 'cluster' : 'embedded'];
    const child = spawn(process.execPath, [...options, ...imports, main], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (this.printed = (this.printed + chunk.toString()).slice(-keptOutput)));
    return child;
  }

  /** @returns its exit code; `null` when the signal ended it */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const { child } = this;
    if (!child) return null;
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    }
    return child.exitCode;
  }

  signal(signal: NodeJS.Signals): void {
    this.child?.kill(signal);
  }

  /** Ends it as an operator does, and removes its data. */
  async stop(): Promise<void> {
    this.signal('SIGCONT');
    await this.end('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }
}
