/** Digits in a row of which a double may lose some: only such texts are read the slow way. */
const longNumber = /[:[,]\s*-?\d{16,}/;
const wholeNumber = /^-?\d+$/;

/**
 * Parses JSON and keeps every digit of whole numbers beyond 2^53 by giving them as texts: ids of 64 bits are such numbers, and two
 * of them that differ in the last digits must not become one. Throws SyntaxError as `JSON.parse` does.
 */
export function parseExactly(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value;
    return context?.source !== undefined && wholeNumber.test(context.source) ? context.source : value;
  });
}
