import { beforeEach, describe, expect, it } from '@jest/globals';
import { utf8Text } from '@roadworthy/contracts';

import { anAlert, aStatus } from '../domain/events.fixture.js';
import { LiveFeed, type LiveListener } from './live-feed.js';
import { ManualClock } from './manual-clock.fixture.js';

interface Seen {
  id: string;
  event: string;
  data: { revision?: number; statuses?: { service: string }[]; alerts?: { episode: number }[]; at?: string };
}

class Watcher implements LiveListener {
  readonly seen: Seen[] = [];

  send(_key: string, bytes: Uint8Array): void {
    const [, id, event, data] = /^id: (.+)\nevent: (.+)\ndata: (.+)\n\n$/.exec(utf8Text(bytes)) ?? [];
    this.seen.push({ id: id ?? '', event: event ?? '', data: JSON.parse(data ?? '') as Seen['data'] });
  }

  get events(): string[] {
    return this.seen.map(({ event, data }) => (event === 'snapshot' ? event : `${event} ${data.revision}`));
  }
}

describe('the live feed', () => {
  let clock: ManualClock;
  let feed: LiveFeed;
  const watch = (lastEventId?: string, tenant = 'default'): Watcher & { leave: () => void } => {
    const watcher = new Watcher();
    return Object.assign(watcher, { leave: feed.watch({ tenant, lastEventId }, watcher) });
  };
  const revisions = (from: number, to: number): void => {
    for (let revision = from; revision <= to; revision++) feed.putStatus(aStatus({ revision }));
  };

  beforeEach(() => {
    clock = new ManualClock(Date.UTC(2026, 0, 1));
    feed = new LiveFeed('a-b', clock);
    feed.isCaughtUp = true;
  });

  it('begins with all that is known', () => {
    feed.putStatus(aStatus());
    feed.putAlert(anAlert({ episode: 4 }));
    const [first] = watch().seen;
    expect(first?.event).toBe('snapshot');
    expect(first?.data).toMatchObject({
      at: '2026-01-01T00:00:00.000Z',
      statuses: [{ service: 'shop' }],
      alerts: [{ episode: 4 }],
    });
  });

  it('sends an objective’s status at most every 250 ms, the latest one', () => {
    const watcher = watch();
    revisions(1, 1);
    clock.advance(0);
    revisions(2, 40);
    clock.advance(249);
    expect(watcher.events).toEqual(['snapshot', 'status 1']);
    clock.advance(1);
    expect(watcher.events).toEqual(['snapshot', 'status 1', 'status 40']);
  });

  it('sends alerts at once, every revision', () => {
    const watcher = watch();
    feed.putAlert(anAlert({ revision: 1 }));
    feed.putAlert(anAlert({ revision: 2 }));
    expect(watcher.events).toEqual(['snapshot', 'alert 1', 'alert 2']);
  });

  it('says nothing of what it had heard before', () => {
    feed.putAlert(anAlert({ revision: 2 }));
    const watcher = watch();
    feed.putAlert(anAlert({ revision: 2 }));
    feed.putAlert(anAlert({ revision: 1 }));
    expect(watcher.events).toEqual(['snapshot']);
  });

  it('goes on where a listener was', () => {
    const before = watch();
    feed.putAlert(anAlert({ revision: 1 }));
    before.leave();
    feed.putAlert(anAlert({ revision: 2 }));
    expect(watch(before.seen.at(-1)?.id).events).toEqual(['alert 2']);
    expect(before.events).toEqual(['snapshot', 'alert 1']);
  });

  it.each([
    { what: 'no id', id: undefined },
    { what: 'the id of another process', id: 'x-y-1' },
    { what: 'an id that it never gave', id: 'a-b-99' },
    { what: 'an id that is none', id: 'a-b' },
  ])('begins anew for $what', ({ id }) => {
    feed.putAlert(anAlert());
    expect(watch(id).events).toEqual(['snapshot']);
  });

  it('begins anew for an id whose followers are gone', () => {
    const { seen } = watch();
    for (let revision = 1; revision <= 10_001; revision++) feed.putAlert(anAlert({ revision }));
    expect(watch(seen[0]?.id).events).toEqual(['snapshot']);
    expect(watch(seen[1]?.id).events).toHaveLength(10_000);
  });

  it('shows a tenant its own events alone, missed ones too', () => {
    const other = watch(undefined, 'other');
    feed.putAlert(anAlert());
    expect(other.events).toEqual(['snapshot']);
    expect(watch(other.seen[0]?.id, 'other').events).toEqual([]);
    expect(other.seen[0]?.data.statuses).toEqual([]);
  });

  it('tells nobody of history', () => {
    feed.isCaughtUp = false;
    const watcher = watch();
    feed.putAlert(anAlert());
    expect(watcher.events).toEqual(['snapshot']);
  });

  it('says that an objective is retired', () => {
    revisions(1, 1);
    clock.advance(0);
    const watcher = watch();
    feed.putStatus(aStatus({ revision: 2, retired: true }));
    clock.advance(250);
    expect(watcher.seen.at(-1)?.data).toMatchObject({ retired: true });
    expect(watch().seen[0]?.data.statuses).toEqual([]);
  });
});
