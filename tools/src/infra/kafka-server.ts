import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { freePorts } from './free-port.js';
import { classpath, resources } from './jars.js';
import { ServerProcess, temporaryFolder } from './server-process.js';

const heap = ['-Xms256m', '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:MaxDirectMemorySize=256m'];
const clusterId = 'MkU3OEVBNTcwNTJENDM2Qg';

/** Apache Kafka, one node that is broker and controller, with a short session so that it is back soon after a kill. */
export class KafkaServer {
  private constructor(
    readonly process: ServerProcess,
    /** `host:port` */
    readonly brokers: string,
  ) {}

  static async start(): Promise<KafkaServer> {
    const [port = 0, controllerPort = 0] = await freePorts(2);
    const folder = temporaryFolder('kafka');
    const properties = join(folder, 'server.properties');
    writeFileSync(properties, propertiesOf({ port, controllerPort, data: join(folder, 'data') }));
    const environment = { CLASSPATH: classpath('kafka') };
    await format(properties, environment);
    const server = new ServerProcess(
      {
        name: 'kafka',
        port,
        command: 'java',
        args: [...heap, 'kafka.Kafka', properties],
        environment,
        readyLine: 'Kafka Server started',
      },
      folder,
    );
    await server.start();
    return new KafkaServer(server, `127.0.0.1:${port}`);
  }
}

interface Properties {
  readonly port: number;
  readonly controllerPort: number;
  readonly data: string;
}

const propertiesOf = ({ port, controllerPort, data }: Properties): string =>
  readFileSync(join(resources('kafka'), 'server.properties'), 'utf8')
    .replaceAll('${port}', String(port))
    .replaceAll('${controllerPort}', String(controllerPort))
    .replaceAll('${data}', data);

async function format(properties: string, environment: Readonly<Record<string, string>>): Promise<void> {
  const tool = ['-Xmx64m', '-XX:TieredStopAtLevel=1', 'kafka.tools.StorageTool'];
  const env = { ...process.env, ...environment };
  await promisify(execFile)('java', [...tool, 'format', '-t', clusterId, '-c', properties], { env });
}
