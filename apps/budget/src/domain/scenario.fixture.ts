import { type ObjectiveSpec, packSamples, type Sample, type SloDefinition } from '@roadworthy/contracts';
import { bucketMs } from '@roadworthy/slo';

import { emptyBudgets, type ServiceBudgets } from './service-budgets.js';
import { type BudgetInput, type BudgetOutput, nextWake, step } from './step.js';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** 2026-03-02T00:00:00Z */
export const start = Date.UTC(2026, 2, 2);

/** The Workbook's tiers for 30 d, exactly. */
const tiers: ObjectiveSpec['tiers'] = [
  { name: 'fast', severity: 'page', factor: { num: 72, den: 5 }, longMs: hour, shortMs: 5 * minute },
  { name: 'slow', severity: 'page', factor: { num: 6, den: 1 }, longMs: 6 * hour, shortMs: 30 * minute },
  { name: 'day', severity: 'ticket', factor: { num: 3, den: 1 }, longMs: day, shortMs: 2 * hour },
  { name: 'drift', severity: 'ticket', factor: { num: 1, den: 1 }, longMs: 3 * day, shortMs: 6 * hour },
];

export const availability = (
  changes: Partial<SloDefinition> = {},
  spec: Partial<ObjectiveSpec> = {},
): SloDefinition => ({
  tenant: 'default',
  service: 'checkout',
  objective: 'availability',
  version: 1,
  updatedAt: new Date(start - day).toISOString(),
  deleted: false,
  spec: {
    displayName: 'Availability',
    description: '',
    indicator: { kind: 'good-total', good: { name: 'requests', match: [] }, total: { name: 'requests', match: [] } },
    target: '0.999',
    periodMs: 30 * day,
    tiers,
    boundMs: 10_000,
    idleMs: 30_000,
    graceMs: 10 * minute,
    ...spec,
  },
  ...changes,
});

export const ratio = (time: number, good: number, total: number, id?: string): Sample => ({
  kind: 'ratio',
  name: 'requests',
  labels: {},
  time,
  good,
  total,
  ...(id !== undefined && { id }),
});

/** Plays inputs to a service's budgets, with the wake-ups that the runtime would send in between. */
export class Scenario {
  readonly outputs: (BudgetOutput & { at: number })[] = [];
  private sequence = 0;

  /** @param state - evaluated right at each bucket's end unless given */
  constructor(
    public now = start,
    readonly state: ServiceBudgets = { ...emptyBudgets('default/checkout'), phaseMs: 0 },
  ) {}

  /** Moves the clock, bucket end by bucket end. */
  advanceTo(time: number): this {
    for (let wake = nextWake(this.state); wake !== undefined && wake <= time; wake = nextWake(this.state)) {
      this.now = Math.max(this.now, wake);
      this.take({ kind: 'wake' });
    }
    this.now = time;
    return this;
  }

  define(definition: SloDefinition): this {
    return this.take({ kind: 'definition', definition });
  }

  send(...samples: Sample[]): this {
    const head = { tenant: 'default', service: 'checkout', publisher: 'test', sequence: this.sequence++ };
    return this.take({ kind: 'samples', record: packSamples(head, samples), timestamp: this.now });
  }

  /** `perBucket` events arrive at the end of each bucket until `end`, `bad` of them bad. */
  traffic(end: number, perBucket: number, bad: number): this {
    while (this.now < end) {
      const bucket = this.now;
      this.now += bucketMs;
      this.send(ratio(bucket, perBucket - bad, perBucket));
      this.take({ kind: 'wake' });
    }
    return this;
  }

  get alerts(): string[] {
    return this.outputs.flatMap(({ alerts }) =>
      alerts.map(({ at, episode, revision, change, tier, severity }) => {
        const clock = new Date(at).toISOString().slice(11, 19);
        return `${clock} ${episode}.${revision} ${change} ${tier} ${severity}`;
      }),
    );
  }

  get lastStatus(): BudgetOutput['statuses'][number] | undefined {
    return this.outputs.flatMap(({ statuses }) => statuses).at(-1);
  }

  private take(input: BudgetInput): this {
    this.outputs.push({ ...step(this.state, input, this.now), at: this.now });
    return this;
  }
}
