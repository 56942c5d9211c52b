import type { Alert } from '@roadworthy/contracts';
import { burnRate } from '@roadworthy/slo';

import type { Revision } from './episodes.js';
import { type ObjectiveState, watermarkOf } from './service-budgets.js';
import { instant } from './status.js';

type Proof = Alert['proof'];

/** The counts that decided, as integers, for both windows of the tier. */
function proofOf(objective: ObjectiveState, tier: number, end: number): Proof {
  const { definition, series, budget } = objective;
  const burnTier = definition.spec.tiers[tier];
  const watermark = watermarkOf(objective);
  const windows = burnTier
    ? [burnTier.longMs, burnTier.shortMs].map((ms) => {
        const counts = series.window(end, ms);
        const threshold = burnTier.factor.num / burnTier.factor.den;
        return {
          name: burnTier.name,
          from: instant(end - ms),
          to: instant(end),
          ...counts,
          burnRate: burnRate(counts, budget),
          threshold,
        };
      })
    : [];
  return {
    windows,
    ...(watermark !== undefined && { watermark: instant(watermark) }),
    definitionVersion: definition.version,
  };
}

/** One revision of an episode, in the contract that all services' alerts share. */
export function alertOf(objective: ObjectiveState, { change, episode, at }: Revision, reason?: string): Alert {
  const { tenant, service, objective: name, spec } = objective.definition;
  const tier = spec.tiers[episode.tier];
  const watermark = watermarkOf(objective);
  const proof = proofOf(objective, episode.tier, at);
  return {
    tenant,
    alert: `${service}/${name}/burn-rate`,
    kind: 'burn-rate',
    service,
    subject: name,
    episode: episode.number,
    revision: episode.revision,
    change,
    state: episode.state,
    severity: tier?.severity ?? 'ticket',
    ...(tier && { tier: tier.name }),
    at: instant(at),
    since: instant(episode.since),
    provisional: watermark === undefined || watermark < at,
    summary: summaryOf(`${service} ${name}`, { change, proof, reason }),
    ...(reason !== undefined && { reason }),
    proof,
    links: { status: `/v1/slos/${service}.${name}/status`, explain: `/v1/slos/${service}.${name}/explain` },
  };
}

function summaryOf(
  subject: string,
  { change, proof, reason }: { change: Revision['change']; proof: Proof; reason: string | undefined },
): string {
  const [long] = proof.windows;
  if (change === 'retracted') return `${subject}: retracted, late events show that nothing fired`;
  if (reason !== undefined) return `${subject}: resolved, ${reason}`;
  if (!long) return `${subject}: ${change}`;
  const minutes = (Date.parse(long.to) - Date.parse(long.from)) / 60_000;
  const burn = `${long.bad} bad of ${long.total} in ${minutes} min burn ${long.burnRate.toFixed(2)}x the budget`;
  return change === 'resolved' ? `${subject}: resolved, ${burn}` : `${subject}: ${burn}, above ${long.threshold}x`;
}
