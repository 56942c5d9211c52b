import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { asyncApiDocument, topicSpecs } from '@roadworthy/contracts';
import { Documents, MemoryDocuments } from '@roadworthy/documents';
import { createFastifyServer, Credentials, HttpModule, openApiDocument, type OpenApiPart } from '@roadworthy/http';
import {
  type AnyProcessor,
  Clock,
  createMemoryLog,
  Log,
  MemoryStateStore,
  StateStore,
  StreamTransport,
  SystemClock,
} from '@roadworthy/stream';
import { JsonLogger, Logger } from '@roadworthy/telemetry';

/** What a service's Nest module says about itself. */
interface ServiceModule {
  new (): object;
  readonly processors: readonly AnyProcessor[];
  readonly openApi: OpenApiPart;
}

export interface RunningServiceOptions {
  readonly log?: Log;
  readonly clock?: Clock;
  readonly partitions?: number;
}

@Module({})
class RootModule {}

/** One service on engines in memory, behind a real HTTP server on a free port. */
export class RunningService {
  private constructor(
    private readonly app: NestFastifyApplication,
    readonly log: Log,
    /** of the server, without a slash at its end */
    readonly url: string,
  ) {}

  static async start(service: ServiceModule, options: RunningServiceOptions = {}): Promise<RunningService> {
    const { log = await createMemoryLog(), clock = new SystemClock(), partitions = 2 } = options;
    const store = new MemoryStateStore();
    const logger = JsonLogger.create('silent');
    await log.createTopics(topicSpecs({ tenants: ['default'], partitions }));
    const credentials = new Credentials({ host: '127.0.0.1', isCluster: false });
    const documents = {
      openApi: () => openApiDocument([service.openApi], '0.0.0'),
      asyncApi: () => asyncApiDocument({ version: '0.0.0', partitions }),
      metrics: async () => '',
    };
    const providers = [
      { provide: Log, useValue: log },
      { provide: StateStore, useValue: store },
      { provide: Documents, useValue: new MemoryDocuments() },
      { provide: Clock, useValue: clock },
      { provide: Logger, useValue: logger },
    ];
    const engines = { module: RootModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
    const app = await NestFactory.create<NestFastifyApplication>(
      { module: class Root {}, imports: [engines, HttpModule.with({ credentials, documents }), service] },
      createFastifyServer(credentials),
      { bodyParser: false, logger: false, abortOnError: false },
    );
    const onFatal = (error: Error): never => {
      throw error;
    };
    for (const definition of service.processors)
      app.connectMicroservice({
        strategy: new StreamTransport(definition, { log, store, clock, logger }, { onFatal }),
      });
    await app.init();
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    return new RunningService(app, log, await app.getUrl());
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.log.close();
  }
}
