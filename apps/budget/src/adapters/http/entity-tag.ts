/** `"7"`, the entity tag of version 7 of a document. */
export const etagOf = (version: number): string => `"${version}"`;

const tag = String.raw`(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"`;
/** In this form, in which a part can begin at one place only, a long list that is none is known in one pass. */
const list = new RegExp(String.raw`^(?:[\t ,]*${tag}(?=[\t ]*(?:,|$)))*[\t ,]*$`);
const everyTag = new RegExp(tag, 'g');

/**
 * The entity tags of a list, weak ones with their `W/`; its elements may be empty.
 *
 * @returns `undefined` where it is no such list
 * @see RFC 9110, sections 5.6.1.2 and 8.8.3
 */
export const entityTags = (text: string): readonly string[] | undefined =>
  list.test(text) ? (text.match(everyTag) ?? []) : undefined;
