import type { TFunction } from 'i18next';
import { fact } from './en/fact.ts';

/** Keys are the same in both languages; these are only asked whether a name is known. */
function isFactKey(key: string): key is keyof typeof fact {
  return Object.hasOwn(fact, key);
}

/** A fact type in words; an unknown one as it is. */
export function factName(type: string, t: TFunction): string {
  const key = type.replaceAll('.', '_');
  return isFactKey(key) ? t(`fact.${key}`) : type;
}
