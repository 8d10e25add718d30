import { useTranslation } from 'react-i18next';
import { personName } from '../../../../i18n/person-name.ts';
import { useLocal } from '../../../../i18n/use-local.ts';
import { useFormat } from '../../../../reader/use-format.ts';
import { GuardedButton } from '../../../../ui/guarded-button.tsx';
import { Instant } from '../../../../ui/instant.tsx';
import { DataTable } from '../../../../ui/table/data-table.tsx';
import type { Column } from '../../../../ui/table/data-table.tsx';
import { causeText } from '../../said/origin-text.ts';
import { reasonText } from '../../../../units/reason-text.ts';
import { movedText, unitsText } from '../../../../units/units-text.ts';
import type { Entry, Wallet } from '../../asked/queries.ts';
import type { ActingProps } from './acting-props.ts';
import { OriginOf } from './origin-of.tsx';

interface Props extends ActingProps {
  readonly entries: readonly Entry[];
  readonly isStale: boolean;
}

/** Movements of a wallet, each with all that explains it. */
export function EntryTable({ wallet, memberId, entries, isStale, refusal, onAct }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const columns = useEntryColumns(wallet, memberId);
  const acts: Column<Entry> = {
    key: 'acts',
    title: '',
    render: (entry) =>
      entry.kind === 'spend' || entry.kind === 'capture' ? (
        <GuardedButton
          needs="wallet.redeem"
          size="small"
          type="link"
          refusal={refusal}
          aria-label={`${t('wallets.act.reverse')} · ${t('wallets.entry.number')} ${entry.sequence}`}
          onClick={() => onAct({ kind: 'reverse', wallet, entry })}
        >
          {t('wallets.act.reverse')}
        </GuardedButton>
      ) : null,
  };
  return (
    <DataTable
      caption={t('wallets.entry.table', { wallet: local(wallet.name) })}
      columns={[...columns, acts]}
      rows={entries}
      rowKey={({ sequence }) => String(sequence)}
      empty={t('wallets.entry.none')}
      isStale={isStale}
    />
  );
}

/** The columns of entries, wherever they are listed. */
export function useEntryColumns(wallet: Pick<Wallet, 'decimals'>, memberId: string): readonly Column<Entry>[] {
  const { t } = useTranslation();
  const format = useFormat();
  const { decimals } = wallet;
  return [
    { key: 'sequence', title: t('wallets.entry.number'), render: ({ sequence }) => format.integer(sequence) },
    { key: 'at', title: t('wallets.entry.at'), render: ({ at }) => <Instant at={at} precision="second" /> },
    { key: 'kind', title: t('wallets.entry.kind'), render: ({ kind }) => t(`wallets.entryKind.${kind}`) },
    {
      key: 'units',
      title: t('wallets.entry.units'),
      isNumber: true,
      render: ({ units }) => movedText(units, decimals, format),
    },
    {
      key: 'balance',
      title: t('wallets.entry.balance'),
      isNumber: true,
      render: ({ balanceAfter }) => unitsText(balanceAfter, decimals, format),
    },
    {
      key: 'why',
      title: t('wallets.entry.why'),
      isLong: true,
      render: (entry) => <EntryWhy entry={entry} decimals={decimals} memberId={memberId} />,
    },
  ];
}

interface WhyProps {
  readonly entry: Entry;
  readonly decimals: number;
  readonly memberId: string;
}

/** Rule and version, order or event or decision, who and why, and the lots that it went through. */
function EntryWhy({ entry, decimals, memberId }: WhyProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const units = (value: number) => unitsText(value, decimals, format);
  const { cause, reason, lots, owed, reverses, rule, programVersion } = entry;
  const said = [
    causeText(cause, t),
    cause.by === '' ? '' : t('wallets.entry.by', { name: personName(cause.by, t) }),
    reason === '' ? '' : t('wallets.entry.reason', { reason: reasonText(reason, t) }),
    reverses === null ? '' : t('wallets.entry.reverses', { entry: reverses }),
    rule === null ? t('wallets.entry.version', { version: programVersion }) : '',
  ].filter((part) => part !== '');
  const shares = lots.map(({ lot, units: share }) => t('wallets.entry.share', { lot, units: units(share) }));
  return (
    <span className="entry-why">
      <OriginOf origin={entry.origin} rule={rule} memberId={memberId} />
      <span className="quiet">{said.join(' · ')}</span>
      {(shares.length > 0 || owed > 0) && (
        <span className="quiet" title={t('wallets.entry.digest', { digest: entry.digest })}>
          {[...shares, ...(owed > 0 ? [t('wallets.entry.owed', { units: units(owed) })] : [])].join(
            t('value.separator'),
          )}
        </span>
      )}
    </span>
  );
}
