import { outgoing, type OutgoingEvent } from './outbox.js';
import { type AnyProcessor, publication } from './processor-definition.js';

export interface Storm {
  readonly partition: number;
  /** when the partition was paused, ms UTC; names the episode */
  readonly since: number;
  readonly pauseMs: number;
}

/** Says that a partition is paused because of its dead letters, or that it is read again. @param now - ms UTC */
export function stormAlert(
  { name, alerts }: Pick<AnyProcessor, 'name' | 'alerts'>,
  { partition, since, pauseMs }: Storm,
  now: number,
): OutgoingEvent {
  const service = alerts.publisher;
  const isOver = now >= since + pauseMs;
  const what = `${name}: too many records of partition ${partition} go to the dead letter`;
  const alert = {
    tenant: 'default',
    alert: `${service}/${name}/dead-letter-storm/${partition}`,
    kind: 'dead-letter-storm',
    service,
    subject: `${name} partition ${partition}`,
    episode: since,
    revision: isOver ? 2 : 1,
    change: isOver ? ('resolved' as const) : ('opened' as const),
    state: isOver ? ('resolved' as const) : ('open' as const),
    severity: 'ticket' as const,
    at: new Date(now).toISOString(),
    since: new Date(since).toISOString(),
    provisional: false,
    summary: isOver ? `${what}; it is read again` : `${what}; paused for ${pauseMs / 1000} s`,
    proof: { windows: [] },
    links: {},
  };
  return outgoing(publication(alerts, alert), now);
}
