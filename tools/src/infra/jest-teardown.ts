import { shared } from './shared.js';

/** Stops what `setUp` started. */
export default async function tearDown(): Promise<void> {
  await shared.infrastructure?.stop();
}
