import { createHash } from 'node:crypto';

/** 64 bits of a text, as 16 hexadecimal digits. */
export const hash64 = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);
