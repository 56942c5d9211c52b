export class DuplicateDocumentError extends Error {
  readonly code = 'duplicate-document';
  constructor(
    readonly id: string,
    options?: ErrorOptions,
  ) {
    super(`document ${id} exists already`, options);
  }
}

export class StaleVersionError extends Error {
  readonly code = 'stale-version';
  constructor(
    readonly id: string,
    readonly seen: number,
    /** `undefined`: there is no such document */
    readonly current: number | undefined,
  ) {
    super(`document ${id} is at version ${current ?? 'none'}, not at ${seen}`);
  }
}

export class NewerSchemaError extends Error {
  readonly code = 'newer-schema';
  constructor(
    readonly id: string,
    readonly stored: number,
    readonly known: number,
  ) {
    super(`document ${id} has schema version ${stored}, this release knows up to ${known}`);
  }
}
