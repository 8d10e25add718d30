import type { TFunction } from 'i18next';
import type { Formatter } from '../../../format/format.ts';
import { isPlainDate } from '../../../format/zoned-days.ts';
import { isMovement } from '../urls/movements.ts';
import type { LifecycleView } from '../../../stages/use-lifecycle.ts';

/** A transition as the address carries it: `from`, `to`, `after`, `before`, `between`, `as`, `isReactivation`. */
export type Moved = Readonly<Record<string, string>>;

interface Said {
  readonly t: TFunction;
  readonly format: Formatter;
  readonly lifecycle: LifecycleView;
}

/** A transition in words: "Moved: Active → Silent, Oct 1, 2026 – Oct 31, 2026". */
export function movedText(moved: Moved, { t, format, lifecycle }: Said): string {
  const { from, to, after, before, between, as, isReactivation } = moved;
  const stage = (id: string | undefined) => {
    if (id === undefined) return t('members.moved.any');
    return id === 'none' ? t('members.moved.none') : lifecycle.stage(id).name;
  };
  const day = (text: string | undefined) => (text !== undefined && isPlainDate(text) ? format.plainDate(text) : '…');
  const move = t(between === 'ends' ? 'members.moved.netText' : 'members.moved.text', {
    from: stage(from),
    to: stage(to),
  });
  const isMeant = isMovement(as);
  return [
    ...(isMeant && from === undefined && to === undefined ? [] : [move]),
    ...(isMeant ? [t(`members.moved.as.${as}`)] : []),
    ...(after === undefined && before === undefined ? [] : [`${day(after)} – ${day(before)}`]),
    ...(isReactivation === 'true' ? [t('members.moved.back')] : []),
    ...(isReactivation === 'false' ? [t('members.moved.notBack')] : []),
  ].join(', ');
}
