import { logContract } from '../../log/log.contract.js';
import { stateStoreContract } from '../../state-store/state-store.contract.js';
import { createMemoryLog } from './memory-log.js';
import { MemoryStateStore } from './memory-state-store.js';

logContract('memory', async () => {
  const log = await createMemoryLog();
  return { log, close: () => log.close() };
});

stateStoreContract('memory', async () => {
  const store = new MemoryStateStore();
  return { store, close: () => store.close() };
});
