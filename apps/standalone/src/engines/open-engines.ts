import type { Logger } from '@roadworthy/telemetry';

import type { Settings } from '../settings.js';
import { clusterOf, openClusterEngines } from './cluster-engines.js';
import { openEmbeddedEngines } from './embedded-engines.js';
import type { Engines } from './engines.js';

/** The engines that the settings ask for. */
export function openEngines(settings: Settings, logger: Logger): Promise<Engines> {
  const cluster = clusterOf(settings);
  return cluster ? openClusterEngines(cluster, settings, logger) : openEmbeddedEngines(settings);
}
