import { identityTypePattern } from '@perennial/domain';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { PolicyDocument } from './identities-document.ts';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { exceptionsOf, membersOver } from './holdings.ts';

interface Props {
  readonly type: string;
  /** Null while it is not given. */
  readonly limit: number | null;
  readonly own: readonly PolicyDocument[];
}

/** The counting reads every identity, so its answer is kept for so long. */
const keptMs = 60_000;
const restMs = 500;

/** How many members hold more than a limit already, before it is lowered. */
export function LimitHint({ type, limit, own }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const except = exceptionsOf(type, own);
  const query = useDebounced(JSON.stringify({ type, ...(except.length === 0 ? {} : { except }) }), restMs);
  const { data } = useQuery({
    queryKey: ['program', 'identity-holdings', query],
    queryFn: ({ signal }) => {
      const wanted: { type: string; except?: string[] } = JSON.parse(query);
      return api.program.identityHoldings({ query: wanted }, { signal });
    },
    enabled: identityTypePattern.test(type),
    staleTime: keptMs,
  });
  if (limit === null || !identityTypePattern.test(type)) return null;
  if (data === undefined) return <p className="hint">{t('identity.policies.holdingCounting')}</p>;
  const over = membersOver(data.items, limit);
  const shown = { count: format.integer(over), limit: format.integer(limit) };
  return (
    <p className={over > 0 ? 'hint hint-warning' : 'hint'}>
      {over > 0 ? t('identity.policies.holding', shown) : t('identity.policies.holdingNone', shown)}
    </p>
  );
}
