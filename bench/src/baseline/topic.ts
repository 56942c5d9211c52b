export const baselineTopic = 'bench.baseline.events';

/** The hash in Redis that the plain build counts a service into. */
export const baselineKey = (service: string): string => `baseline:${service}`;
