import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import type { RequestLimits } from './connection-refusals.js';
import type { Credentials } from './credentials.js';
import { createFastifyServer } from './fastify-server.js';
import { HttpModule } from './http.module.js';
import type { RateLimits } from './limits/rate-limits.js';
import type { SystemDocuments } from './system-documents.js';

export interface ApplicationParts {
  readonly credentials: Credentials;
  readonly documents: SystemDocuments;
  readonly modules: readonly (DynamicModule | Type)[];
  readonly limits?: RequestLimits | undefined;
  readonly rates?: RateLimits | undefined;
}

@Module({})
class RootModule {}

/** Nest's application of these modules behind our server, with what all services share of HTTP. Not yet initialised. */
export function createApplication(parts: ApplicationParts): Promise<NestFastifyApplication> {
  const { credentials, documents, modules } = parts;
  return NestFactory.create<NestFastifyApplication>(
    { module: RootModule, imports: [HttpModule.with({ credentials, documents }), ...modules] },
    createFastifyServer(parts),
    { bodyParser: false, logger: false, abortOnError: false },
  );
}
