import { DownOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useVerdict } from '../../../reader/session.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import type { TierSet } from '../asked/queries.ts';
import { actsOfSet } from './tier-act.ts';
import type { TierAct } from './tier-act.ts';

interface Props {
  readonly set: TierSet;
  readonly refusal: string | undefined;
  readonly onAct: (act: TierAct) => void;
}

/** Tills answer invitations as she says; everything else is decided by those who may adjust. */
const tillActs: ReadonlySet<string> = new Set(['accept', 'decline']);

export function TierActs({ set, refusal, onAct }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const mayAdjust = useVerdict('wallet.adjust').isAllowed;
  const mayAnswer = useVerdict('wallet.redeem').isAllowed;
  const acts = actsOfSet(set).filter((kind) => mayAdjust || (mayAnswer && tillActs.has(kind)));
  const label = t('tiers.acts', { name: local(set.name) });
  if (acts.length === 0 || refusal !== undefined)
    return (
      <GuardedButton needs="wallet.adjust" refusal={refusal} aria-label={label}>
        {t('action.more')}
      </GuardedButton>
    );
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: acts.map((kind) => ({
          key: kind,
          label: t(`tiers.act.${kind}`),
          onClick: () => onAct({ kind, set }),
        })),
      }}
    >
      <Button aria-haspopup="menu" aria-label={label}>
        {t('action.more')} <DownOutlined aria-hidden />
      </Button>
    </Dropdown>
  );
}
