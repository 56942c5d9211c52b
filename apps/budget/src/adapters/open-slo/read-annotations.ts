import type { BurnTier } from '@roadworthy/contracts';

import { durationMs } from './duration.js';
import type { Problems } from './problems.js';
import { defaultTiers, firesOnHealthy, lintTier, minDefaultPeriodMs, parseTier } from './tiers.js';

const prefix = 'roadworthy.';
const at = (name: string) => ['metadata', 'annotations', `${prefix}${name}`] as const;

interface TimeRule {
  readonly fallbackMs: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** How event time is treated, by annotation; the defaults are those of a service that sends as it measures. */
const times = {
  bound: { fallbackMs: 10_000, minMs: 1_000, maxMs: 3_600_000 },
  idle: { fallbackMs: 30_000, minMs: 1_000, maxMs: 86_400_000 },
  grace: { fallbackMs: 600_000, minMs: 1_000, maxMs: 604_800_000 },
} as const satisfies Record<string, TimeRule>;

const known = new Set([...Object.keys(times), 'tiers']);
const maxTiers = 8;

export type Annotations = Readonly<Record<string, string>>;

export interface Timing {
  readonly boundMs: number;
  readonly idleMs: number;
  readonly graceMs: number;
}

/** Annotations of other tools are theirs; a name of ours that nobody reads is a slip of the pen. */
export function checkNames(annotations: Annotations, problems: Problems): void {
  for (const key of Object.keys(annotations))
    if (key.startsWith(prefix) && !known.has(key.slice(prefix.length)))
      problems.add(['metadata', 'annotations', key], `must be one of ${[...known].map((n) => prefix + n).join(', ')}`);
}

export function readTiming(annotations: Annotations, problems: Problems): Timing {
  const read = (name: keyof typeof times): number => {
    const { fallbackMs, minMs, maxMs } = times[name];
    const text = annotations[`${prefix}${name}`];
    if (text === undefined) return fallbackMs;
    const ms = durationMs(text);
    if (ms !== undefined && ms >= minMs && ms <= maxMs) return ms;
    problems.add(at(name), `must be a duration from 1s to ${maxMs / 3_600_000}h, got ${text}`);
    return fallbackMs;
  };
  return { boundMs: read('bound'), idleMs: read('idle'), graceMs: read('grace') };
}

interface Place {
  /** `undefined` where the document did not give a usable one; what depends on it is then not judged */
  readonly target: string | undefined;
  readonly periodMs: number | undefined;
}

/** The tiers that a document names, one a line, or the default ones of its period. */
export function readTiers(annotations: Annotations, place: Place, problems: Problems): BurnTier[] {
  const text = annotations[`${prefix}tiers`];
  if (text === undefined) return usualTiers(place, problems);
  if (text.trim() === 'none') return [];
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 1 || lines.length > maxTiers)
    problems.add(at('tiers'), `must be 1 to ${maxTiers} lines or none, got ${lines.length} lines`);
  const tiers = lines.flatMap((line, i) => {
    const tier = parseTier(line);
    if (!tier) problems.add(at('tiers'), `line ${i + 1}: must be ${tierForm}, got ${line.trim()}`);
    return tier ?? [];
  });
  lintNamedTiers(tiers, place, problems);
  return tiers;
}

const tierForm = '"<name> <page|ticket> <factor> over <long window>/<short window>", as in "fast page 14.4 over 1h/5m"';

function usualTiers({ target, periodMs }: Place, problems: Problems): BurnTier[] {
  if (periodMs === undefined) return [];
  if (periodMs < minDefaultPeriodMs) {
    problems.add(
      ['spec', 'timeWindow', 0, 'duration'],
      'a period below 4d has no default tiers: name them in the annotation roadworthy.tiers, or write none there',
    );
    return [];
  }
  const tiers = defaultTiers(periodMs);
  if (target !== undefined)
    for (const tier of tiers)
      for (const complaint of lintTier(tier, { target, periodMs }))
        problems.add(
          ['spec', 'objectives', 0],
          `the default tier ${tier.name} ${complaint}; name tiers that fit in the annotation roadworthy.tiers`,
        );
  return tiers;
}

function lintNamedTiers(tiers: readonly BurnTier[], { target, periodMs }: Place, problems: Problems): void {
  const seen = new Set<string>();
  for (const tier of tiers) {
    const complain = (complaint: string) => problems.add(at('tiers'), `tier ${tier.name} ${complaint}`);
    if (seen.has(tier.name)) complain('is named twice');
    seen.add(tier.name);
    if (firesOnHealthy(tier)) complain('has a factor below 1, so it would fire on a healthy service');
    if (target !== undefined && periodMs !== undefined) lintTier(tier, { target, periodMs }).forEach(complain);
  }
}
