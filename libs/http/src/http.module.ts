import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';

import { Credentials } from './credentials.js';
import { ProblemFilter } from './problem-filter.js';
import { Readiness } from './readiness.js';
import { SystemController } from './system.controller.js';
import { SystemDocuments } from './system-documents.js';

interface HttpParts {
  readonly credentials: Credentials;
  readonly documents: SystemDocuments;
}

/** What all services share of HTTP: problems, health, documents. Global. */
@Module({})
export class HttpModule {
  static with({ credentials, documents }: HttpParts): DynamicModule {
    return {
      module: HttpModule,
      global: true,
      controllers: [SystemController],
      providers: [
        { provide: APP_FILTER, useClass: ProblemFilter },
        { provide: Credentials, useValue: credentials },
        { provide: SystemDocuments, useValue: documents },
        Readiness,
      ],
      exports: [Readiness, Credentials],
    };
  }
}
