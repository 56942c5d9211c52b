import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
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

interface Engines {
  readonly log: Log;
  readonly store: StateStore;
  readonly clock: Clock;
  readonly logger: Logger;
}

const host = '127.0.0.1';
const version = '0.0.0';

@Module({})
class RootModule {}

@Module({})
class EnginesModule {}

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
    const engines = { log, clock, store: new MemoryStateStore(), logger: JsonLogger.create('silent') };
    await log.createTopics(topicSpecs({ tenants: ['default'], partitions }));
    const app = await createApp(service, engines, partitions);
    for (const definition of service.processors)
      app.connectMicroservice({ strategy: new StreamTransport(definition, engines, { onFatal }) });
    await app.init();
    await app.startAllMicroservices();
    await app.listen(0, host);
    return new RunningService(app, log, await app.getUrl());
  }

  async stop(): Promise<void> {
    await this.app.close();
    await this.log.close();
  }
}

function onFatal(error: Error): never {
  throw error;
}

function createApp(service: ServiceModule, engines: Engines, partitions: number): Promise<NestFastifyApplication> {
  const credentials = new Credentials({ host, isCluster: false });
  const documents = {
    openApi: () => openApiDocument([service.openApi], version),
    asyncApi: () => asyncApiDocument({ version, partitions }),
    metrics: async () => '',
  };
  const imports = [HttpModule.with({ credentials, documents }), enginesModule(engines), service];
  return NestFactory.create<NestFastifyApplication>({ module: RootModule, imports }, createFastifyServer(credentials), {
    bodyParser: false,
    logger: false,
    abortOnError: false,
  });
}

function enginesModule({ log, store, clock, logger }: Engines): DynamicModule {
  const providers = [
    { provide: Log, useValue: log },
    { provide: StateStore, useValue: store },
    { provide: Documents, useValue: new MemoryDocuments() },
    { provide: Clock, useValue: clock },
    { provide: Logger, useValue: logger },
  ];
  return { module: EnginesModule, global: true, providers, exports: providers.map(({ provide }) => provide) };
}
