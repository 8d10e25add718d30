import { createContext, useContext } from 'react';
import type { Formatter } from '../format/format.ts';

export const FormatContext = createContext<Formatter | null>(null);

/** Formats by the reader's language and the program's zone and currency. Only below the signed-in layout, which knows them. */
export function useFormat(): Formatter {
  const format = useContext(FormatContext);
  if (format === null) throw new Error('Zone and currency are known only to who is signed in.');
  return format;
}
