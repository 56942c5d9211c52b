import { utf8Text } from '@roadworthy/contracts';
import secureJson from 'secure-json-parse';

import { Problem } from './problem.js';

/** @throws {Problem} 400 where the bytes are not UTF-8 or not JSON, or try to reach a prototype */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return secureJson.parse(utf8Text(bytes), undefined, { protoAction: 'error', constructorAction: 'error' });
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw new Problem({ status: 400, code: 'malformed-json', detail: `body is not JSON: ${detail}`, cause });
  }
}
