import type { Sample } from '@roadworthy/contracts';

/** Valid samples of one service, in the order of their request. */
export type ServiceSamples = Map<string, Sample[]>;

export function addSample(to: ServiceSamples, service: string, sample: Sample): void {
  const samples = to.get(service);
  if (samples) samples.push(sample);
  else to.set(service, [sample]);
}
