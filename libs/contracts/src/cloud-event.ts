/** What the CloudEvents 1.0 headers of a Kafka record say. */
export interface CloudEventAttributes {
  /** the event's topic */
  readonly type: string;
  /** `/<service>/<partition or instance>` */
  readonly source: string;
  /** unique within the source */
  readonly id: string;
  /** ms UTC */
  readonly time: number;
  /** W3C trace context of the batch that caused the event */
  readonly traceparent?: string | undefined;
}

/** The headers of a CloudEvent in Kafka's binary mode; the value is the data itself, as JSON. */
export const cloudEventHeaders = ({
  type,
  source,
  id,
  time,
  traceparent,
}: CloudEventAttributes): Record<string, string> => ({
  ce_specversion: '1.0',
  ce_type: type,
  ce_source: source,
  ce_id: id,
  ce_time: new Date(time).toISOString(),
  'content-type': 'application/json',
  ...(traceparent !== undefined && { traceparent }),
});
