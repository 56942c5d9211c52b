import protobuf from 'protobufjs';

import type { MetricsRequest } from '../../domain/otlp/metrics-request.js';
import { maxDepth } from './nesting.js';
import { otlpSchema } from './schema.js';

// 64-bit integers as numbers: counts above 2^53 are refused anyway, and objects for them would triple the cost.
Object.assign(protobuf.util, { Long: undefined });
protobuf.configure();
Object.assign(protobuf.Reader, { recursionLimit: maxDepth });

const { root } = protobuf.parse(otlpSchema);
const request = root.lookupType('MetricsRequest');
const response = root.lookupType('MetricsResponse');
const status = root.lookupType('Status');

// What is absent is undefined: the library's defaults on prototypes would make a number of every missing choice.
for (const type of root.nestedArray)
  if (type instanceof protobuf.Type)
    for (const { name } of type.fieldsArray) Object.assign(type.ctor.prototype, { [name]: undefined });

/** @throws when the bytes are not such a message, or nest too deep */
export const decodeRequest = (bytes: Uint8Array): MetricsRequest => request.decode(bytes) as MetricsRequest;

export const encodeResponse = (answer: object): Buffer =>
  Buffer.from(response.encode(response.create(answer)).finish());

export const encodeStatus = (answer: object): Buffer => Buffer.from(status.encode(status.create(answer)).finish());
