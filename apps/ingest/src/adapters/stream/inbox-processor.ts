import {
  defaultTenant,
  inboxSamples,
  inboxTopic,
  ingestAlerts,
  ingestDeadLetters,
  metricSamples,
} from '@roadworthy/contracts';
import {
  type InputDefinition,
  jsonCodec,
  type ProcessorDefinition,
  publication,
  transportOf,
} from '@roadworthy/stream';

import { type InboxPlace, type InboxRecord, inboxStep } from '../../domain/inbox-step.js';
import { decodeInbox } from './inbox-decoder.js';

/** A record of the inbox and where it stands, or a wake-up, of which there are none. */
export interface InboxInput {
  readonly record: InboxRecord;
  readonly place: InboxPlace;
}

/** The inbox remembers nothing but how far it has read. */
type Nothing = Readonly<Record<string, never>>;

const tenants = [defaultTenant];

/** Offsets suffice: what an inbox record becomes carries its offset as identity. */
const input: InputDefinition = {
  event: inboxSamples,
  topics: tenants.map(inboxTopic),
  deduplication: { identity: () => undefined },
  decode: decodeInbox,
};

export const inboxTransport = transportOf('inbox');

/** Forwards what services wrote to their inbox topics themselves. */
export const inboxProcessor: ProcessorDefinition<Nothing, InboxInput | undefined> = {
  name: 'inbox',
  inputs: [input],
  create: () => ({}),
  codec: jsonCodec(1, () => ({})),
  step(_state, step) {
    if (!step) return {};
    const { records, refused } = inboxStep(step.record, step.place);
    return {
      publish: records.map((record) => publication(metricSamples, record)),
      reject: refused ? [{ reason: 'invalid', ...refused }] : [],
    };
  },
  nextWake: () => undefined,
  wakeInput: undefined,
  deadLetters: ingestDeadLetters,
  alerts: ingestAlerts,
};
