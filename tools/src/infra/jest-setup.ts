import { Infrastructure } from './infrastructure.js';
import { shared } from './shared.js';

/** Starts what the cluster suites need and names it in their environment. */
export default async function setUp(): Promise<void> {
  shared.infrastructure = await Infrastructure.start(process.env);
  Object.assign(process.env, Object.fromEntries(shared.infrastructure.addresses));
}
