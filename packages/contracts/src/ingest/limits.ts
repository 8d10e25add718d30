/** Bounds of what comes in from outside. Each names the threat that it stops; sizes are bytes of UTF-8 unless stated. */
export const factLimits = {
  /** One request of our own shape: a body is held in memory several times over while it is read. */
  requestBytesMax: 16 * 1024 * 1024,
  /** Facts in one request: one transaction holds the locks of all of them. */
  batchFactsMax: 10_000,
  /** One fact: larger ones push everybody else's rows out of the page cache. */
  factBytesMax: 64 * 1024,
  /** Levels of objects and lists: walking deeper ones exhausts the stack of whoever reads them later. */
  depthMax: 16,
  /** Levels of a whole request: what is deeper is not even parsed. In between a fact is kept in quarantine. */
  requestDepthMax: 64,
  /** Keys of one object: objects with many keys turn into slow dictionaries, and each key becomes a field to choose from. */
  keysPerObjectMax: 500,
  /** Of one order, minor units: what a member's state can hold. A larger one is a slip of the decimal point. */
  orderAmountMinorMax: 10_000_000_000,
  /** Items of one list. */
  itemsPerListMax: 2000,
  /** Characters of one key. */
  keyLengthMax: 200,
  /** Characters of one text. */
  textLengthMax: 20_000,
  /** Characters of an id, a type, a channel, a store: they are keys of indexes, whose pages they would fill. */
  idLengthMax: 200,
  /** Identities of one fact: each is looked up, and may join members. */
  identitiesMax: 16,
  /** How far ahead a sender's clock may be: a fact of next year would hold a member's stage for a year. */
  futureSkewMaxMs: 60 * 60 * 1000,
  /** 1990-01-01 UTC: earlier instants are seconds mistaken for milliseconds, or empty dates. */
  earliestAtMs: 631_152_000_000,
  /** Problems shown of one fact: the first few are enough to correct it. */
  problemsShownMax: 20,
} as const;

/** Limits that the Segment HTTP API states. */
export const segmentLimits = {
  /** One message. */
  messageBytesMax: 32 * 1024,
  /** One batch request. */
  batchBytesMax: 500 * 1024,
  /** Messages in one batch. */
  batchMessagesMax: 2500,
} as const;
