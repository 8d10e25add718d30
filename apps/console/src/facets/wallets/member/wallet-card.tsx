import { DownOutlined } from '@ant-design/icons';
import { isSpendable } from '@perennial/domain';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import { toMilliseconds } from '../../../format/format.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Why } from '../../../ui/why.tsx';
import type { MemberSearch } from '../../members/urls/search.ts';
import type { WalletAct } from '../acts/act.ts';
import { unitsText } from '../../../units/units-text.ts';
import { walletsPaths } from '../urls/paths.ts';
import type { Wallet } from '../asked/queries.ts';

interface Props {
  readonly wallet: Wallet;
  readonly memberId: string;
  readonly search: MemberSearch;
  readonly asOfAt: string;
  /** Whether its lists are shown below. */
  readonly isOpen: boolean;
  readonly isLive: boolean;
  /** Why nothing can be done now. */
  readonly refusal: string | undefined;
  readonly onAct: (act: WalletAct) => void;
}

/** A wallet at a glance: what can be spent, what is on its way, what goes next; and what can be done. */
export function WalletCard({ wallet, memberId, search, asOfAt, isOpen, isLive, refusal, onAct }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const local = useLocal();
  const name = local(wallet.name);
  const units = (value: number) => unitsText(value, wallet.decimals, format);
  const { lifecycle, asOf, list } = search;
  const kept = { ...(lifecycle === undefined ? {} : { lifecycle }), ...(asOf === undefined ? {} : { asOf }) };
  const href = walletsPaths.walletsOf(memberId, {
    ...kept,
    ...(list === undefined ? {} : { list }),
    wallet: wallet.wallet,
  });
  return (
    <section className={isOpen ? 'panel wallet-card open' : 'panel wallet-card'} aria-label={name}>
      <header className="panel-head">
        <h2>
          <RouteLink href={href} aria-current={isOpen ? 'true' : undefined}>
            {name}
          </RouteLink>
        </h2>
        <div className="panel-extra">
          {wallet.isBlocked && <span className="tag wallet-blocked">{t('wallets.blocked')}</span>}
          <span className="tag">{wallet.kind === null ? t('wallets.gone') : t(`wallets.kind.${wallet.kind}`)}</span>
        </div>
      </header>
      <p className="wallet-available">
        <strong className={wallet.available < 0 ? 'wallet-figure short' : 'wallet-figure'}>
          {units(wallet.available)}
        </strong>{' '}
        <span className="quiet">{t('wallets.figure.available')}</span>{' '}
        <Why name={t('wallets.figure.available')} definition={t('wallets.whyAvailable')} asOfAt={asOfAt} />
      </p>
      <WalletFigures wallet={wallet} asOfAt={asOfAt} />
      {isLive && <CardActs wallet={wallet} refusal={refusal} onAct={onAct} />}
    </section>
  );
}

function WalletFigures({ wallet, asOfAt }: Pick<Props, 'wallet' | 'asOfAt'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const units = (value: number) => unitsText(value, wallet.decimals, format);
  const nowMs = toMilliseconds(asOfAt);
  const { balance, pending, pendingNext, pendingOtherwise, held, owed, nextExpiry, openedAt, value } = wallet;
  const waits = [
    ...pendingNext.map((one) => ({
      key: one.at,
      text: t('wallets.figureHint.pendingTime', {
        units: units(one.units),
        when: format.relative(one.at, nowMs),
        at: format.day(one.at),
      }),
    })),
    ...(pendingOtherwise > 0
      ? [{ key: '', text: t('wallets.figureHint.pendingOtherwise', { units: units(pendingOtherwise) }) }]
      : []),
  ];
  return (
    <dl className="facts-list">
      <Figure name={t('wallets.figure.balance')}>{units(balance)}</Figure>
      <Figure name={t('wallets.figure.pending')}>
        {units(pending)}
        {waits.map(({ key, text }) => (
          <span key={key} className="hint">
            {text}
          </span>
        ))}
      </Figure>
      <Figure name={t('wallets.figure.held')}>{units(held)}</Figure>
      {owed > 0 && <Figure name={t('wallets.figure.owed')}>{units(owed)}</Figure>}
      <Figure name={t('wallets.figure.nextExpiry')}>
        {nextExpiry === null ? (
          <span className="quiet">{t('wallets.figureHint.noExpiry')}</span>
        ) : (
          <>
            {t('wallets.figureHint.nextExpiry', {
              units: units(nextExpiry.units),
              when: format.relative(nextExpiry.at, nowMs),
            })}
            <span className="hint">{format.instant(nextExpiry.at)}</span>
          </>
        )}
      </Figure>
      {value !== null && balance > 0 && (
        <Figure name={t('wallets.figure.worth')}>
          {format.money(Math.floor((balance * value.minor) / value.units))}
        </Figure>
      )}
      <Figure name={t('wallets.figure.ever')}>
        {t('wallets.figureHint.ever', {
          earned: units(wallet.earned),
          spent: units(wallet.spent),
          expired: units(wallet.expired),
        })}
      </Figure>
      {openedAt !== null && (
        <Figure name={t('wallets.figure.opened')}>
          <Instant at={openedAt} />
        </Figure>
      )}
    </dl>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function CardActs({ wallet, refusal, onAct }: Pick<Props, 'wallet' | 'refusal' | 'onAct'>) {
  const { t } = useTranslation();
  const local = useLocal();
  const mayAdjust = useVerdict('wallet.adjust').isAllowed;
  const mayRedeem = useVerdict('wallet.redeem').isAllowed;
  const name = local(wallet.name);
  const isSpent = wallet.kind !== null && isSpendable(wallet.kind);
  const label = (act: 'redeem' | 'adjust') => `${t(`wallets.act.${act}`)} · ${name}`;
  const toggle = wallet.isBlocked ? 'unblock' : 'block';
  return (
    <div className="row-actions">
      {isSpent && (
        <GuardedButton
          needs="wallet.redeem"
          type="primary"
          refusal={refusal}
          aria-label={label('redeem')}
          onClick={() => onAct({ kind: 'redeem', wallet })}
        >
          {t('wallets.act.redeem')}
        </GuardedButton>
      )}
      <GuardedButton
        needs="wallet.adjust"
        refusal={refusal}
        disabled={wallet.kind === null}
        aria-label={label('adjust')}
        onClick={() => onAct({ kind: 'adjust', wallet })}
      >
        {t('wallets.act.adjust')}
      </GuardedButton>
      {(mayAdjust || (mayRedeem && isSpent)) && refusal === undefined && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              ...(isSpent
                ? [
                    {
                      key: 'transfer',
                      label: t('wallets.act.transfer'),
                      disabled: !mayRedeem,
                      onClick: () => onAct({ kind: 'transfer', wallet }),
                    },
                  ]
                : []),
              {
                key: toggle,
                label: t(`wallets.act.${toggle}`),
                disabled: !mayAdjust,
                onClick: () => onAct({ kind: toggle, wallet }),
              },
            ],
          }}
        >
          <Button aria-haspopup="menu" aria-label={t('wallets.act.label', { wallet: name })}>
            {t('action.more')} <DownOutlined aria-hidden />
          </Button>
        </Dropdown>
      )}
    </div>
  );
}
