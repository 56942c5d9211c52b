import { none } from './evaluate.js';
import type { Transition } from './service-budgets.js';

/** One incident of one objective, as it was last published. Times are ms UTC. */
export interface Episode {
  readonly number: number;
  readonly revision: number;
  readonly state: 'open' | 'resolved' | 'retracted';
  /** the end of the first window that fired */
  readonly since: number;
  /** the end at which nothing fired any more */
  readonly until?: number | undefined;
  /** place of the tier that leads, or led last */
  readonly tier: number;
}

export type Change = 'opened' | 'tier' | 'revised' | 'retracted' | 'resolved';

/** A new revision of an episode. */
export interface Revision {
  readonly change: Change;
  readonly episode: Episode;
  /** the end at which it was decided, ms UTC */
  readonly at: number;
}

/** An unbroken stretch in which some tier fired. */
interface Run {
  readonly since: number;
  readonly until?: number | undefined;
  readonly tier: number;
  /** when the leading tier last changed, ms UTC */
  readonly tierSince: number;
}

/** The stretches that the transitions show, in order; the last may still be open. */
function runsOf(transitions: readonly Transition[]): Run[] {
  const runs: Run[] = [];
  let open: Run | undefined;
  for (const { end, tier } of transitions) {
    if (tier !== none) open = open ? { ...open, tier, tierSince: end } : { since: end, tier, tierSince: end };
    else if (open) {
      runs.push({ ...open, until: end });
      open = undefined;
    }
  }
  return open ? [...runs, open] : runs;
}

const overlaps = (run: Run, { since, until = Infinity }: Episode): boolean =>
  run.since <= until && since <= (run.until ?? Infinity);

/**
 * Holds what was published against what the counts now show, and says what must be published to make them agree: late
 * events change the past in public, never silently.
 *
 * @param episodes - those that late events may still touch, in order
 * @param numbered - how many episodes the objective has had
 */
export function reconcile(
  episodes: readonly Episode[],
  transitions: readonly Transition[],
  { numbered, now }: { numbered: number; now: number },
): { revisions: Revision[]; episodes: Episode[]; numbered: number } {
  const left = runsOf(transitions);
  const revisions: Revision[] = [];
  const kept = episodes.map((episode) => {
    const match = left.findIndex((run) => overlaps(run, episode));
    const [run] = match < 0 ? [] : left.splice(match, 1);
    const revised = run ? follow(episode, run, now) : retract(episode, now);
    revisions.push(...revised);
    return revised.at(-1)?.episode ?? episode;
  });
  let count = numbered;
  for (const run of left) {
    const opened = open(run, ++count);
    revisions.push(...opened);
    const last = opened.at(-1)?.episode;
    if (last) kept.push(last);
  }
  return { revisions, episodes: kept, numbered: count };
}

function open({ since, until, tier, tierSince }: Run, number: number): Revision[] {
  const episode: Episode = { number, revision: 1, state: 'open', since, tier };
  const opened: Revision = { change: 'opened', episode, at: until === undefined ? tierSince : since };
  if (until === undefined) return [opened];
  return [opened, { change: 'resolved', episode: { ...episode, revision: 2, state: 'resolved', until }, at: until }];
}

function follow(episode: Episode, { since, until, tier, tierSince }: Run, now: number): Revision[] {
  const state = until === undefined ? 'open' : 'resolved';
  const change = changeOf(episode, { since, state, tier });
  if (!change) return [];
  const at = change === 'tier' ? tierSince : change === 'resolved' ? (until ?? now) : now;
  return [{ change, at, episode: { ...episode, revision: episode.revision + 1, state, since, until, tier } }];
}

function changeOf(episode: Episode, next: Pick<Episode, 'since' | 'state' | 'tier'>): Change | undefined {
  if (episode.state === 'open' && next.state === 'resolved') return 'resolved';
  if (episode.state !== next.state || episode.since !== next.since) return 'revised';
  return next.state === 'open' && episode.tier !== next.tier ? 'tier' : undefined;
}

const retract = (episode: Episode, now: number): Revision[] =>
  episode.state === 'retracted'
    ? []
    : [{ change: 'retracted', at: now, episode: { ...episode, revision: episode.revision + 1, state: 'retracted' } }];
