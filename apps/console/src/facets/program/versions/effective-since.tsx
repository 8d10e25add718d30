import { useTranslation } from 'react-i18next';
import { toMilliseconds } from '../../../format/format.ts';
import type { InstantLike } from '../../../format/format.ts';
import { Instant } from '../../../ui/instant.tsx';

/** Since when a version holds. The first one counts for everything that was ever recorded: its instant is the epoch, which is no date to show. */
export function EffectiveSince({ at }: { readonly at: InstantLike }) {
  const { t } = useTranslation();
  return toMilliseconds(at) <= 0 ? <>{t('program.fromTheStart')}</> : <Instant at={at} precision="second" />;
}
