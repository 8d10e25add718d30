import type { TFunction } from 'i18next';
import { act } from '../facets/audit/i18n/en.ts';
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

function isActKey(key: string): key is keyof typeof act {
  return Object.hasOwn(act, key);
}

/** An act of the audit log in words; undefined for one that has none. */
export function actName(action: string, t: TFunction): string | undefined {
  const key = action.replaceAll('.', '_');
  return isActKey(key) ? t(`act.${key}`) : undefined;
}
