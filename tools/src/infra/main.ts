import { Infrastructure } from './infrastructure.js';

// For trying the cluster mode by hand: prints the addresses and runs until it is interrupted.
const infrastructure = await Infrastructure.start(process.env);
for (const [name, address] of infrastructure.addresses) process.stdout.write(`export ${name}=${address}\n`);
const stop = (): void => void infrastructure.stop();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
