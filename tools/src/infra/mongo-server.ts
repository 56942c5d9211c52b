import { freePorts } from './free-port.js';
import { classpath } from './jars.js';
import { ServerProcess, temporaryFolder } from './server-process.js';

const heap = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** A server that speaks MongoDB's protocol and has written to its file what it acknowledged. */
export class MongoServer {
  private constructor(
    readonly process: ServerProcess,
    readonly url: string,
  ) {}

  static async start(): Promise<MongoServer> {
    const [port = 0] = await freePorts(1);
    const server = new ServerProcess(
      {
        name: 'mongo',
        port,
        command: 'java',
        args: [...heap, 'MongoStandIn', String(port), './documents'],
        environment: { CLASSPATH: classpath('mongo') },
        readyLine: 'listening on',
      },
      temporaryFolder('mongo'),
    );
    await server.start();
    return new MongoServer(server, `mongodb://127.0.0.1:${port}/roadworthy`);
  }
}
