import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';

import { openDoor } from '@roadworthy/http';
import { JsonLogger, Telemetry } from '@roadworthy/telemetry';
import closeWithGrace from 'close-with-grace';

import { Composition } from './composition.js';
import { openEngines } from './engines/open-engines.js';
import { prepareTopics } from './prepare-topics.js';
import { readSettings, type Settings, SettingsError } from './settings.js';
import { metricsAddress, ownDoor, tracesAddress } from './telemetry-addresses.js';
import { welcome } from './welcome.js';

const invalidSettings = 2;
const longestCloseMs = 30_000;

function settingsOrExit(): Settings {
  try {
    const settings = readSettings(process.env);
    const { HOST: host, RW_ROOT_KEY: rootKey, KAFKA_BROKERS } = settings;
    const problem = openDoor({ host, rootKey, isCluster: KAFKA_BROKERS !== undefined });
    if (problem !== undefined) throw new SettingsError([problem]);
    return settings;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    for (const complaint of error.complaints) process.stderr.write(`roadworthy: ${complaint}\n`);
    process.exit(invalidSettings);
  }
}

const settings = settingsOrExit();
const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const logger = JsonLogger.create(settings.RW_LOG_LEVEL);
const fail = (message: string, error: unknown): never => {
  process.stderr.write(`roadworthy: ${message}: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
};

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
  ...(elsewhere === undefined && key !== undefined && { headers: { authorization: `Bearer ${key}` } }),
  tracesUrl: tracesAddress(settings),
});

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
});
listening.port = await composition.start().catch((error: unknown) => fail('cannot start', error));
process.stdout.write(welcome({ ...settings, PORT: listening.port }, process.uptime()));
