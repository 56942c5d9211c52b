import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';

import { keepApart } from './processors.js';

const ticksPerSecond = 100;
/** As `npm start` sets them. */
const nodeOptions = JSON.parse(
  readFileSync(new URL('../../apps/standalone/node-options.json', import.meta.url), 'utf8'),
) as Readonly<Record<'embedded' | 'cluster', readonly string[]>>;

/** A process whose CPU time and memory are read from the kernel. */
export class MeasuredProcess {
  private constructor(
    private readonly child: ChildProcess,
    /** what follows "ready" in its first line, or in ours the address */
    readonly url: string,
  ) {}

  static async start(entry: string, environment: Readonly<Record<string, string>>): Promise<MeasuredProcess> {
    const options = nodeOptions['KAFKA_BROKERS' in environment ? 'cluster' : 'embedded'];
    const child = spawn(process.execPath, [...options, entry], {
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        NODE_OPTIONS: process.env['BENCH_NODE_OPTIONS'] ?? '',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const ready = /ready (?:on )?(\S+)/;
    while (!ready.test(printed)) {
      if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${entry} ended:\n${printed}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    return new MeasuredProcess(child, ready.exec(printed)?.[1] ?? '');
  }

  /** Keeps it on the first processor, as all that are kept apart. */
  keepApart(): void {
    if (this.child.pid !== undefined) keepApart(this.child.pid);
  }

  /** @returns user and system time since its start, s */
  get cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.child.pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  /** @returns resident memory, MB */
  get residentMb(): number {
    const status = readFileSync(`/proc/${this.child.pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
