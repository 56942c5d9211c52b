import type { Alert, BudgetStatus } from '@roadworthy/contracts';

/** 19 November 2026, 14:26:10 UTC */
export const now = Date.UTC(2026, 10, 19, 14, 26, 10);

const instant = (at: number): string => new Date(at).toISOString();

const window = (tier: string, kind: 'long' | 'short', ms: number, factor: number) => ({
  tier,
  window: kind,
  ms,
  bad: 0,
  total: 1_000,
  burnRate: 0,
  factor,
});

/** shop availability, 99.9 % over 30 d, which never saw an event. */
export const aNewStatus = (changes: Partial<BudgetStatus> = {}): BudgetStatus => ({
  tenant: 'default',
  service: 'shop',
  objective: 'availability',
  displayName: 'Orders are taken',
  version: 3,
  revision: 118,
  retired: false,
  at: instant(now),
  provisional: true,
  target: 0.999,
  periodMs: 2_592_000_000,
  bad: 0,
  total: 0,
  windows: [],
  lateEvents: 0,
  ...changes,
});

/** shop availability, 99.9 % over 30 d: 250 bad of 1,000,000, so 75 % is left; it saw an event 4 s ago. */
export const aStatus = (changes: Partial<BudgetStatus> = {}): BudgetStatus =>
  aNewStatus({
    watermark: instant(now - 14_000),
    bad: 250,
    total: 1_000_000,
    consumed: 0.25,
    remaining: 0.75,
    windows: [
      window('fast', 'long', 3_600_000, 14.4),
      window('fast', 'short', 300_000, 14.4),
      window('day', 'long', 86_400_000, 3),
      window('day', 'short', 7_200_000, 3),
    ],
    lastEventAt: instant(now - 4_000),
    ...changes,
  });

const fastProof = (ms: number, counts: { bad: number; total: number; burnRate: number }) => ({
  name: 'fast',
  from: instant(now - ms),
  to: instant(now),
  ...counts,
  threshold: 14.4,
});

/** An open page on shop availability since 13:53:50: 144 bad of 6,000 in 1 h, 75 of 500 in 5 min. */
export const anAlert = (changes: Partial<Alert> = {}): Alert => ({
  tenant: 'default',
  alert: 'shop/availability/burn-rate',
  kind: 'burn-rate',
  service: 'shop',
  subject: 'availability',
  episode: 12,
  revision: 4,
  change: 'tier',
  state: 'open',
  severity: 'page',
  tier: 'fast',
  at: instant(now - 60_000),
  since: '2026-11-19T13:53:50.000Z',
  provisional: false,
  summary: 'shop availability: 144 bad of 6000 in 60 min burn 24.00x the budget, above 14.4x',
  proof: {
    windows: [
      fastProof(3_600_000, { bad: 144, total: 6_000, burnRate: 24 }),
      fastProof(300_000, { bad: 75, total: 500, burnRate: 150 }),
    ],
    watermark: instant(now - 70_000),
    definitionVersion: 3,
  },
  links: { explain: '/v1/slos/shop.availability/explain' },
  ...changes,
});
