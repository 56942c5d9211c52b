import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Alert, budgetAlerts, type BudgetStatus, budgetStatus, ingestAlerts } from '@roadworthy/contracts';
import { createMemoryLog, type Log } from '@roadworthy/stream';
import { RunningService, until } from '@roadworthy/testing';

import { ManualClock } from '../../application/manual-clock.fixture.js';
import { anAlert, aStatus } from '../../domain/events.fixture.js';
import { ReportModule } from '../../report.module.js';
import { EventReader } from './event-reader.fixture.js';

const write = (log: Log, topic: string, data: object | string) =>
  log.append([
    {
      topic,
      key: 'k',
      meetsBy: 'default/shop',
      value: typeof data === 'string' ? data : JSON.stringify(data),
      headers: {},
    },
  ]);

describe('the live stream', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await RunningService.start(ReportModule);
    await until('it is ready', async () => (await fetch(`${service.url}/readyz`)).ok);
  });
  afterAll(() => service.stop());

  const live = (headers: Record<string, string> = {}) => EventReader.open(`${service.url}/v1/live`, headers);
  const putStatus = (changes: Partial<BudgetStatus>) => write(service.log, budgetStatus.topic, aStatus(changes));
  const putAlert = (changes: Partial<Alert>) => write(service.log, budgetAlerts.topic, anAlert(changes));
  const alerts = async (query: string) => {
    const { items } = (await (await fetch(`${service.url}/v1/alerts${query}`)).json()) as { items: Alert[] };
    return items.map(({ alert, episode, revision }) => `${alert} ${episode}.${revision}`);
  };

  it('is an event stream that nobody may keep', async () => {
    const reader = await live();
    expect(reader.response.headers.get('content-type')).toContain('text/event-stream');
    expect(reader.response.headers.get('cache-control')).toBe('no-store');
    reader.close();
  });

  it('begins with a snapshot and goes on with what changes', async () => {
    await putStatus({ objective: 'speed', revision: 1 });
    const reader = await live();
    expect(await reader.next()).toMatchObject({ event: 'snapshot' });
    await putStatus({ objective: 'speed', revision: 2, remaining: -0.5 });
    expect((await reader.nextOf('status', { revision: 2 })).data).toMatchObject({
      objective: 'speed',
      remaining: -0.5,
    });
    await putAlert({ episode: 3 });
    expect((await reader.nextOf('alert', { episode: 3 })).data).toMatchObject({ alert: 'shop/availability/burn-rate' });
    reader.close();
  });

  it('takes alerts of every service', async () => {
    const reader = await live();
    await reader.next();
    await write(service.log, ingestAlerts.topic, anAlert({ alert: 'ingest/inbox/dead-letter-storm', kind: 'storm' }));
    expect((await reader.nextOf('alert', { kind: 'storm' })).data).toMatchObject({
      alert: 'ingest/inbox/dead-letter-storm',
    });
    reader.close();
  });

  it('skips a record that is malformed', async () => {
    const reader = await live();
    await reader.next();
    await write(service.log, budgetStatus.topic, '{"tenant":');
    await write(service.log, budgetStatus.topic, { tenant: 'default' });
    await putStatus({ objective: 'after-garbage' });
    expect(await reader.nextOf('status', { objective: 'after-garbage' })).toBeDefined();
    reader.close();
  });

  it('goes on where a client was, and begins anew for a foreign id', async () => {
    const first = await live();
    const snapshot = await first.next();
    first.close();
    await putAlert({ episode: 7 });
    const resumed = await live({ 'last-event-id': snapshot?.id ?? '' });
    expect(await resumed.nextOf('alert', { episode: 7 })).toBeDefined();
    resumed.close();
    const foreign = await live({ 'last-event-id': 'another-replica-1' });
    expect(await foreign.next()).toMatchObject({ event: 'snapshot' });
    foreign.close();
  });

  it('gives its own objectives to a tenant', async () => {
    await putStatus({ tenant: 'other', objective: 'theirs' });
    await putStatus({ objective: 'ours' });
    const shown = await until('the status is there', async () => {
      const reader = await live();
      const { statuses } = (await reader.nextOf('snapshot')).data as { statuses: BudgetStatus[] };
      reader.close();
      return statuses.some(({ objective }) => objective === 'ours') && statuses;
    });
    expect(shown.filter(({ tenant }) => tenant !== 'default')).toEqual([]);
  });

  it('lists alerts by state, the newest first', async () => {
    const alert = 'shop/listed/burn-rate';
    await putAlert({ alert, episode: 1, at: '2030-01-01T00:00:00.000Z' });
    await putAlert({ alert, episode: 1, revision: 2, state: 'resolved', at: '2030-01-01T00:01:00.000Z' });
    await putAlert({ alert, episode: 2, at: '2030-01-01T00:02:00.000Z' });
    await until('both are there', async () => (await alerts('?state=open')).includes(`${alert} 2.1`));
    expect((await alerts('')).slice(0, 2)).toEqual([`${alert} 2.1`, `${alert} 1.2`]);
    expect(await alerts('?state=resolved&limit=1')).toEqual([`${alert} 1.2`]);
  });

  it.each([
    { query: 'state=closed', pointer: '/state' },
    { query: 'limit=0', pointer: '/limit' },
    { query: 'limit=1001', pointer: '/limit' },
    { query: 'sort=up', pointer: '/sort' },
  ])('refuses alerts by $query', async ({ query, pointer }) => {
    const answer = await fetch(`${service.url}/v1/alerts?${query}`);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([400, expect.stringContaining('problem+json')]);
    expect(await answer.json()).toMatchObject({ errors: [{ pointer }] });
  });

  it('does not keep a stream for somebody who only asks for its head', async () => {
    const answer = await fetch(`${service.url}/v1/live`, { method: 'HEAD' });
    expect(answer.status).toBe(200);
  });
});

describe('a live stream over time', () => {
  it('says every 15 s that it is still there', async () => {
    const clock = new ManualClock(0);
    const service = await RunningService.start(ReportModule, { clock });
    const reader = await until('it is ready', async () =>
      EventReader.open(`${service.url}/v1/live`).catch(() => undefined),
    );
    await reader.nextOf('snapshot');
    clock.advance(14_999);
    await write(service.log, budgetAlerts.topic, anAlert({ episode: 1 }));
    await reader.nextOf('alert');
    expect(reader.comments).toEqual([]);
    clock.advance(1);
    clock.advance(15_000);
    await write(service.log, budgetAlerts.topic, anAlert({ episode: 2 }));
    await reader.nextOf('alert');
    expect(reader.comments).toEqual([': still here', ': still here']);
    reader.close();
    await service.stop();
  });

  it('ends when the process does, and is refused from then on', async () => {
    const service = await RunningService.start(ReportModule);
    const reader = await until('it is ready', async () =>
      EventReader.open(`${service.url}/v1/live`).catch(() => undefined),
    );
    await reader.nextOf('snapshot');
    const stopped = service.stop();
    expect(await reader.next()).toBeUndefined();
    await stopped;
  });

  it('is not there before the topics were read', async () => {
    const log = await createMemoryLog();
    const endless = new Proxy(log, {
      get: (target, name) =>
        name === 'follow' ? async () => ({ close: async () => {} }) : Reflect.get(target, name, target),
    });
    const service = await RunningService.start(ReportModule, { log: endless });
    const answer = await fetch(`${service.url}/v1/live`);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await answer.json()).toMatchObject({ type: 'urn:roadworthy:problem:catching-up' });
    expect((await fetch(`${service.url}/readyz`)).status).toBe(503);
    await service.stop();
  });
});
