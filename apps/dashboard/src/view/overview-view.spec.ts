import { describe, expect, it } from '@jest/globals';

import { overviewOf } from './overview-view.js';
import { anAlert, aStatus, now } from './status.fixture.js';

const asOf = { now, isStale: false };
const at = (second: number): string => new Date(now - 100_000 + second * 1_000).toISOString();

describe('the overview', () => {
  it('counts services and sorts objectives', () => {
    const statuses = [
      aStatus({ objective: 'a' }),
      aStatus({ objective: 'b', remaining: -1 }),
      aStatus({ service: 'other' }),
    ];
    const view = overviewOf({ statuses, alerts: [] }, asOf);
    expect(view.services).toBe(2);
    expect(view.statuses.map(({ objective }) => objective)).toEqual(['b', 'availability', 'a']);
    expect(view.hasEvents).toBe(true);
  });

  it('puts pages before tickets and the newest first', () => {
    const alerts = [
      anAlert({ episode: 1, severity: 'ticket', since: at(9) }),
      anAlert({ episode: 2, severity: 'page', since: at(1) }),
      anAlert({ episode: 3, severity: 'page', since: at(5) }),
      anAlert({ episode: 4, state: 'resolved' }),
    ];
    const { open, pages } = overviewOf({ statuses: [aStatus()], alerts }, asOf);
    expect(open.map(({ key }) => key.split(' ')[1])).toEqual(['3', '2', '1']);
    expect(pages).toBe(2);
  });

  it('names the alert that closed last', () => {
    const alerts = [anAlert({ state: 'resolved', at: '2026-11-19T14:13:00.000Z' }), anAlert({ state: 'retracted' })];
    expect(overviewOf({ statuses: [], alerts }, asOf).lastClosed).toBe(
      'The last one, shop availability, was resolved 14:13.',
    );
    expect(overviewOf({ statuses: [], alerts: [] }, asOf).lastClosed).toBeUndefined();
  });
});
