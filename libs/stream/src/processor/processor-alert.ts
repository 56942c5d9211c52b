import { defaultTenant } from '@roadworthy/contracts';

import { outgoing, type OutgoingEvent } from './outbox.js';
import { type AnyProcessor, publication } from './processor-definition.js';
import type { OpenStorm, SuspendedKey } from './troubles.js';

/** What a processor has to say about itself, from its beginning to its end. Times are ms UTC. */
interface Trouble {
  /** where, inside the processor: part of the alert's id */
  readonly place: string;
  readonly kind: 'dead-letter-storm' | 'suspended-key';
  /** names the episode */
  readonly since: number;
  readonly isOver: boolean;
  /** one sentence for a person */
  readonly summary: string;
}

type Speaker = Pick<AnyProcessor, 'name' | 'alerts'>;

function alertAbout(
  { name, alerts }: Speaker,
  { place, kind, since, isOver, summary }: Trouble,
  now: number,
): OutgoingEvent {
  const service = alerts.publisher;
  const alert = {
    tenant: defaultTenant,
    alert: `${service}/${name}/${kind}/${place}`,
    kind,
    service,
    subject: `${name} ${place}`,
    episode: since,
    revision: isOver ? 2 : 1,
    change: isOver ? ('resolved' as const) : ('opened' as const),
    state: isOver ? ('resolved' as const) : ('open' as const),
    severity: 'ticket' as const,
    at: new Date(now).toISOString(),
    since: new Date(since).toISOString(),
    provisional: false,
    summary,
    proof: { windows: [] },
    links: {},
  };
  return outgoing(publication(alerts, alert), now);
}

/** Says that a partition is paused because of its dead letters, or that it is read again. @param now - ms UTC */
export function stormAlert(speaker: Speaker, { partition, since, pauseMs }: OpenStorm, now: number): OutgoingEvent {
  const isOver = now >= since + pauseMs;
  const what = `${speaker.name}: too many records of partition ${partition} go to the dead letter`;
  const summary = isOver ? `${what}; it is read again` : `${what}; paused for ${pauseMs / 1000} s`;
  return alertAbout(
    speaker,
    { place: `partition ${partition}`, kind: 'dead-letter-storm', since, isOver, summary },
    now,
  );
}

/** Says that a key is no longer woken because its step throws, or that it is woken again. @param now - ms UTC */
export function suspensionAlert(
  speaker: Speaker,
  { key, since, cause, isOver }: SuspendedKey & { readonly isOver: boolean },
  now: number,
): OutgoingEvent {
  const summary = isOver
    ? `${speaker.name}: ${key} is evaluated again`
    : `${speaker.name}: ${key} cannot be evaluated: ${cause}`;
  return alertAbout(speaker, { place: key, kind: 'suspended-key', since, isOver, summary }, now);
}
