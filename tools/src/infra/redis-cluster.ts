import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { freePorts } from './free-port.js';
import { ServerProcess, temporaryFolder } from './server-process.js';

const masters = 3;

/** A Redis Cluster of three masters, which share the slots among them. */
export class RedisCluster {
  private constructor(
    readonly processes: readonly ServerProcess[],
    /** one URL for each master, separated by commas */
    readonly url: string,
  ) {}

  static async start(): Promise<RedisCluster> {
    const ports = await freePorts(2 * masters);
    const clients = ports.slice(0, masters);
    const processes = clients.map((port, i) => masterOn(port, ports[masters + i] ?? 0));
    const cluster = new RedisCluster(processes, clients.map((port) => `redis://127.0.0.1:${port}`).join());
    try {
      await Promise.all(processes.map((process) => process.start()));
      const nodes = clients.map((port) => `127.0.0.1:${port}`);
      await promisify(execFile)('redis-cli', ['--cluster', 'create', ...nodes, '--cluster-yes']);
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.stop()));
  }
}

function masterOn(port: number, busPort: number): ServerProcess {
  const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', '.', '--save', ''];
  const clustered = ['--cluster-enabled', 'yes', '--cluster-port', String(busPort)];
  return new ServerProcess(
    { name: 'redis', port, command: 'redis-server', args: [...place, ...clustered], readyLine: 'Ready to accept' },
    temporaryFolder('redis'),
  );
}
