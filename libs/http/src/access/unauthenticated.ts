import { Problem } from '../problem.js';

/** @param detail - what is wrong with the credential, which it does not repeat */
export const unauthenticated = (detail: string, cause?: unknown): Problem =>
  new Problem({ status: 401, code: 'unauthenticated', detail, headers: { 'www-authenticate': 'Bearer' }, cause });
