import { metrics } from '@opentelemetry/api';
import type { ProcessorStatistics } from '@roadworthy/stream';

const counters = {
  records: 'Records that were applied',
  commits: 'Commits of state, events and offsets',
  refused: 'Commits of a stale owner',
  duplicates: 'Repetitions that were dropped',
  deadLetters: 'Dead letters, as far as they are committed',
  gaps: 'Partitions whose next records retention had dropped',
  storms: 'Pauses because of too many dead letters',
} as const satisfies Partial<Record<keyof ProcessorStatistics, string>>;

/** Shows what a processor counts: `rw.processor.records` and the like, by processor, and how many keys it cannot wake. */
export function observeProcessor(processor: string, statistics: ProcessorStatistics): void {
  const meter = metrics.getMeter('roadworthy.stream');
  for (const [name, description] of Object.entries(counters))
    meter
      .createObservableCounter(`rw.processor.${name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`, {
        description,
      })
      .addCallback((result) => result.observe(statistics[name as keyof typeof counters], { processor }));
  meter
    .createObservableUpDownCounter('rw.processor.suspended_keys', { description: 'Keys whose wake-ups fail' })
    .addCallback((result) => result.observe(statistics.suspendedKeys, { processor }));
}
