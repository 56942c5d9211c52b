import { parseJson, Problem, validated } from '@roadworthy/http';
import { shown } from '@roadworthy/http/messages';

import type { MetricsRequest } from '../../domain/otlp/metrics-request.js';
import { metricsRequest } from '../otlp/json-codec.js';
import { maxDepth, nestsDeeperThan } from '../otlp/nesting.js';
import { decodeRequest, encodeResponse, encodeStatus } from '../otlp/protobuf-codec.js';

/** One of OTLP/HTTP's two encodings: an answer is in that of its request. */
export interface OtlpEncoding {
  readonly type: string;
  /** @throws {Problem} */
  decode(body: Uint8Array): MetricsRequest;
  response(answer: object): Buffer;
  status(answer: { readonly code: number; readonly message: string }): Buffer;
}

const json: OtlpEncoding = {
  type: 'application/json',
  decode(body) {
    const value = parseJson(body);
    if (nestsDeeperThan(value, maxDepth))
      throw new Problem({ status: 400, code: 'too-deep', detail: `the body nests deeper than ${maxDepth}` });
    return validated(metricsRequest, value);
  },
  // 64-bit integers are strings in OTLP's JSON.
  response: (answer) =>
    Buffer.from(JSON.stringify(answer, (name, value) => (name === 'rejectedDataPoints' ? String(value) : value))),
  status: (answer) => Buffer.from(JSON.stringify(answer)),
};

const protobuf: OtlpEncoding = {
  type: 'application/x-protobuf',
  decode(body) {
    try {
      return decodeRequest(body);
    } catch (cause) {
      const detail = `body is not an OTLP metrics request: ${cause instanceof Error ? cause.message : String(cause)}`;
      throw new Problem({ status: 400, code: 'malformed-protobuf', detail, cause });
    }
  },
  response: encodeResponse,
  status: encodeStatus,
};

/** @throws {Problem} 415 */
export function otlpEncoding(contentType: string | undefined): OtlpEncoding {
  const type = contentType?.split(';', 1)[0]?.trim().toLowerCase();
  const found = [protobuf, json].find((encoding) => encoding.type === type);
  if (found) return found;
  const detail = `content-type must be application/x-protobuf or application/json, got ${shown(type)}`;
  throw new Problem({ status: 415, code: 'unsupported-media-type', detail });
}
