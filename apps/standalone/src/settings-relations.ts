import { openDoor } from '@roadworthy/http';

import type { Settings } from './settings.js';

const clusterNames = ['KAFKA_BROKERS', 'REDIS_URL', 'MONGO_URL'] as const;

/** What is wrong with settings that are each well-formed: an engine without the others, a door without a key. */
export function relationComplaints(settings: Settings): readonly string[] {
  const {
    HOST: host,
    RW_ROOT_KEY: rootKey,
    RW_OIDC_ISSUER: tokens,
    RW_OIDC_AUDIENCE,
    RW_ROLE,
    KAFKA_BROKERS,
  } = settings;
  const missing = clusterNames.filter((name) => settings[name] === undefined);
  const [present] = clusterNames.filter((name) => settings[name] !== undefined);
  const engines =
    present === undefined
      ? []
      : missing.map((name) => `${name}: needed where ${present} is set, as a cluster needs ${all}, got nothing`);
  const role =
    present === undefined && RW_ROLE !== 'all'
      ? [`RW_ROLE: must be "all" unless ${all} are set, as one role alone needs a cluster, got "${RW_ROLE}"`]
      : [];
  const door = openDoor({ host, rootKey, tokens, isCluster: KAFKA_BROKERS !== undefined });
  const issuer =
    (tokens === undefined) === (RW_OIDC_AUDIENCE === undefined)
      ? []
      : [
          tokens === undefined
            ? needs('RW_OIDC_ISSUER', 'RW_OIDC_AUDIENCE')
            : needs('RW_OIDC_AUDIENCE', 'RW_OIDC_ISSUER'),
        ];
  return [...engines, ...role, ...issuer, ...(door === undefined ? [] : [door])];
}

const needs = (missing: string, present: string): string => `${missing}: needed where ${present} is set, got nothing`;

const all = `${clusterNames.slice(0, -1).join(', ')} and ${clusterNames.at(-1)}`;
