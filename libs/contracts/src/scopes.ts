/**
 * What a credential allows: `publish` events, `read` what the platform knows, `write` documents such as objectives,
 * `admin` keys and other people's records.
 */
export const scopes = ['publish', 'read', 'write', 'admin'] as const;
export type Scope = (typeof scopes)[number];
