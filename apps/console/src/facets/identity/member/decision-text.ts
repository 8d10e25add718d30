import type { TFunction } from 'i18next';
import { isRecord } from '../../../api/is-record.ts';
import type { Decision } from '../../../facet/member-places.ts';
import { identityName } from '../../../i18n/known-names.ts';

/** As the list of merges shortens ids. */
const shownDigits = 8;

function shownId(payload: unknown, side: 'survivorId' | 'absorbedId'): string {
  const id = isRecord(payload) ? payload[side] : undefined;
  return typeof id === 'string' ? id : '';
}

/** Of two members, the one to tell the other about. */
function otherOf({ payload, memberId }: Decision): string {
  const [survivor, absorbed] = [shownId(payload, 'survivorId'), shownId(payload, 'absorbedId')];
  return `${(survivor === memberId ? absorbed : survivor).slice(0, shownDigits)}…`;
}

export function mergeText(decision: Decision, t: TFunction): string {
  const isAbsorbed = shownId(decision.payload, 'absorbedId') === decision.memberId;
  const member = otherOf(decision);
  return isAbsorbed ? t('identity.decided.mergedInto', { member }) : t('identity.decided.merged', { member });
}

export function undoMergeText(decision: Decision, t: TFunction): string {
  return t('identity.decided.parted', { member: otherOf(decision) });
}

/** Of which type the identity was that was decided about. */
function typeIn(payload: unknown, t: TFunction): string {
  const identity = isRecord(payload) && isRecord(payload['identity']) ? payload['identity'] : {};
  return typeof identity['type'] === 'string' ? identityName(identity['type'], t) : '';
}

export function releaseText({ payload }: Decision, t: TFunction): string {
  return t('identity.decided.released', { type: typeIn(payload, t) });
}

export function blockText({ payload }: Decision, t: TFunction): string {
  return t('identity.decided.blocked', { type: typeIn(payload, t) });
}
