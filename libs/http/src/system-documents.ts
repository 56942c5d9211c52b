/** What a process says about itself. */
export abstract class SystemDocuments {
  abstract openApi(): Readonly<Record<string, unknown>>;
  abstract asyncApi(): Readonly<Record<string, unknown>>;
  /** in Prometheus' text format */
  abstract metrics(): Promise<string>;
}
