import { describe, expect, it } from '@jest/globals';

import { objectiveSpec } from '@roadworthy/contracts';

import { parseDocuments } from './parse-documents.js';
import { readOpenSlo } from './read-open-slo.js';

const availability = `
apiVersion: openslo/v1
kind: SLO
metadata:
  name: availability
  displayName: Stories answer
spec:
  description: Requests for a story that are answered
  service: story-api
  budgetingMethod: Occurrences
  timeWindow:
    - duration: 30d
      isRolling: true
  objectives:
    - target: 0.999
  indicator:
    metadata:
      name: answered
    spec:
      ratioMetric:
        counter: true
        bad:
          metricSource:
            type: Roadworthy
            spec:
              selector: http_requests{status=~"5.."}
        total:
          metricSource:
            type: Roadworthy
            spec:
              selector: http_requests
`;

const latency = `
apiVersion: openslo/v1
kind: SLO
metadata:
  name: latency
  annotations:
    roadworthy.tiers: |
      fast page 14.4 over 1h/5m
      slow ticket 2 over 6h/30m
    roadworthy.bound: 5s
    roadworthy.idle: 1m
    roadworthy.grace: 1h
    example.com/owner: stories
spec:
  service: story-api
  budgetingMethod: Occurrences
  timeWindow:
    - duration: 4w
      isRolling: true
  objectives:
    - displayName: Fast
      op: lte
      value: 0.5
      targetPercent: 95
  indicator:
    spec:
      thresholdMetric:
        metricSource:
          type: Roadworthy
          spec:
            selector: http.server.request.duration{http.route="/stories"}
`;

const ratio = '/spec/indicator/spec/ratioMetric';
const notes = '/metadata/annotations/roadworthy';

/** Reads a text after replacing one part of it, which must be there. */
function read(text: string, from = '', to = '') {
  if (!text.includes(from)) throw new Error(`${from} is not in the text`);
  return readOpenSlo(parseDocuments(text.replace(from, to))[0]);
}

function problemsOf(text: string, from: string, to: string) {
  const reading = read(text, from, to);
  return reading.kind === 'refused' ? reading.problems : [];
}

