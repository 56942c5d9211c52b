import { settleHeap } from './small-heap.js';
import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { JsonLogger, Telemetry } from '@roadworthy/telemetry';
import closeWithGrace from 'close-with-grace';

import { Composition } from './composition.js';
import { prepareDataFolder } from './data-folder.js';
import { openEngines } from './engines/open-engines.js';
import { checkPlace, PortInUseError } from './own-address.js';
import { prepareTopics } from './prepare-topics.js';
import { readSettings, type Settings, SettingsError } from './settings.js';
import { silentServers } from './silent-servers.js';
import { metricsAddress, ownDoor, tracesAddress } from './telemetry-addresses.js';
import { welcome } from './welcome.js';

const invalidSettings = 2;
const longestCloseMs = 30_000;
const patienceMs = 5_000;

const say = (text: string): boolean => process.stderr.write(`roadworthy: ${text}\n`);

function fail(message: string, error: unknown): never {
  if (error instanceof SettingsError) {
    for (const complaint of error.complaints) say(complaint);
    process.exit(invalidSettings);
  }
  say(
    error instanceof PortInUseError ? error.message : `${message}: ${error instanceof Error ? error.message : error}`,
  );
  process.exit(1);
}

async function checkedSettings(): Promise<Settings> {
  const settings = readSettings(process.env);
  if (settings.RW_ROLE !== 'topics') await checkPlace(settings);
  if (settings.KAFKA_BROKERS === undefined) prepareDataFolder(settings.RW_DATA_DIR);
  return settings;
}

const settings = await checkedSettings().catch((error: unknown) => fail('settings cannot be followed', error));
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const logger = JsonLogger.create(settings.RW_LOG_LEVEL);

/** Filled while the process listens: its own metrics go nowhere before and after. */
const listening: { port?: number } = {};
const elsewhere = metricsAddress(settings);
const { RW_ROOT_KEY: key } = settings;
const telemetry = Telemetry.start({
  service: 'roadworthy',
  version,
  instance: randomUUID(),
  exportIntervalMs: settings.RW_TELEMETRY_MS,
  metricsUrl: () => elsewhere ?? ownDoor(settings, listening.port),
  ...(elsewhere === undefined && key !== undefined && { metricsHeaders: { authorization: `Bearer ${key}` } }),
  tracesUrl: tracesAddress(settings),
});

/** Whoever starts before its servers waits for them; a person must see for which. */
async function nameSilentServers(): Promise<void> {
  for (const name of await silentServers(settings)) say(`${name}: nothing answers there yet, still waiting`);
}

const impatience = setTimeout(() => void nameSilentServers(), patienceMs);
const engines = await openEngines(settings, logger).catch((error: unknown) => fail('engines cannot be opened', error));
await prepareTopics(engines.log, settings).catch((error: unknown) => fail('topics are not as they must be', error));
if (settings.RW_ROLE === 'topics') {
  await engines.close();
  process.exit(0);
}

const composition = await Composition.create(settings, {
  engines,
  logger,
  telemetry,
  version,
  onFatal: (error) => {
    logger.error('a processor cannot go on, the process ends', { error });
    process.exitCode = 1;
    process.kill(process.pid, 'SIGTERM');
  },
});
closeWithGrace({ delay: longestCloseMs, logger: false }, async ({ err }) => {
  if (err) logger.error('unexpected error, the process ends', { error: err });
  await composition.stop();
  delete listening.port;
  await telemetry.stop();
  await engines.close();
  // The library would end with 0 after a signal, also one that a processor's end has sent.
  if (process.exitCode !== undefined) process.exit();
});
listening.port = await composition.start().catch((error: unknown) => fail('cannot start', error));
clearTimeout(impatience);
settleHeap({ isEmbedded: settings.KAFKA_BROKERS === undefined });
process.stdout.write(welcome({ ...settings, PORT: listening.port }, process.uptime()));
