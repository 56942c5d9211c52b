import type { AnyValue } from './metrics-request.js';
import { PointProblem } from './point-problem.js';

/** More bytes than a label can show. */
const maxBytes = 256;

/**
 * The text of an attribute's value: strings as they are, bytes in base64, the rest as JSON.
 *
 * @throws {PointProblem} for an integer that a number cannot hold
 * @see OpenTelemetry, Common specification concepts, "AnyValue representation for non-OTLP protocols"
 */
export function attributeText(attribute: AnyValue | undefined): string {
  const text = attribute?.stringValue;
  if (text !== undefined) return text;
  const plain = plainValue(attribute);
  return typeof plain === 'string' ? plain : plain === undefined ? '' : JSON.stringify(plain);
}

function plainValue(attribute: AnyValue | undefined): unknown {
  if (attribute === undefined) return undefined;
  const { stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue, bytesValue } = attribute;
  if (arrayValue) return (arrayValue.values ?? []).map((item) => plainValue(item) ?? null);
  if (kvlistValue)
    return Object.fromEntries(
      (kvlistValue.values ?? []).map(({ key = '', value }) => [key, plainValue(value) ?? null]),
    );
  if (bytesValue !== undefined) return typeof bytesValue === 'string' ? bytesValue : base64(bytesValue);
  if (intValue !== undefined && !Number.isSafeInteger(intValue))
    throw new PointProblem('invalid-label', `an integer attribute must be within 2^53, got ${intValue}`);
  if (doubleValue !== undefined && !Number.isFinite(doubleValue)) return String(doubleValue);
  return stringValue ?? boolValue ?? intValue ?? doubleValue;
}

const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes.subarray(0, maxBytes), (byte) => String.fromCharCode(byte)).join(''));
