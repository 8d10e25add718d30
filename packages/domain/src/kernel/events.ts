import type { Member } from './facet.ts';
import type { CauseKind, DerivedFact, EventKind } from './steps/cause.ts';
import type { FactPayload } from './base/payload.ts';
import type { LoggedStep } from './steps/steps.ts';

/** What happens to members as such, whatever their facets make of it. */
export const memberEvents: readonly EventKind[] = [
  {
    type: 'member.merged',
    label: { en: 'Member merged', zh: '会员已合并' },
    describes: {
      en: 'Two members turned out to be one person: `memberId` goes on, `absorbedId` is no more. Read the member anew.',
      zh: '两个会员被识别为同一人：memberId 保留，absorbedId 不再使用，请重新读取会员。',
    },
  },
  {
    type: 'member.merge_undone',
    label: { en: 'Merge undone', zh: '合并已撤销' },
    describes: {
      en: 'Told of both members, each with the other as `otherId`. Read both anew.',
      zh: '分别通知双方会员，otherId 为另一方，请重新读取双方。',
    },
  },
  {
    type: 'member.erased',
    label: { en: 'Member erased', zh: '会员个人信息已删除' },
    describes: {
      en: 'Her personal data is gone here. Whoever holds a copy of it has to erase it as well.',
      zh: '该会员的个人信息已在本系统删除，持有副本的系统也须删除。',
    },
  },
];

/** Asks that a derived fact be told outside, under the fact's own cause. */
export function announce(member: Member, { type, occurredAt, recordedAt, cause, payload }: DerivedFact): void {
  member.requests.push({ type, occurredAt, recordedAt, cause, payload });
}

interface StepEvent {
  readonly type: string;
  readonly causeKind: CauseKind;
  readonly payload: FactPayload;
}

/** Asks that a step be told outside which is an event by itself. */
export function announceStep(member: Member, step: LoggedStep): void {
  const event = eventOf(step);
  if (event === null) return;
  const { recordedAt, position } = step;
  const { type, causeKind, payload } = event;
  const cause = { kind: causeKind, position, at: recordedAt, facet: '', n: 0, parent: 0 };
  member.requests.push({ type, occurredAt: recordedAt, recordedAt, cause, payload });
}

function eventOf(step: LoggedStep): StepEvent | null {
  switch (step.kind) {
    case 'merge': {
      const { mergeId, absorbedId, isBackfill } = step;
      // What history brings about is told to nobody.
      return isBackfill === true
        ? null
        : { type: 'member.merged', causeKind: 'merge', payload: { absorbedId, mergeId } };
    }
    case 'split': {
      const { mergeId, other } = step;
      const payload = { mergeId, otherId: other === null ? null : other.id };
      return { type: 'member.merge_undone', causeKind: 'split', payload };
    }
    case 'erase':
      return { type: 'member.erased', causeKind: 'erase', payload: {} };
    default:
      return null;
  }
}
