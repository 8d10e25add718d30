import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import type { TierSet } from '../asked/queries.ts';

interface Named {
  readonly levels: readonly Pick<TierSet['levels'][number], 'id' | 'name'>[];
}

/** What a level is called; one that the program has no more by its id. */
export function useLevelName(): (set: Named, level: string) => string {
  const { t } = useTranslation();
  const local = useLocal();
  return (set, level) => {
    if (level === '') return t('tiers.noLevel');
    const known = set.levels.find(({ id }) => id === level);
    return known === undefined ? level : local(known.name);
  };
}