describe('readOpenSlo', () => {
  it('reads a ratio of bad events with the default tiers', () => {
    expect(read(availability)).toMatchObject({
      kind: 'objective',
      service: 'story-api',
      objective: 'availability',
      spec: {
        displayName: 'Stories answer',
        description: 'Requests for a story that are answered',
        indicator: {
          kind: 'bad-total',
          bad: { name: 'http_requests', match: [{ label: 'status', op: '=~', value: '5..' }] },
          total: { name: 'http_requests', match: [] },
        },
        target: '0.999',
        periodMs: 2_592_000_000,
        tiers: [{ name: 'fast' }, { name: 'slow' }, { name: 'day' }, { name: 'drift' }],
        boundMs: 10_000,
        idleMs: 30_000,
        graceMs: 600_000,
      },
    });
  });

  it('reads a threshold with tiers and times of its own', () => {
    expect(read(latency)).toEqual({
      kind: 'objective',
      service: 'story-api',
      objective: 'latency',
      spec: {
        displayName: 'Fast',
        description: '',
        indicator: {
          kind: 'threshold',
          source: {
            name: 'http.server.request.duration',
            match: [{ label: 'http.route', op: '=', value: '/stories' }],
          },
          op: 'lte',
          threshold: 0.5,
        },
        target: '0.95',
        periodMs: 2_419_200_000,
        tiers: [
          { name: 'fast', severity: 'page', factor: { num: 72, den: 5 }, longMs: 3_600_000, shortMs: 300_000 },
          { name: 'slow', severity: 'ticket', factor: { num: 2, den: 1 }, longMs: 21_600_000, shortMs: 1_800_000 },
        ],
        boundMs: 5_000,
        idleMs: 60_000,
        graceMs: 3_600_000,
      },
    });
  });

  it.each([availability, latency])('yields what the contract accepts', (text) => {
    const reading = read(text);
    expect(objectiveSpec.safeParse(reading.kind === 'objective' && reading.spec).error).toBeUndefined();
  });

  it('reads good events', () => {
    expect(read(availability, 'bad:', 'good:')).toMatchObject({ spec: { indicator: { kind: 'good-total' } } });
  });

  it('reads 99.9 percent and 0.999 alike', () => {
    expect(read(availability, 'target: 0.999', 'targetPercent: 99.9')).toEqual(read(availability));
  });

  it('takes no tiers where the document says none', () => {
    const reading = read(availability, 'displayName: Stories answer', 'annotations: { roadworthy.tiers: none }');
    expect(reading).toMatchObject({ kind: 'objective', spec: { tiers: [] } });
  });

  it('reads a service', () => {
    expect(
      readOpenSlo({ apiVersion: 'openslo/v1', kind: 'Service', metadata: { name: 'Story.API' }, spec: {} }),
    ).toEqual({ kind: 'service', service: 'Story.API', displayName: 'Story.API', description: '' });
  });

  it.each([
    { from: 'target: 0.999', to: 'target: 1', pointer: '/spec/objectives/0/target', says: 'in (0, 1), got 1' },
    { from: 'target: 0.999', to: 'target: 0', pointer: '/spec/objectives/0/target', says: 'in (0, 1), got 0' },
    { from: 'target: 0.999', to: 'target: -0.5', pointer: '/spec/objectives/0/target', says: 'got -0.5' },
    { from: 'target: 0.999', to: 'targetPercent: 100', pointer: '/spec/objectives/0/targetPercent', says: 'got 100' },
    {
      from: 'target: 0.999',
      to: 'target: 0.9999999999',
      pointer: '/spec/objectives/0/target',
      says: '9 decimal places',
    },
    { from: 'target: 0.999', to: 'displayName: A', pointer: '/spec/objectives/0', says: 'got neither' },
    {
      from: 'target: 0.999',
      to: 'target: 0.9\n      targetPercent: 90',
      pointer: '/spec/objectives/0',
      says: 'got both',
    },
    {
      from: 'target: 0.999',
      to: 'target: "0.999"',
      pointer: '/spec/objectives/0/target',
      says: 'must be a number, got "0.999"',
    },
    {
      from: 'target: 0.999',
      to: 'target: .nan',
      pointer: '/spec/objectives/0/target',
      says: 'must be a number, got NaN',
    },
    {
      from: 'target: 0.999',
      to: 'target: 0.9',
      pointer: '/spec/objectives/0',
      says: 'default tier fast can never fire',
    },
    {
      from: 'target: 0.999',
      to: 'target: 0.9\n      op: lt',
      pointer: '/spec/objectives/0/op',
      says: 'thresholdMetric',
    },
    { from: 'target: 0.999', to: 'target: 0.9\n    - target: 0.8', pointer: '/spec/objectives', says: 'exactly one' },
    { from: 'service: story-api', to: 'service: -x', pointer: '/spec/service', says: 'a service is' },
    { from: 'name: availability', to: 'name: Avail.ability', pointer: '/metadata/name', says: 'RFC 1123' },
    { from: 'openslo/v1', to: 'openslo/v1alpha', pointer: '/apiVersion', says: 'openslo/v1' },
    { from: 'kind: SLO', to: 'kind: DataSource', pointer: '/kind', says: 'Service or SLO, got "DataSource"' },
    { from: 'Occurrences', to: 'Timeslices', pointer: '/spec/budgetingMethod', says: 'must be Occurrences' },
    { from: '30d', to: '1M', pointer: '/spec/timeWindow/0/duration', says: '1h to 90d in m, h, d or w, got 1M' },
    { from: '30d', to: '91d', pointer: '/spec/timeWindow/0/duration', says: 'got 91d' },
    { from: '30d', to: '59m', pointer: '/spec/timeWindow/0/duration', says: 'got 59m' },
    { from: '30d', to: '1d', pointer: '/spec/timeWindow/0/duration', says: 'no default tiers' },
    { from: 'isRolling: true', to: 'isRolling: false', pointer: '/spec/timeWindow/0/isRolling', says: 'rolling' },
    { from: 'isRolling: true', to: 'calendar: {}', pointer: '/spec/timeWindow/0/calendar', says: 'rolling' },
    {
      from: 'type: Roadworthy',
      to: 'type: Prometheus',
      says: 'of type Roadworthy',
      pointer: `${ratio}/bad/metricSource/type`,
    },
    { from: '"5.."', to: '"("', says: 'missing closing', pointer: `${ratio}/bad/metricSource/spec/selector` },
    { from: 'counter: true', to: '', says: 'counter must be true or false, got nothing', pointer: `${ratio}/counter` },
    {
      from: 'counter: true',
      to: 'counter: true\n        rawType: success',
      says: 'good and total',
      pointer: `${ratio}/rawType`,
    },
    {
      from: 'budgetingMethod',
      to: 'alertPolicies: [a]\n  budgetingMethod',
      says: 'roadworthy.tiers',
      pointer: '/spec/alertPolicies',
    },
    {
      from: 'budgetingMethod',
      to: 'a/b~c: 1\n  budgetingMethod',
      says: 'unknown field "a/b~c", got 1',
      pointer: '/spec/a~1b~0c',
    },
  ])('refuses $to at $pointer', ({ from, to, pointer, says }) => {
    expect(problemsOf(availability, from, to)).toContainEqual({ pointer, message: expect.stringContaining(says) });
  });

  it.each([
    { from: 'op: lte', to: '', pointer: '/spec/objectives/0/op', says: 'lt, lte, gt or gte' },
    {
      from: 'op: lte',
      to: 'op: eq',
      pointer: '/spec/objectives/0/op',
      says: 'op must be one of "lt", "lte", "gt", "gte", got "eq"',
    },
    { from: 'value: 0.5', to: '', pointer: '/spec/objectives/0/value', says: 'value to compare' },
    {
      from: 'roadworthy.bound',
      to: 'roadworthy.bond',
      pointer: `${notes}.bond`,
      says: 'must be one of roadworthy.bound',
    },
    {
      from: 'bound: 5s',
      to: 'bound: 5',
      pointer: '/metadata/annotations/roadworthy.bound',
      says: 'roadworthy.bound must be a string, got 5',
    },
    { from: 'grace: 1h', to: 'grace: 8d', pointer: `${notes}.grace`, says: 'from 1s to 168h, got 8d' },
    { from: 'fast page 14.4', to: 'fast page 20', pointer: `${notes}.tiers`, says: 'tier fast can never fire' },
    { from: 'slow ticket 2', to: 'slow ticket 0.9', pointer: `${notes}.tiers`, says: 'factor below 1' },
    { from: 'slow ticket 2', to: 'fast ticket 2', pointer: `${notes}.tiers`, says: 'named twice' },
    { from: 'over 6h/30m', to: 'over 29d/30m', pointer: `${notes}.tiers`, says: 'longer than the period of 4w' },
    { from: 'over 6h/30m', to: 'over 6h/6h', pointer: `${notes}.tiers`, says: 'shorter than 6h' },
    { from: 'over 6h/30m', to: 'for 6h/30m', pointer: `${notes}.tiers`, says: 'line 2: must be "<name>' },
  ])('refuses $to at $pointer', ({ from, to, pointer, says }) => {
    expect(problemsOf(latency, from, to)).toContainEqual({ pointer, message: expect.stringContaining(says) });
  });

  it.each([undefined, null, 'text', 7, [], {}])('refuses %p as a document', (document) => {
    expect(readOpenSlo(document)).toMatchObject({ kind: 'refused' });
  });

  it('tells everything that is wrong at once', () => {
    const reading = read(latency.replace('op: lte', '').replace('targetPercent: 95', 'targetPercent: 100'));
    expect(reading.kind === 'refused' && reading.problems.map(({ pointer }) => pointer)).toEqual([
      '/spec/objectives/0/op',
      '/spec/objectives/0/targetPercent',
    ]);
  });
});
