import { describe, expect, it } from '@jest/globals';
import type { Alert, BudgetStatus } from '@roadworthy/contracts';

import { anAlert, aStatus, now } from '../view/status.fixture.js';
import { LiveModel } from './live-model.js';

const at = (ms: number): string => new Date(now + ms).toISOString();
const ahead = 5_000;

function modelOf(statuses: readonly BudgetStatus[] = [], alerts: readonly Alert[] = []): LiveModel {
  const model = new LiveModel();
  const data = JSON.stringify({ at: at(ahead), statuses, alerts });
  model.take({ event: 'snapshot', data }, now);
  return model;
}

const take = (model: LiveModel, event: string, data: unknown): void =>
  model.take({ event, data: JSON.stringify(data) }, now);

describe('the live model', () => {
  it('begins with a snapshot, which tells the server’s time', () => {
    const { statuses, alerts, clockAheadMs } = modelOf([aStatus()], [anAlert()]).data();
    expect([statuses.length, alerts.length, clockAheadMs]).toEqual([1, 1, ahead]);
  });

  it('keeps the latest word on an objective and an episode', () => {
    const model = modelOf([aStatus()], [anAlert()]);
    take(model, 'status', aStatus({ revision: 119, remaining: 0.5 }));
    take(model, 'status', aStatus({ objective: 'latency' }));
    take(model, 'alert', anAlert({ revision: 5, state: 'resolved' }));
    const { statuses, alerts } = model.data();
    expect(statuses.map(({ objective, remaining }) => [objective, remaining])).toEqual([
      ['availability', 0.5],
      ['latency', 0.75],
    ]);
    expect(alerts.map(({ revision, state }) => [revision, state])).toEqual([[5, 'resolved']]);
  });

  it('drops an objective that is retired', () => {
    const model = modelOf([aStatus()]);
    take(model, 'status', aStatus({ retired: true }));
    expect(model.data().statuses).toEqual([]);
  });

  it('forgets with a new snapshot what it does not hold', () => {
    const model = modelOf([aStatus()], [anAlert()]);
    take(model, 'snapshot', { at: at(0), statuses: [], alerts: [] });
    expect(model.data()).toEqual({ statuses: [], alerts: [], clockAheadMs: 0 });
  });

  it('keeps open alerts and a bounded number of closed ones', () => {
    const model = modelOf([], [anAlert({ episode: 1 })]);
    for (let episode = 2; episode <= 100; episode++)
      take(model, 'alert', anAlert({ episode, state: 'resolved', at: at(episode) }));
    const episodes = model.data().alerts.map(({ episode }) => episode);
    expect([episodes.length, episodes[0], episodes.at(-1)]).toEqual([51, 100, 1]);
  });

  it.each([
    { event: 'news', data: {} },
    { event: 'status', data: null },
    { event: 'status', data: { objective: 'x' } },
    { event: 'alert', data: { alert: 'x' } },
    { event: 'snapshot', data: [] },
  ])('passes over an event $event with $data', ({ event, data }) => {
    const model = modelOf([aStatus()]);
    take(model, event, data);
    expect(model.data().statuses).toHaveLength(1);
  });
});
