import { BudgetModule } from '@roadworthy/budget';
import type { OpenApiPart } from '@roadworthy/http';
import { IngestModule } from '@roadworthy/ingest';
import { ReportModule } from '@roadworthy/report';
import type { AnyProcessor } from '@roadworthy/stream';

import type { Role } from './settings.js';

/** What a service's Nest module says about itself. */
export interface ServiceModule {
  new (): object;
  readonly processors: readonly AnyProcessor[];
  readonly openApi: OpenApiPart;
}

const services: Readonly<Record<Exclude<Role, 'all' | 'topics'>, ServiceModule>> = {
  ingest: IngestModule,
  budget: BudgetModule,
  report: ReportModule,
};

/** The services that a process of this role runs. */
export const servicesOf = (role: Role): readonly ServiceModule[] =>
  role === 'topics' ? [] : role === 'all' ? Object.values(services) : [services[role]];
