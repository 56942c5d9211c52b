import { asyncApiDocument } from '@roadworthy/contracts';

import { openApiDocument, type OpenApiPart } from './open-api.js';
import type { SystemDocuments } from './system-documents.js';

/** What a service's Nest module says about itself. */
export interface DocumentedModule {
  new (): object;
  readonly openApi: OpenApiPart;
}

export interface ProcessFacts {
  /** of the program */
  readonly version: string;
  /** of topics, unless they say otherwise */
  readonly partitions: number;
  /** @returns in Prometheus' text format */
  readonly metrics: () => Promise<string>;
}

/** What a process that runs these services says about itself. */
export const serviceDocuments = (
  services: readonly DocumentedModule[],
  { version, partitions, metrics }: ProcessFacts,
): SystemDocuments => ({
  openApi: () => {
    const parts = services.map(({ openApi }) => openApi);
    return openApiDocument(parts, version);
  },
  asyncApi: () => asyncApiDocument({ version, partitions }),
  metrics,
});
