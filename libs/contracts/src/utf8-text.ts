const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text of what somebody else wrote. @throws {TypeError} where the bytes are not UTF-8 */
export const utf8Text = (bytes: Uint8Array): string => decoder.decode(bytes);
