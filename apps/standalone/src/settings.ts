import { defaultPartitions } from '@roadworthy/contracts';
import { z } from 'zod';

import {
  address,
  addresses,
  brokerList,
  folderPath,
  headerText,
  hostName,
  mongoAddress,
  whole,
} from './settings-forms.js';
import { unknownNames } from './settings-names.js';
import { relationComplaints } from './settings-relations.js';

/** The services that a process can run, and the one-time creation of topics. */
export const roles = ['all', 'ingest', 'budget', 'report', 'topics'] as const;
export type Role = (typeof roles)[number];

const web = ['http:', 'https:'];

/** Every variable of the environment that a process reads, by name. */
export const settingsSchema = z.object({
  PORT: whole(0, 65_535).default(8080).describe('of the HTTP server; 0 takes a free one'),
  HOST: hostName().default('127.0.0.1').describe('address that the HTTP server listens on'),
  RW_ROLE: z
    .enum(roles, `must be one of ${roles.join(', ')}`)
    .default('all')
    .describe('the service that this process runs; one alone needs a cluster'),
  RW_DATA_DIR: folderPath().default('.roadworthy').describe('folder of the embedded engines'),
  RW_ROOT_KEY: headerText()
    .optional()
    .describe('key that opens everything, at least 16 characters; needed off loopback and in a cluster'),
  RW_OIDC_ISSUER: address(...web)
    .optional()
    .describe('OpenID Connect issuer whose tokens open doors, as they name it; needs RW_OIDC_AUDIENCE'),
  RW_OIDC_AUDIENCE: z.string().max(200).optional().describe('that the tokens must be for'),
  RW_OIDC_TENANT_CLAIM: z.string().max(200).default('tenant').describe('claim of a token that names the tenant'),
  RW_PUBLISH_RATE: whole(0, 1_000_000)
    .default(50_000)
    .describe('requests a second of one credential on one route, mean of 10 s; 0 sets no limit'),
  RW_READ_RATE: whole(0, 1_000_000).default(500).describe('the same for reading'),
  RW_WRITE_RATE: whole(0, 1_000_000).default(100).describe('the same for documents and keys'),
  RW_INSTANCE: z
    .string()
    .regex(/^[A-Za-z0-9._-]{1,200}$/, 'must be 1 to 200 letters, digits or any of . _ -')
    .optional()
    .describe('names this process among its equals, across restarts, as the name of a pod does'),
  RW_PARTITIONS: whole(1, 1_000).default(defaultPartitions).describe('of topics, when they are created'),
  RW_REPLICATION: whole(1, 9).default(1).describe('of topics on Kafka, when they are created'),
  RW_LOG_MAX_BYTES: whole(1_048_576, 2 ** 50)
    .default(10_737_418_240)
    .describe('of the embedded log'),
  RW_LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be one of debug, info, warn, error, silent')
    .default('warn')
    .describe('least that is logged'),
  RW_DRAIN_MS: whole(0, 600_000)
    .optional()
    .describe('from "not ready" to the end of accepting; 5000 in a cluster, else 0'),
  RW_TELEMETRY_MS: whole(100, 3_600_000).default(5_000).describe('between two exports of own metrics'),
  KAFKA_BROKERS: brokerList()
    .optional()
    .describe('host:port, comma separated; log of a cluster, which REDIS_URL and MONGO_URL complete'),
  REDIS_URL: addresses('redis:', 'rediss:')
    .optional()
    .describe('state store of a cluster; several, comma separated, are nodes of a Redis Cluster'),
  MONGO_URL: mongoAddress().optional().describe('documents of a cluster'),
  OTEL_EXPORTER_OTLP_ENDPOINT: address(...web)
    .optional()
    .describe('OTLP/HTTP base address for own metrics and traces; metrics go to our own door unless set'),
  OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: address(...web)
    .optional()
    .describe('for own metrics alone'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: address(...web)
    .optional()
    .describe('for own traces alone'),
  OTEL_EXPORTER_OTLP_HEADERS: z.string().optional().describe('name=value, comma separated, sent to these endpoints'),
});

export type Settings = z.output<typeof settingsSchema>;

/** The environment says something that cannot be followed. */
export class SettingsError extends Error {
  readonly code = 'invalid-settings';
  /** @param complaints - a sentence for each variable, which it names */
  constructor(readonly complaints: readonly string[]) {
    super(complaints.join('\n'));
  }
}

/** @throws {SettingsError} naming every variable that is wrong, with its value */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const { data, error } = settingsSchema.safeParse(given);
  const malformed = (error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.')}: ${message}, got ${shown(given, String(path[0]))}`,
  );
  const complaints = [
    ...malformed,
    ...unknownNames(Object.keys(given), Object.keys(settingsSchema.shape)),
    ...(data ? relationComplaints(data) : []),
  ];
  if (data && complaints.length === 0) return data;
  throw new SettingsError(complaints);
}

/** Whether a variable may hold a secret, which is not repeated into logs. Addresses may name a user and a password. */
export const isSecret = (name: string): boolean => /KEY|TOKEN|URL|PASSWORD|ENDPOINT|HEADERS/.test(name);

const shown = (given: Readonly<Record<string, string | undefined>>, name: string): string =>
  isSecret(name) ? 'a value that is not shown' : JSON.stringify(given[name]);
