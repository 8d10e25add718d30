import type { TFunction } from 'i18next';
import { fact, identity } from './en/fact.ts';

/** Keys are the same in both languages; these are only asked whether a name is known. */
function isFactKey(key: string): key is keyof typeof fact {
  return Object.hasOwn(fact, key);
}

function isIdentityKey(key: string): key is keyof typeof identity {
  return Object.hasOwn(identity, key);
}

/** A fact type in words; an unknown one as it is. */
export function factName(type: string, t: TFunction): string {
  const key = type.replaceAll('.', '_');
  return isFactKey(key) ? t(`fact.${key}`) : type;
}

/** An identity type in words, with its application or source after it. */
export function identityName(type: string, t: TFunction): string {
  const [kind = type, qualifier] = type.split(':');
  const name = isIdentityKey(kind) ? t(`identity.${kind}`) : kind;
  return qualifier === undefined ? name : `${name} (${qualifier})`;
}
