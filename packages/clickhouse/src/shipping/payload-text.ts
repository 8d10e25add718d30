/** Whole numbers that ClickHouse may not have as one of its own; it takes a text that holds a longer one for no JSON at all. */
const longNumber = /\d{19}/u;
/** Texts are stepped over, numbers are found. */
const textOrNumber = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu;
const longWhole = /^-?\d{19,}$/u;

/**
 * A payload as the lens can read it: whole numbers that are too great are written with an exponent, which makes doubles of them, as they are
 * everywhere else. Any other text stays as it is.
 */
export function payloadText(payload: string): string {
  if (!longNumber.test(payload)) return payload;
  return payload.replaceAll(textOrNumber, (token) => (longWhole.test(token) ? `${token}e0` : token));
}
