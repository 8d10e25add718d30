const keyBytes = 16;

/**
 * The key of a command: one for each thing that is done, kept while it is tried again, so that a retry after a lost answer does
 * nothing twice. Not `randomUUID`, which browsers have on secure pages alone.
 */
export function createCommandKeys(): (what: object) => string {
  let last: { readonly what: string; readonly key: string } | undefined;
  return (what) => {
    const text = JSON.stringify(what);
    if (last?.what !== text) last = { what: text, key: newKey() };
    return last.key;
  };
}

function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(keyBytes));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
