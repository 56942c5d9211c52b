import { describe, expect, it } from '@jest/globals';
import type { Sample } from '@roadworthy/contracts';
import fc from 'fast-check';

import { emptyBudgets } from './service-budgets.js';
import { nextWake } from './step.js';
import { availability, day, hour, minute, ratio, Scenario, start } from './scenario.fixture.js';

const second = 1000;

describe('step', () => {
  it('counts exactly, whatever the order and however often a sample with an id comes', () => {
    const bucket = fc.record({ at: fc.integer({ min: 0, max: 599 }), good: fc.nat(50), bad: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(bucket, { maxLength: 60 }), fc.integer(), (events, seed) => {
        const scenario = new Scenario(start + 10 * minute).define(availability());
        const samples = events.map(({ at, good, bad }, i) => ratio(start + at * second, good, good + bad, `e${i}`));
        const twice = [...samples, ...samples].sort(
          (a, b) => ((a.time * 31 + seed) % 97) - ((b.time * 31 + seed) % 97),
        );
        for (const sample of twice) scenario.send(sample);
        scenario.advanceTo(start + 10 * minute + 10 * second);
        const total = events.reduce((sum, { good, bad }) => sum + good + bad, 0);
        const bad = events.reduce((sum, event) => sum + event.bad, 0);
        expect(scenario.lastStatus).toMatchObject({ bad, total });
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  // 100 requests a second, 15 % errors for 600 s: the closed forms are those of the Workbook's chapter 5; on the 10 s
  // grid promtool fires the fast tier 350 s after the fault and lets it go 880 s after.
  it('fires and resolves where promtool does, on its 10 s grid', () => {
    const scenario = new Scenario(start - 4 * hour).define(
      availability({}, { tiers: availability().spec.tiers.slice(0, 1) }),
    );
    scenario
      .traffic(start, 1000, 0)
      .traffic(start + 600 * second, 1000, 150)
      .traffic(start + hour, 1000, 0);
    expect(scenario.alerts).toEqual(['00:05:50 1.1 opened fast page', '00:14:40 1.2 resolved fast page']);
  });

  it('refuses counts that no window could add exactly, and goes on counting', () => {
    const most = Number.MAX_SAFE_INTEGER;
    const scenario = new Scenario(start).define(availability());
    scenario
      .send(ratio(start, most - 10, most - 10))
      .send(ratio(start, 0, most))
      .send(ratio(start, 9, 10));
    scenario.advanceTo(start + minute);
    expect(scenario.outputs.flatMap(({ rejections }) => rejections)).toMatchObject([
      { reason: 'uncountable', detail: expect.stringContaining(`${most} more events`) },
    ]);
    expect(scenario.lastStatus).toMatchObject({
      bad: 1,
      total: most,
      problem: expect.stringContaining(`${most} more`),
    });
  });

  it('evaluates each service at a moment of its own within a second after each bucket end', () => {
    const moments = Array.from({ length: 50 }, (_, i) => {
      const scenario = new Scenario(start, emptyBudgets(`default/service-${i}`)).define(
        availability({ service: `service-${i}` }),
      );
      scenario.send(ratio(start, 9, 10)).advanceTo(start + 10_999);
      expect(scenario.lastStatus).toMatchObject({ at: new Date(start + 10_000).toISOString(), total: 10 });
      return (nextWake(scenario.state) ?? 0) - (start + 20_000);
    });
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...moments)).toBeLessThan(1_000);
    expect(new Set(moments).size).toBeGreaterThan(40);
  });

  it('is silent at exactly the factor', () => {
    const scenario = new Scenario(start - hour).define(
      availability({}, { tiers: availability().spec.tiers.slice(0, 1) }),
    );
    scenario.traffic(start, 10_000, 144);
    expect(scenario.alerts).toEqual([]);
    scenario.traffic(start + hour, 10_000, 145);
    expect(scenario.alerts[0]).toMatch(/opened fast page$/);
  });

  it('leads one incident through its tiers in one episode', () => {
    const scenario = new Scenario(start - 2 * hour).define(availability());
    scenario
      .traffic(start, 1000, 0)
      .traffic(start + 30 * minute, 1000, 500)
      .traffic(start + 3 * hour, 1000, 0);
    const changes = scenario.alerts.map((alert) => alert.split(' ').slice(1).join(' '));
    expect(changes[0]).toBe('1.1 opened drift ticket');
    expect(new Set(changes.map((change) => change.split('.')[0]))).toEqual(new Set(['1']));
    expect(changes.map((change) => change.split(' ')[2])).toEqual([
      'drift',
      'day',
      'slow',
      'fast',
      'slow',
      'day',
      'drift',
    ]);
  });

  it('retracts in public what late good events disprove', () => {
    const scenario = new Scenario(start - hour).define(availability());
    scenario.traffic(start, 200, 0).traffic(start + 10 * second, 200, 200);
    expect(scenario.alerts.at(-1)).toMatch(/1\.1 opened drift ticket$/);
    scenario.send(ratio(start, 400_000, 400_000)).advanceTo(start + 10 * second + 50);
    expect(scenario.alerts.at(-1)).toMatch(/ 1\.2 retracted drift ticket$/);
  });

  it('evaluates late events at once, and at most every 50 ms while they keep coming', () => {
    const scenario = new Scenario(start - hour).define(availability()).traffic(start, 200, 0);
    scenario.advanceTo(start + second);
    const before = scenario.outputs.length;
    for (let i = 0; i < 100; i++) scenario.send(ratio(start - minute, 0, 1)).advanceTo(scenario.now + 5);
    const statuses = scenario.outputs.slice(before).flatMap((output) => output.statuses.map(() => output.at - start));
    expect(statuses).toEqual([1000, 1050, 1100, 1150, 1200, 1250, 1300, 1350, 1400, 1450, 1500]);
  });

  it('opens an alert stamped with event time when late bad events come', () => {
    const scenario = new Scenario(start - hour).define(availability());
    scenario.traffic(start + 5 * minute, 200, 0);
    scenario.send(ratio(start + 100 * second, 0, 10_000));
    scenario.advanceTo(start + 5 * minute + 10 * second);
    const alert = scenario.outputs.flatMap(({ alerts }) => alerts)[0];
    expect(alert).toMatchObject({ change: 'opened', since: new Date(start + 110 * second).toISOString() });
  });

  it('refuses events more than a minute ahead of their record, without effect on the watermark', () => {
    const scenario = new Scenario(start).define(availability()).send(ratio(start, 9, 10));
    scenario.send(ratio(start + 61 * second, 0, 1000));
    expect(scenario.outputs.at(-1)?.rejections).toMatchObject([{ reason: 'future' }]);
    scenario.advanceTo(start + 10 * second);
    expect(scenario.lastStatus).toMatchObject({
      bad: 1,
      total: 10,
      watermark: new Date(start - 10 * second).toISOString(),
    });
  });

  it('refuses events past their grace and counts how many', () => {
    const scenario = new Scenario(start).define(availability()).traffic(start + 20 * minute, 10, 0);
    scenario.send(ratio(start, 0, 5));
    expect(scenario.outputs.at(-1)?.rejections).toMatchObject([{ reason: 'too-late' }]);
    scenario.advanceTo(scenario.now + 10 * second);
    expect(scenario.lastStatus).toMatchObject({ bad: 0, lateEvents: 1 });
  });

  const late = ratio(start - hour, 1, 1);
  const ahead = ratio(start + hour, 1, 1);
  const uncountable = ratio(start, 0, Number.MAX_SAFE_INTEGER);
  const unmatched = { ...ratio(start, 1, 1), name: 'other' };
  it.each([
    { what: 'whose samples are all uncountable or ahead', samples: [uncountable, ahead], isBroken: true },
    { what: 'of which a sample counts', samples: [uncountable, ratio(start, 1, 1)], isBroken: false },
    { what: 'of which a sample counted before', samples: [uncountable, ratio(start, 9, 10, 'once')], isBroken: false },
    { what: 'of which a sample concerns no objective', samples: [uncountable, unmatched], isBroken: false },
    { what: 'of which a sample is merely late', samples: [uncountable, late], isBroken: false },
    { what: 'that is late as a whole', samples: [late, late], isBroken: false },
  ])('holds a record $what for broken: $isBroken', ({ samples, isBroken }) => {
    const scenario = new Scenario(start).define(availability()).send(ratio(start, 9, 10, 'once'));
    scenario.send(...samples);
    const rejections = scenario.outputs.at(-1)?.rejections ?? [];
    expect(rejections.length).toBeGreaterThan(0);
    expect(new Set(rejections.map((rejection) => rejection.isBroken))).toEqual(new Set([isBroken]));
  });

  const counterOf = (value: number): Sample => ({
    kind: 'counter',
    name: 'requests',
    labels: {},
    temporality: 'delta',
    time: start,
    value,
  });

  it('says at once why the first samples of an objective cannot be counted', () => {
    const scenario = new Scenario(start).define(availability()).send(counterOf(1.5)).advanceTo(start);
    expect(scenario.lastStatus).toMatchObject({
      revision: 2,
      total: 0,
      problem: expect.stringContaining('whole numbers, got 1.5'),
    });
  });

  it('says changes of why no sample could be counted yet once per bucket, and each once', () => {
    const scenario = new Scenario(start).define(availability());
    for (let i = 0; i < 100; i++) scenario.send(counterOf(i + 0.5)).advanceTo(scenario.now + 200);
    scenario.send(counterOf(0.25)).advanceTo(start + hour);
    const problems = scenario.outputs.flatMap(({ statuses }) => statuses.map(({ problem }) => problem));
    expect(problems.map((problem) => problem?.split('got ')[1])).toEqual([undefined, '0.5', '49.5', '99.5', '0.25']);
    expect(nextWake(scenario.state)).toBeUndefined();
  });

  it('says at the next evaluation why samples of an objective that counts cannot be counted', () => {
    const scenario = new Scenario(start).define(availability()).traffic(start + minute, 10, 0);
    scenario.send({ ...counterOf(1.5), time: scenario.now }).advanceTo(start + minute + 10 * second);
    expect(scenario.lastStatus).toMatchObject({ total: 60, problem: expect.stringContaining('got 1.5') });
  });

  it('keeps the counts when only the target changes', () => {
    const scenario = new Scenario(start).define(availability()).traffic(start + minute, 1000, 1);
    scenario.define(availability({ version: 2 }, { target: '0.99' }));
    expect(scenario.lastStatus).toMatchObject({ bad: 6, total: 6000, consumed: expect.closeTo(0.1, 12), version: 2 });
  });

  it('counts anew when the indicator changes', () => {
    const scenario = new Scenario(start).define(availability()).traffic(start + minute, 1000, 1);
    const other = { name: 'other', match: [] };
    scenario.define(availability({ version: 2 }, { indicator: { kind: 'bad-total', bad: other, total: other } }));
    expect(scenario.lastStatus).toMatchObject({ bad: 0, total: 0 });
  });

  it('ignores a definition that is older than the one it has', () => {
    const scenario = new Scenario(start).define(availability({ version: 3 }));
    scenario.define(availability({ version: 2 }, { target: '0.5' }));
    expect(scenario.state.objectives.get('availability')?.definition.version).toBe(3);
  });

  it('resolves open episodes when the objective is retired', () => {
    const scenario = new Scenario(start - hour)
      .define(availability())
      .traffic(start, 200, 0)
      .traffic(start + minute, 200, 100);
    scenario.define(availability({ version: 2, deleted: true }));
    const alert = scenario.outputs.at(-1)?.alerts[0];
    expect(alert).toMatchObject({ change: 'resolved', reason: 'objective retired' });
    expect(scenario.lastStatus).toMatchObject({ retired: true });
  });

  it('leaves memory flat after what no window can reach', () => {
    const scenario = new Scenario(start).define(availability({}, { periodMs: day, tiers: [] }));
    const sizes = [2, 4].map((days) => {
      scenario.traffic(start + days * day, 10, 0);
      return [...(scenario.state.objectives.get('availability')?.series.pageNames() ?? [])].length;
    });
    expect(sizes[1]).toBeLessThanOrEqual((sizes[0] ?? 0) + 3);
  });

  it('counts the deltas of a cumulative counter across a restart of its publisher', () => {
    const counter = (time: number, value: number, began: number, outcome: string) =>
      ({
        kind: 'counter',
        name: 'calls',
        labels: { outcome },
        temporality: 'cumulative',
        start: began,
        time,
        value,
      }) as const;
    const bad = { name: 'calls', match: [{ label: 'outcome', op: '=' as const, value: 'error' }] };
    const indicator = { kind: 'bad-total' as const, bad, total: { name: 'calls', match: [] } };
    const scenario = new Scenario(start).define(availability({}, { indicator }));
    scenario.send(counter(start + 1000, 90, start, 'ok'), counter(start + 1000, 10, start, 'error'));
    scenario.send(counter(start + 2000, 180, start, 'ok'), counter(start + 2000, 20, start, 'error'));
    scenario.send(counter(start + 2000, 180, start, 'ok'));
    scenario.send(counter(start + 5000, 5, start + 4000, 'ok'), counter(start + 5000, 1, start + 4000, 'error'));
    scenario.advanceTo(start + 10 * second);
    expect(scenario.lastStatus).toMatchObject({ bad: 21, total: 206 });
  });

  it('counts replicas apart that send the same series, each from its own start', () => {
    const counter = (time: number, value: number, began: number) =>
      ({ kind: 'counter', name: 'calls', labels: {}, temporality: 'cumulative', start: began, time, value }) as const;
    const calls = { name: 'calls', match: [] };
    const indicator = { kind: 'good-total' as const, good: calls, total: calls };
    const scenario = new Scenario(start).define(availability({}, { indicator }));
    for (let i = 1; i <= 5; i++)
      scenario.send(counter(start + i * second, 10 * i, start + 1), counter(start + i * second, 100 * i, start + 2));
    scenario.advanceTo(start + 10 * second);
    expect(scenario.lastStatus).toMatchObject({ total: 550 });
  });

  it('goes on numbering when an objective is retired and defined again', () => {
    const scenario = new Scenario(start - hour).define(availability()).traffic(start, 10, 9);
    const revision = scenario.lastStatus?.revision ?? 0;
    scenario.define(availability({ version: 2, deleted: true }));
    expect(scenario.lastStatus).toMatchObject({ retired: true, revision: revision + 1 });
    scenario.define(availability({ version: 3 })).traffic(start + minute, 10, 9);
    expect(scenario.lastStatus).toMatchObject({ retired: false });
    expect(scenario.lastStatus?.revision).toBeGreaterThan(revision + 1);
    expect(scenario.alerts.at(-1)).toMatch(/ 2\.\d+ (opened|tier) /);
  });
});
