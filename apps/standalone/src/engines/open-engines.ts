import type { Settings } from '../settings.js';
import { openEmbeddedEngines } from './embedded-engines.js';
import type { Engines } from './engines.js';

/** The engines that the settings ask for. */
export function openEngines(settings: Settings): Promise<Engines> {
  return openEmbeddedEngines(settings);
}
