import { LocalLog } from '../local/local-log.js';
import { MemoryRecords } from './memory-records.js';

/** A log in memory, with groups, followers and rebalancing: the fake that everything is tested on. */
export const createMemoryLog = (now?: () => number): Promise<LocalLog> => LocalLog.open(new MemoryRecords(), now);
