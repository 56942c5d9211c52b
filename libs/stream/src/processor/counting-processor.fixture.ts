import { budgetAlerts, budgetDeadLetters, compacted, days, defineEvent } from '@roadworthy/contracts';
import { z } from 'zod';

import {
  type BroadcastTables,
  type InputDefinition,
  type ProcessorDefinition,
  publication,
  type Rejection,
} from './processor-definition.js';
import { jsonCodec } from './state-codec.js';

/** Numbers to add up, by key. */
export const numbers = defineEvent({
  topic: 'rw.test.numbers.v1',
  summary: 'Numbers to add up.',
  publisher: 'test',
  key: ({ key }) => key,
  retention: days(1),
  data: z.object({ key: z.string(), add: z.number(), from: z.string(), sequence: z.number() }),
});

export const settings = defineEvent({
  topic: 'rw.test.settings.v1',
  summary: 'What each key is multiplied by.',
  publisher: 'test',
  key: ({ key }) => key,
  retention: compacted,
  data: z.object({ key: z.string(), factor: z.number() }),
});

export const policy = defineEvent({
  topic: 'rw.test.policy.v1',
  summary: 'A table that every partition needs.',
  publisher: 'test',
  key: ({ name }) => name,
  retention: compacted,
  broadcast: true,
  partitions: 1,
  data: z.object({ name: z.string(), value: z.number() }),
});

export const sums = defineEvent({
  topic: 'rw.test.sums.v1',
  summary: 'The sum of a key, an upsert.',
  publisher: 'counting',
  key: ({ key }) => key,
  retention: compacted,
  data: z.object({ key: z.string(), sum: z.number(), count: z.number(), policy: z.number().optional() }),
});

export interface Sum {
  sum: number;
  count: number;
  factor: number;
  wakeAt?: number | undefined;
  woken: number;
}

export type CountingInput =
  | { readonly kind: 'number'; readonly key: string; readonly add: number }
  | { readonly kind: 'setting'; readonly factor: number }
  | { readonly kind: 'wake' };

const policyOf = (tables: BroadcastTables): number | undefined =>
  (tables(policy).get('limit') as { value: number } | undefined)?.value;

const numbersInput: InputDefinition<typeof numbers> = {
  event: numbers,
  deduplication: { identity: ({ from, sequence }) => ({ source: from, epoch: 0, sequence }) },
};

const rejectionOf = ({ key, add }: { readonly key: string; readonly add: number }): Rejection => ({
  reason: add === -2 ? 'negative' : 'late',
  detail: `add must be >= 0, got ${add}`,
  data: { key },
  isBroken: add === -2,
});

/**
 * Adds up numbers; a factor of 0 asks for no wake-up any more. -1 fails in the middle of the step, -2 is rejected as
 * broken and -3 as late, 1000 asks to be woken soon and 2000 at once, which fails with a sum that ends in 999.
 */
export const countingProcessor: ProcessorDefinition<Sum, CountingInput> = {
  name: 'counting',
  inputs: [{ event: settings, bootstrap: true }, numbersInput],
  broadcasts: [policy],
  create: () => ({ sum: 0, count: 0, factor: 1, woken: 0 }),
  codec: jsonCodec(1, (value) => value as Sum),
  nextWake: ({ wakeAt }) => wakeAt,
  wakeInput: { kind: 'wake' },
  deadLetters: budgetDeadLetters,
  alerts: budgetAlerts,
  journal: true,
  step(state, input, { now, tables }) {
    if (input.kind === 'setting') {
      state.factor = input.factor;
      if (input.factor === 0) state.wakeAt = undefined;
      return {};
    }
    if (input.kind === 'wake') {
      if (state.sum % 1000 === 999) throw new RangeError(`sum must not end in 999, got ${state.sum}`);
      state.wakeAt = undefined;
      state.woken++;
      return {};
    }
    if (input.add === -2 || input.add === -3) return { reject: [rejectionOf(input)] };
    state.count++;
    if (input.add === -1) throw new RangeError('add must be >= 0, got -1');
    state.sum += input.add * state.factor;
    if (input.add === 1000) state.wakeAt = now + 20;
    if (input.add === 2000) state.wakeAt = now;
    const { sum, count } = state;
    return { publish: [publication(sums, { key: input.key, sum, count, policy: policyOf(tables) })] };
  },
};
