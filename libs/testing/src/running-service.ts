import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { defaultTenant, topicSpecs } from '@roadworthy/contracts';
import { Documents, MemoryDocuments } from '@roadworthy/documents';
import { createApplication, Credentials, type DocumentedModule, serviceDocuments } from '@roadworthy/http';
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

/** No library knows servers and processors both, so this and the composition, which none may import, each name the two. */
interface ServiceModule extends DocumentedModule {
  readonly processors: readonly AnyProcessor[];
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
    await log.createTopics(topicSpecs({ tenants: [defaultTenant], partitions }));
    const app = await createApplication({
      credentials: new Credentials({ host, isCluster: false }),
      documents: serviceDocuments([service], { version: '0.0.0', partitions, metrics: async () => '' }),
      modules: [enginesModule(engines), service],
    });
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
