import type { MoveCause } from '@perennial/contracts/staff';
import { useTranslation } from 'react-i18next';
import { turnedText } from './turned-text.ts';
import { useTextContext } from './use-text-context.ts';
import { factName } from '../i18n/names.ts';
import { useFormat } from '../reader/use-format.ts';

/** What made a move between stages, in words: what happened, or what time did by which rule. */
export function useMoveText(): (cause: MoveCause) => string {
  const { t } = useTranslation();
  const context = useTextContext();
  return ({ kind, type, turned }) => {
    if (kind === 'fact') return type === null ? t('cause.fact') : factName(type, t);
    if (turned.length === 0) return t('cause.wake');
    return turned.map((rule) => turnedText(rule, context)).join(t('condition.semicolon'));
  };
}

export interface Recorded {
  readonly kind: string;
  readonly at: string;
  readonly programVersion: number;
}

const anew = ['program', 'merge', 'split', 'refold'] as const;

/** With what the past was judged anew when a move was recorded; undefined for one that was recorded as it came. */
export function useRecordedText(): (recorded: Recorded) => string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ kind, at, programVersion }) => {
    const known = anew.find((one) => one === kind);
    if (known === undefined) return undefined;
    return t(`causeRecorded.${known}`, { version: programVersion, day: format.day(at) });
  };
}
