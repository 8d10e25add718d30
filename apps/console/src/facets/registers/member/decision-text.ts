import type { TFunction } from 'i18next';
import { isRecord } from '../../../api/is-record.ts';
import { attributeName, attributeValue } from '../../../i18n/known-names.ts';
import type { Decision } from '../../../facet/member-places.ts';

interface Write {
  readonly name: string;
  readonly value: unknown;
}

/** What was to stand in her registers; nothing where it stood there already. */
function writesOf({ payload }: Decision): readonly Write[] {
  const part = isRecord(payload) ? payload['registers'] : undefined;
  const writes = isRecord(part) && Array.isArray(part['writes']) ? part['writes'] : [];
  return writes.flatMap((write: unknown): Write[] => {
    const name = isRecord(write) ? write['name'] : undefined;
    return isRecord(write) && typeof name === 'string' ? [{ name, value: write['value'] }] : [];
  });
}

export function tagText(decision: Decision, t: TFunction): string {
  const [write] = writesOf(decision);
  if (write === undefined) return t('registers.decided.tagUnchanged');
  return t(write.value === true ? 'registers.decided.tagAdded' : 'registers.decided.tagRemoved', { tag: write.name });
}

/** What a note says stands beside who she is, where it can be taken away again. */
export function noteText(decision: Decision, t: TFunction): string {
  const [write] = writesOf(decision);
  return t(isRecord(write?.value) ? 'registers.decided.noteAdded' : 'registers.decided.noteRemoved');
}

export function attributeText(decision: Decision, t: TFunction): string {
  const writes = writesOf(decision);
  if (writes.length === 0) return t('registers.decided.attributesUnchanged');
  const attributes = writes.map((write) => valueText(write, t)).join(t('registers.decided.separator'));
  return t('registers.decided.attributes', { attributes });
}

/** A value that is no plain one is a personal one, or a long one: its name has to do. */
function valueText({ name: written, value }: Write, t: TFunction): string {
  const name = attributeName(written, t);
  if (value === null || value === undefined) return t('registers.decided.taken', { name });
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? t('registers.decided.value', { name, value: attributeValue(written, String(value), t) }) : name;
}
