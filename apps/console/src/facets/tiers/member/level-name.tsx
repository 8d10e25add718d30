import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import type { TierSet } from '../asked/queries.ts';

/** What a level is called; one that the program has no more by its id. */
export function useLevelName(): (set: Pick<TierSet, 'levels'>, level: string) => string {
  const { t } = useTranslation();
  const local = useLocal();
  return (set, level) => {
    if (level === '') return t('tiers.noLevel');
    const known = set.levels.find(({ id }) => id === level);
    return known === undefined ? level : local(known.name);
  };
}
