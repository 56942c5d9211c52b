const isFull = process.env['RW_FAULTS'] === 'full';

/** How often a fault is made: the whole campaign with `RW_FAULTS=full`, a short form of it otherwise. */
export const times = (full: number, short: number): number => (isFull ? full : short);
