/** An identity that a body states, by every blind index under which it may be known. */
export interface BodyIdentity {
  readonly hashes: readonly string[];
  /** A weak one says of nobody who she is. */
  readonly isStrong: boolean;
}

/** Why a body is not simply hers: it names somebody else too, or only holds a value of hers. */
export type MentionReason = 'with_others' | 'mentioned';

export interface BodyContext {
  /** What the body states; undefined where nothing can be read. */
  readonly stated: readonly BodyIdentity[] | undefined;
  readonly hashes: ReadonlySet<string>;
  /** Spellings of her identities. */
  readonly whole: ReadonlySet<string>;
  /** Spellings of everything personal of hers. */
  readonly spellings: ReadonlySet<string>;
}

/**
 * Whose a quarantined body is. Where it states identities, they say it. Where none can be read, an identity of hers that stands in it
 * as a whole value does, unless the contact of somebody else stands there as well.
 */
export function whoIsMeant(body: unknown, context: BodyContext): 'hers' | 'other' | MentionReason {
  const { stated, hashes } = context;
  const texts = textsOf(body);
  if (stated === undefined || stated.length === 0) return whoIsWritten(texts, context);
  const isHers = (one: BodyIdentity) => one.hashes.some((hash) => hashes.has(hash));
  if (!stated.some(isHers)) return mentions(texts, context.spellings) ? 'mentioned' : 'other';
  return stated.every((one) => isHers(one) || !one.isStrong) ? 'hers' : 'with_others';
}

function whoIsWritten(texts: readonly string[], { whole, spellings }: BodyContext): 'hers' | 'other' | MentionReason {
  const values = texts.flatMap(wholeValues);
  if (values.some((value) => whole.has(value)))
    return texts.flatMap(contactsIn).every((contact) => whole.has(contact)) ? 'hers' : 'with_others';
  return mentions(texts, spellings) ? 'mentioned' : 'other';
}

/** A short value, as a family name, is met in too many words: it is mentioned only where it stands alone. */
const heldLengthMin = 6;
const heldHanLengthMin = 2;

function mentions(texts: readonly string[], spellings: ReadonlySet<string>): boolean {
  const long = [...spellings].filter(({ length }) => length >= heldLengthMin);
  const han = [...spellings].filter((one) => one.length >= heldHanLengthMin && /\p{Script=Han}/u.test(one));
  return texts.some(
    (text) =>
      wholeValues(text).some((value) => spellings.has(value)) || [...long, ...han].some((one) => text.includes(one)),
  );
}

/** How values may be written: as they are, in any case, and without the country of a number. Texts within objects stand for themselves. */
export function spellingsIn(values: readonly string[]): ReadonlySet<string> {
  const plain = values.flatMap((value) => textsOf(parsed(value)));
  return new Set(plain.flatMap((one) => [one, one.replace(/^\+86/, '')]).filter((one) => one !== ''));
}

function parsed(value: string): unknown {
  try {
    const json: unknown = JSON.parse(value);
    // A number as such has lost nothing by staying a text.
    return typeof json === 'object' || typeof json === 'string' ? json : value;
  } catch {
    return value;
  }
}

/** Every text and number within, in lower case; names of fields as well, for they come from outside too. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value.normalize('NFKC').trim().toLowerCase()];
  if (typeof value === 'number') return [String(value)];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    Array.isArray(value) ? textsOf(one) : [key.toLowerCase(), ...textsOf(one)],
  );
}

/** The text itself and, where it is a body that nobody could parse, what stands between its marks. */
function wholeValues(text: string): readonly string[] {
  return isBodyText(text) ? [text, ...text.split(/[\s"'{}[\],;<>=|]+|:(?!\/\/)/u)] : [text];
}

function isBodyText(text: string): boolean {
  return /[{}[\]"<>=;,|]/u.test(text);
}

const contact =
  /[^\s@"'<>,;:{}[\]]{1,64}@[^\s@"'<>,;:{}[\]]+\.[a-z]{2,}|(?<![\w.-])(?:\+\d{8,15}|1[3-9]\d{9})(?![\w.-])/gu;

/** Telephone numbers and e-mails by their look: where nothing can be read, nothing else tells of a second person. */
function contactsIn(text: string): readonly string[] {
  return text.match(contact) ?? [];
}
