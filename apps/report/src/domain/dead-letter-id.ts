import { budgetDeadLetters, ingestDeadLetters } from '@roadworthy/contracts';

const events = { ingest: ingestDeadLetters, budget: budgetDeadLetters } as const;

export type DeadLetterService = keyof typeof events;

const isService = (name: string): name is DeadLetterService => Object.hasOwn(events, name);

/** The services that set records aside. */
export const deadLetterServices = Object.keys(events).filter(isService);

/** Where a dead letter stands. */
export interface DeadLetterPlace {
  readonly service: DeadLetterService;
  readonly partition: number;
  readonly offset: number;
}

export const deadLetterEvent = (service: DeadLetterService) => events[service];

/** `<service>-<partition>-<offset>` */
export const deadLetterId = ({ service, partition, offset }: DeadLetterPlace): string =>
  `${service}-${partition}-${offset}`;

/** @returns `undefined` when the text is no such id */
export function deadLetterPlace(id: string): DeadLetterPlace | undefined {
  const [, service = '', partition, offset] = /^([a-z-]+)-([0-9]{1,9})-([0-9]{1,15})$/.exec(id) ?? [];
  return isService(service) ? { service, partition: Number(partition), offset: Number(offset) } : undefined;
}
