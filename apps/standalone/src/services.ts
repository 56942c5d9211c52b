import { BudgetModule } from '@roadworthy/budget';
import type { DocumentedModule } from '@roadworthy/http';
import { IngestModule } from '@roadworthy/ingest';
import { ReportModule } from '@roadworthy/report';
import type { AnyProcessor } from '@roadworthy/stream';

import type { Role } from './settings.js';

export interface ServiceModule extends DocumentedModule {
  readonly processors: readonly AnyProcessor[];
}

const services: Readonly<Record<Exclude<Role, 'all' | 'topics'>, ServiceModule>> = {
  ingest: IngestModule,
  budget: BudgetModule,
  report: ReportModule,
};

/** The services that a process of this role runs. */
export const servicesOf = (role: Role): readonly ServiceModule[] =>
  role === 'topics' ? [] : role === 'all' ? Object.values(services) : [services[role]];
