import { type BudgetStatus, objectiveSpec } from '@roadworthy/contracts';
import type { StoredDocument } from '@roadworthy/documents';
import { z } from 'zod';

import { type ObjectiveDocument, sloIdOf } from '../../application/objective-document.js';

/** An objective as the API shows it. */
export const sloAnswer = z.object({
  id: z.string().describe('<service>.<objective>'),
  service: z.string(),
  objective: z.string(),
  version: z.int().positive(),
  updatedAt: z.iso.datetime(),
  spec: objectiveSpec,
  openSlo: z.unknown().describe('the document as it was put'),
});
export type SloAnswer = z.output<typeof sloAnswer>;

export const toSloAnswer = ({ version, updatedAt, data }: StoredDocument<ObjectiveDocument>): SloAnswer => ({
  id: sloIdOf(data),
  service: data.service,
  objective: data.objective,
  version,
  updatedAt: new Date(updatedAt).toISOString(),
  spec: data.spec,
  openSlo: data.source,
});

/** A line of the list: what an objective is, and where its budget stands. */
export interface SloLine {
  readonly id: string;
  readonly displayName: string;
  readonly version: number;
  readonly target: string;
  readonly periodMs: number;
  readonly status: BudgetStatus | undefined;
}

export const toSloLine = (
  { version, data }: StoredDocument<ObjectiveDocument>,
  status: BudgetStatus | undefined,
): SloLine => ({
  id: sloIdOf(data),
  displayName: data.spec.displayName,
  version,
  target: data.spec.target,
  periodMs: data.spec.periodMs,
  status,
});
