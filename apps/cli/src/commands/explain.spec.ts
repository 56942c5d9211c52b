import { afterEach, expect, it } from '@jest/globals';

import { FakeServer, outcomeOf } from '../command.fixture.js';

const instant = '2026-01-01T00:00:00.000Z';
const tier = (name: string, exceeded: boolean, leads: boolean) => ({
  name,
  severity: 'page',
  exceeded,
  leads,
  windows: [],
});

const explanation = {
  id: 'shop.paid',
  definitionVersion: 1,
  countingSince: instant,
  target: '0.999',
  period: { bad: 1, total: 10, formula: 'consumed = …' },
  tiers: [tier('fast', true, true), tier('slow', true, false), tier('day', false, false)],
  episodes: [],
  lateEvents: 0,
};

let server: FakeServer;
afterEach(() => server.stop());

it('tells a tier that is outranked from one that is quiet', async () => {
  server = await FakeServer.start(() => ({ body: explanation }));
  const { code, stdout } = await outcomeOf(['--url', server.url, 'explain', 'shop.paid']);
  expect([code, stdout.split('\n').filter((line) => line.includes('(page)'))]).toEqual([
    0,
    ['fast (page): leading', 'slow (page): exceeded', 'day (page): quiet'],
  ]);
});
