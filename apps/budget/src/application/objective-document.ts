import { type ObjectiveSpec, sloId } from '@roadworthy/contracts';
import { DocumentRepository } from '@roadworthy/documents';

/** An objective as its owner wrote it, and what was read from that. */
export interface ObjectiveDocument {
  readonly service: string;
  readonly objective: string;
  readonly spec: ObjectiveSpec;
  /** the OpenSLO document itself */
  readonly source: unknown;
}

/** Objectives by `documentId`; every write is compare-and-set and is published to the definitions' topic. */
export abstract class ObjectiveRepository extends DocumentRepository<ObjectiveDocument> {}

/** @param slo - `<service>.<objective>` */
export const documentId = (tenant: string, slo: string): string => `${tenant}/${slo}`;

export const sloIdOf = ({ service, objective }: ObjectiveDocument): string => sloId(service, objective);
