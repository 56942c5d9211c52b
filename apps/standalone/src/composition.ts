import { setTimeout } from 'node:timers/promises';

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  createApplication,
  Credentials,
  RateLimits,
  Readiness,
  serviceDocuments,
  TokenVerifier,
} from '@roadworthy/http';
import { Clock, StreamTransport } from '@roadworthy/stream';
import type { Logger, Telemetry } from '@roadworthy/telemetry';

import type { Engines } from './engines/engines.js';
import { EnginesModule } from './engines.module.js';
import { FollowedKeys } from './followed-keys.js';
import { observeProcessor } from './observe-processors.js';
import { servicesOf } from './services.js';
import type { Settings } from './settings.js';

interface Surroundings {
  readonly engines: Engines;
  readonly logger: Logger;
  readonly telemetry: Telemetry;
  readonly version: string;
  readonly onFatal: (error: Error) => void;
}

/** The services of one process around their engines: starts consuming when every service has started, then listens. */
export class Composition {
  private constructor(
    private readonly app: NestFastifyApplication,
    private readonly keys: FollowedKeys,
    private readonly settings: Settings,
  ) {}

  static async create(settings: Settings, surroundings: Surroundings): Promise<Composition> {
    const { engines, logger, telemetry, version } = surroundings;
    const services = servicesOf(settings.RW_ROLE);
    const keys = new FollowedKeys(engines.log, logger.for('keys'));
    const credentials = new Credentials({
      host: settings.HOST,
      rootKey: settings.RW_ROOT_KEY,
      tokens: tokensOf(settings),
      keys,
      isCluster: settings.KAFKA_BROKERS !== undefined,
    });
    const documents = serviceDocuments(services, {
      version,
      partitions: settings.RW_PARTITIONS,
      metrics: () => telemetry.text(),
    });
    const modules = [EnginesModule.with(engines, logger), ...services];
    const rates = ratesOf(settings, engines);
    const app = await createApplication({ credentials, documents, modules, rates });
    const composition = new Composition(app, keys, settings);
    app.get(Readiness).add('keys', () => keys.isCaughtUp);
    for (const definition of services.flatMap(({ processors }) => processors))
      composition.connect(
        new StreamTransport(
          definition,
          { ...engines, clock: app.get(Clock), logger: logger.for(definition.name) },
          surroundings,
        ),
      );
    return composition;
  }

  /** @returns the port that it listens on */
  async start(): Promise<number> {
    await this.keys.start();
    await this.app.init();
    await this.app.startAllMicroservices();
    const { HOST, PORT } = this.settings;
    await this.app.listen(PORT, HOST);
    const address = this.app.getHttpServer().address();
    return typeof address === 'object' && address ? address.port : PORT;
  }

  /** Says "not ready", waits for those who route to notice, then drains and ends every service. */
  async stop(): Promise<void> {
    const { RW_DRAIN_MS, KAFKA_BROKERS } = this.settings;
    this.app.get(Readiness).drain();
    const drainMs = RW_DRAIN_MS ?? (KAFKA_BROKERS === undefined ? 0 : 5_000);
    await setTimeout(drainMs);
    await this.app.close();
    await this.keys.stop();
  }

  private connect<S, I>(strategy: StreamTransport<S, I>): void {
    const { processor } = strategy;
    const { name } = processor.definition;
    this.app.connectMicroservice({ strategy });
    this.app.get(Readiness).add(`processor ${name}`, () => processor.isReady);
    observeProcessor(name, processor.statistics);
  }
}

const tokensOf = ({
  RW_OIDC_ISSUER: issuer,
  RW_OIDC_AUDIENCE: audience,
  RW_OIDC_TENANT_CLAIM: tenantClaim,
}: Settings) =>
  issuer === undefined || audience === undefined ? undefined : new TokenVerifier({ issuer, audience, tenantClaim });

/** Where no credential is asked for there is nobody whose requests could be counted. */
function ratesOf(settings: Settings, { redis }: Engines): RateLimits | undefined {
  if (settings.RW_ROOT_KEY === undefined && settings.RW_OIDC_ISSUER === undefined) return undefined;
  const { RW_PUBLISH_RATE: publish, RW_READ_RATE: read, RW_WRITE_RATE: write } = settings;
  return new RateLimits({ perSecond: { publish, read, write, admin: write }, redis });
}
