import { freePorts } from './free-port.js';
import { ServerProcess, temporaryFolder } from './server-process.js';

/** Redis that has written to its file what it acknowledged. */
export class RedisServer {
  private constructor(
    readonly process: ServerProcess,
    readonly url: string,
  ) {}

  static async start(): Promise<RedisServer> {
    const [port = 0] = await freePorts(1);
    const durable = ['--appendonly', 'yes', '--appendfsync', 'always', '--save', ''];
    const place = ['--port', String(port), '--bind', '127.0.0.1', '--dir', '.'];
    const server = new ServerProcess(
      { name: 'redis', port, command: 'redis-server', args: [...place, ...durable], readyLine: 'Ready to accept' },
      temporaryFolder('redis'),
    );
    await server.start();
    return new RedisServer(server, `redis://127.0.0.1:${port}`);
  }
}
