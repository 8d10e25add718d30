import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../../i18n/use-local.ts';
import { RouteLink } from '../../../../ui/link.tsx';
import { membersPaths } from '../../../members/urls/paths.ts';
import { originText } from '../../said/origin-text.ts';
import type { Entry } from '../../asked/queries.ts';

interface Props extends Pick<Entry, 'origin' | 'rule'> {
  readonly memberId: string;
}

/** The rule by which units came and what they came of; an order leads to the orders. */
export function OriginOf({ origin, rule, memberId }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const text = originText(origin, t);
  return (
    <span>
      {rule !== null && t('wallets.entry.rule', { name: local(rule.name), version: rule.programVersion })}
      {rule !== null && (text !== '' || origin.kind === 'order') && ' · '}
      {origin.kind === 'order' ? (
        <RouteLink href={membersPaths.member(memberId, { tab: 'orders' })}>
          {t('wallets.entry.order', { order: origin.id })}
        </RouteLink>
      ) : (
        text
      )}
    </span>
  );
}
