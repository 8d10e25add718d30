/** A name, and for the types that many systems have of their own a scope: `phone`, `external_id:shop`. */
const shape = /^[a-z][a-z0-9_]*(:[A-Za-z0-9_.-]+)?$/;

/** Longest type, scope included. */
export const identityTypeLengthMax = 64;

export function isIdentityType(text: string): boolean {
  return text.length <= identityTypeLengthMax && shape.test(text);
}
