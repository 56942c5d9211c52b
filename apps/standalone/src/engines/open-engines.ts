import type { Logger } from '@roadworthy/telemetry';

import type { Settings } from '../settings.js';
import { clusterOf } from './cluster-addresses.js';
import type { Engines } from './engines.js';

/** The engines that the settings ask for; the others are not even loaded. */
export async function openEngines(settings: Settings, logger: Logger): Promise<Engines> {
  const cluster = clusterOf(settings);
  if (!cluster) return (await import('./embedded-engines.js')).openEmbeddedEngines(settings);
  return (await import('./cluster-engines.js')).openClusterEngines(cluster, settings, logger);
}
