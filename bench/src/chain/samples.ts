/** What the load consists of: ratio samples of some services, over some series each, as a fleet would send them. */
export interface Fleet {
  readonly services: number;
  readonly series: number;
}

export const fleet: Fleet = { services: 20, series: 20 };

/** How many objectives each service has. */
export const objectivesEach = 5;

/** How many samples a batch holds. */
export const batch = 100;

/** Kept at once by those who send one event a request: many publishers, each waiting for its answer. */
export const connections = 256;

export const metric = 'http.requests';

export const serviceOf = (i: number): string => `bench-${i}`;

/** One sample of a service as JSON: 9 good of 10. */
const sampleText = (service: string, series: number, time: number): string =>
  `{"time":${time},"service":"${service}","name":"${metric}","labels":{"http.route":"/items/${series}","http.request.method":"GET","region":"eu-1"},"good":9,"total":10}`;

/** Bodies of `size` samples of one service each, made once: the load must not cost what it measures. */
function bodies({ services, series }: Fleet, size: number, time: number): string[] {
  return Array.from({ length: services }, (_, service) => {
    const samples = Array.from({ length: size }, (_, i) => sampleText(serviceOf(service), i % series, time));
    return size === 1 ? (samples[0] ?? '') : `{"samples":[${samples.join(',')}]}`;
  });
}

const restampMs = 1_000;

/**
 * Hands out `count` bodies of `size` samples, service by service. They are made anew once a second, so that event times
 * follow the clock and the load costs little of what it measures.
 */
export function inTurn(fleet: Fleet, size: number, count: number): () => string | undefined {
  let made: readonly string[] = [];
  let madeAt = 0;
  let given = 0;
  return () => {
    if (given >= count) return undefined;
    const now = Date.now();
    if (now - madeAt >= restampMs) {
      made = bodies(fleet, size, now);
      madeAt = now;
    }
    return made[given++ % made.length];
  };
}
