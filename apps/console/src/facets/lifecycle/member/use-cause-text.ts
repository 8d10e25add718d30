import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { factName } from '../../../i18n/names.ts';

export interface Cause {
  readonly kind: string;
  /** Of the fact with which the stage was recorded. */
  readonly type: string | null;
  readonly occurredAt: string | null;
  /** When the stage began. */
  readonly since: string | null;
}

const kinds = ['fact', 'wake', 'program', 'merge', 'split', 'refold'] as const;

/** What began a stage, in words. A fact that came late has its own day beside it: it is evidence of the move, and need not have made it. */
export function useCauseText(): (cause: Cause) => string {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ kind, type, occurredAt, since }) => {
    if (type !== null && (occurredAt === null || occurredAt === since)) return factName(type, t);
    if (type !== null && occurredAt !== null)
      return t('lifecycle.member.recordedWith', { fact: factName(type, t), day: format.day(occurredAt) });
    const known = kinds.find((one) => one === kind);
    return known === undefined ? kind : t(`cause.${known}`);
  };
}
