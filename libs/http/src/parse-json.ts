import secureJson from 'secure-json-parse';

import { Problem } from './problem.js';

const text = new TextDecoder('utf-8', { fatal: true });

/** @throws {Problem} 400 where the bytes are not UTF-8 or not JSON, or try to reach a prototype */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return secureJson.parse(text.decode(bytes), undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Problem({ status: 400, code: 'malformed-json', detail: `body is not JSON: ${detail}`, cause });
  }
}
