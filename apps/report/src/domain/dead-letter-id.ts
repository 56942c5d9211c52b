import { budgetDeadLetters, ingestDeadLetters } from '@roadworthy/contracts';

/** The services that set records aside. */
export const deadLetterServices = ['ingest', 'budget'] as const;
export type DeadLetterService = (typeof deadLetterServices)[number];

/** Where a dead letter stands. */
export interface DeadLetterPlace {
  readonly service: DeadLetterService;
  readonly partition: number;
  readonly offset: number;
}

const events = { ingest: ingestDeadLetters, budget: budgetDeadLetters } as const;

export const deadLetterEvent = (service: DeadLetterService) => events[service];

/** `<service>-<partition>-<offset>` */
export const deadLetterId = ({ service, partition, offset }: DeadLetterPlace): string =>
  `${service}-${partition}-${offset}`;

/** @returns `undefined` when the text is no such id */
export function deadLetterPlace(id: string): DeadLetterPlace | undefined {
  const [, name, partition, offset] = /^([a-z-]+)-([0-9]{1,9})-([0-9]{1,15})$/.exec(id) ?? [];
  const service = deadLetterServices.find((known) => known === name);
  return service && { service, partition: Number(partition), offset: Number(offset) };
}
