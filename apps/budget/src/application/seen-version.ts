/** What a writer knows of the document: its version, that there is none, or nothing. */
export type Seen = number | 'absent' | undefined;

/** A change of something that exists must say which version it is a change of. */
export class VersionNeededError extends Error {
  readonly code = 'version-needed';
  constructor(
    readonly id: string,
    options?: ErrorOptions,
  ) {
    super(`${id} exists: say which version this is a change of`, options);
  }
}
