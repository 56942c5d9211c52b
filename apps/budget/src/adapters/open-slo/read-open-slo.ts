import type { ObjectiveSpec } from '@roadworthy/contracts';
import { houseForm } from '@roadworthy/http/messages';

import { decimalOf, fractionOf } from './decimal.js';
import { durationMs } from './duration.js';
import {
  openSloHead,
  openSloService,
  openSloSlo,
  type OpenSloObjective,
  type OpenSloSlo,
} from './open-slo-document.js';
import { type Problem, Problems } from './problems.js';
import { checkNames, readTiers, readTiming } from './read-annotations.js';
import { readIndicator } from './read-indicator.js';

/** What one OpenSLO document says, or everything that keeps it from being used. */
export type OpenSloReading =
  | { readonly kind: 'objective'; readonly service: string; readonly objective: string; readonly spec: ObjectiveSpec }
  | { readonly kind: 'service'; readonly service: string; readonly displayName: string; readonly description: string }
  | { readonly kind: 'refused'; readonly problems: readonly Problem[] };

/**
 * Reads a document of OpenSLO v1 of kind Service or SLO.
 *
 * @param document - as parsed from YAML or JSON
 */
export function readOpenSlo(document: unknown): OpenSloReading {
  const problems = new Problems();
  const head = openSloHead.safeParse(document, houseForm);
  if (!head.success) problems.addIssues(head.error, document);
  const read =
    head.success && (head.data.kind === 'SLO' ? readSlo(document, problems) : readService(document, problems));
  return read && problems.found.length === 0 ? read : { kind: 'refused', problems: problems.found };
}

function readService(document: unknown, problems: Problems): OpenSloReading | undefined {
  const { success, data, error } = openSloService.safeParse(document, houseForm);
  if (!success) return problems.addIssues(error, document);
  const { metadata, spec } = data;
  return {
    kind: 'service',
    service: metadata.name,
    displayName: metadata.displayName ?? metadata.name,
    description: spec.description ?? '',
  };
}

function readSlo(document: unknown, problems: Problems): OpenSloReading | undefined {
  const { success, data, error } = openSloSlo.safeParse(document, houseForm);
  if (!success) return problems.addIssues(error, document);
  const { metadata, spec } = data;
  const [objective] = spec.objectives;
  if (!objective) return undefined;
  const { annotations = {} } = metadata;
  checkNames(annotations, problems);
  const indicator = readIndicator(spec.indicator, objective, problems);
  const target = readTarget(objective, problems);
  const periodMs = readPeriod(spec, problems);
  const tiers = readTiers(annotations, { target, periodMs }, problems);
  const timing = readTiming(annotations, problems);
  if (!indicator || target === undefined || periodMs === undefined) return undefined;
  const { displayName = objective.displayName ?? metadata.name } = metadata;
  const { description = '' } = spec;
  return {
    kind: 'objective',
    service: spec.service,
    objective: metadata.name,
    spec: { displayName, description, indicator, target, periodMs, tiers, ...timing },
  };
}

const maxPlaces = 9;

/** @returns a decimal string in (0, 1), the same for 99.9 percent and for 0.999 */
function readTarget({ target, targetPercent }: OpenSloObjective, problems: Problems): string | undefined {
  const at = ['spec', 'objectives', 0];
  if ((target === undefined) === (targetPercent === undefined))
    return problems.add(at, `either target or targetPercent, got ${target === undefined ? 'neither' : 'both'}`);
  const share = target === undefined ? decimalOf(targetPercent ?? 0, -2) : decimalOf(target);
  const range = target === undefined ? 'targetPercent must be in (0, 100)' : 'target must be in (0, 1)';
  const place = [...at, target === undefined ? 'targetPercent' : 'target'];
  const { num, den } = fractionOf(share.replace('-', ''));
  if (share.startsWith('-') || num <= 0n || num >= den)
    return problems.add(place, `${range}, got ${target ?? targetPercent}`);
  if (share.length > '0.'.length + maxPlaces)
    return problems.add(place, `a target has at most ${maxPlaces} decimal places as a share, got ${share}`);
  return share;
}

const hourMs = 3_600_000;
const maxPeriodMs = 90 * 24 * hourMs;

function readPeriod({ timeWindow: [window] }: OpenSloSlo['spec'], problems: Problems): number | undefined {
  const ms = durationMs(window?.duration ?? '');
  if (ms !== undefined && ms >= hourMs && ms <= maxPeriodMs) return ms;
  return problems.add(
    ['spec', 'timeWindow', 0, 'duration'],
    `a period is 1h to 90d in m, h, d or w, got ${window?.duration}`,
  );
}
