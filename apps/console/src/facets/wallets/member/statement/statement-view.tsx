import { useMutation } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../../i18n/use-local.ts';
import { useFormat } from '../../../../reader/use-format.ts';
import { DayPicker } from '../../../../ui/day/day-picker.tsx';
import { downloadFile } from '../../../../ui/export/download.ts';
import { Instant } from '../../../../ui/instant.tsx';
import { Asked } from '../../../../ui/loading/asked.tsx';
import { ProblemPanel } from '../../../../ui/problem-panel.tsx';
import { SkeletonRows } from '../../../../ui/skeleton.tsx';
import { DataTable } from '../../../../ui/table/data-table.tsx';
import type { Column } from '../../../../ui/table/data-table.tsx';
import { Pager } from '../../../../ui/table/pager.tsx';
import type { MemberSearch } from '../../../members/urls/search.ts';
import { movedText, unitsText } from '../../../../units/units-text.ts';
import { useEntryColumns } from '../lists/entry-table.tsx';
import { OriginOf } from '../lists/origin-of.tsx';
import { statementQuery } from '../../asked/queries.ts';
import type { Statement, Wallet } from '../../asked/queries.ts';
import { downloadStatement } from './download-statement.ts';

interface Props {
  readonly wallet: Wallet;
  readonly memberId: string;
  readonly search: MemberSearch;
  readonly asOf: string | undefined;
  readonly onChange: (part: Omit<MemberSearch, 'tab'>) => void;
}

/** What the balance was by the end of a day and how it came about, with the signed document. */
export function StatementView({ wallet, memberId, search, asOf, onChange }: Props) {
  const { t } = useTranslation();
  const { from, to = asOf, cursor } = search;
  const days = { ...(from === undefined ? {} : { from }), ...(search.to === undefined ? {} : { to: search.to }) };
  const asked = {
    memberId,
    wallet: wallet.wallet,
    ...days,
    ...(to === undefined ? {} : { to }),
    ...(cursor === undefined ? {} : { cursor }),
  };
  const change = (part: 'from' | 'to', day: string | undefined) => {
    const { [part]: _, ...rest } = days;
    onChange(day === undefined ? rest : { ...rest, [part]: day });
  };
  return (
    <>
      <div className="filter-row">
        <label className="control">
          <span>{t('wallets.statement.from')}</span>
          <DayPicker
            value={from}
            placeholder={t('wallets.statement.fromStart')}
            aria-label={t('wallets.statement.from')}
            onChange={(day) => change('from', day)}
          />
        </label>
        <label className="control">
          <span>{t('wallets.statement.to')}</span>
          <DayPicker
            value={to}
            placeholder={t('wallets.statement.toNow')}
            aria-label={t('wallets.statement.to')}
            onChange={(day) => change('to', day)}
          />
        </label>
        <Download memberId={memberId} wallet={wallet.wallet} to={to} />
      </div>
      <Asked query={statementQuery(asked)} pending={<SkeletonRows />} onFirst={() => onChange(days)}>
        {(statement, isStale) => (
          <>
            <StatementFacts statement={statement} />
            <StatementLots statement={statement} memberId={memberId} isStale={isStale} />
            <StatementEntries statement={statement} memberId={memberId} isStale={isStale} />
            <Pager
              label={t('wallets.statement.entries')}
              isFirst={cursor === undefined}
              nextCursor={statement.nextCursor}
              onFirst={() => onChange(days)}
              onCursor={(next) => onChange({ ...days, cursor: next })}
            />
          </>
        )}
      </Asked>
    </>
  );
}

interface DownloadProps {
  readonly memberId: string;
  readonly wallet: string;
  readonly to: string | undefined;
}

function Download({ memberId, wallet, to }: DownloadProps) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const download = useMutation({
    mutationFn: () => downloadStatement({ memberId, wallet, at: to }),
    onSuccess: (files) => {
      for (const { name, text } of files) downloadFile(name, new Blob([text], { type: 'application/json' }));
      void message.success(t('wallets.statement.downloaded'));
    },
  });
  return (
    <>
      <Button
        className="spacer"
        title={t('wallets.statement.downloadHint')}
        loading={download.isPending}
        onClick={() => download.mutate()}
      >
        {t('wallets.statement.download')}
      </Button>
      {download.error !== null && <ProblemPanel error={download.error} onRetry={() => download.mutate()} />}
    </>
  );
}

/** Opening, movements by kind and balance: what stands above adds up to what stands below. */
function StatementFacts({ statement }: { readonly statement: Statement }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { decimals, opening, movements, closing, asOfAt } = statement;
  const units = (value: number) => unitsText(value, decimals, format);
  const parts = (['available', 'pending', 'held', 'owed'] as const).filter((part) => closing[part] !== 0);
  return (
    <dl className="facts-list statement-facts">
      <div>
        <dt>{t('wallets.statement.opening')}</dt>
        <dd>{units(opening.balance)}</dd>
      </div>
      {movements.map(({ kind, entries, units: moved }) => (
        <div key={kind}>
          <dt>{t('wallets.statement.movementCount', { kind: t(`wallets.entryKind.${kind}`), count: entries })}</dt>
          <dd>{movedText(moved, decimals, format)}</dd>
        </div>
      ))}
      <div className="statement-sum">
        <dt>{t('wallets.statement.closing', { at: format.instant(asOfAt) })}</dt>
        <dd>{units(closing.balance)}</dd>
      </div>
      {parts.map((part) => (
        <div key={part}>
          <dt>
            {t('wallets.statement.ofWhich')} · {t(`wallets.figure.${part}`)}
          </dt>
          <dd>{units(closing[part])}</dd>
        </div>
      ))}
    </dl>
  );
}

interface PartProps {
  readonly statement: Statement;
  readonly memberId: string;
  readonly isStale: boolean;
}

type LotThen = Statement['lots'][number];

function StatementLots({ statement, memberId, isStale }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const units = (value: number) => unitsText(value, statement.decimals, format);
  const columns: readonly Column<LotThen>[] = [
    { key: 'lot', title: t('wallets.lot.number'), render: ({ lot }) => format.integer(lot) },
    {
      key: 'state',
      title: t('wallets.lot.state'),
      render: ({ isPending }) => t(`wallets.lotState.${isPending ? 'pending' : 'open'}`),
    },
    { key: 'remaining', title: t('wallets.lot.remaining'), isNumber: true, render: (lot) => units(lot.remaining) },
    {
      key: 'expires',
      title: t('wallets.lot.expires'),
      render: ({ expiresAt }) =>
        expiresAt === null ? (
          <span className="quiet">{t('value.never')}</span>
        ) : (
          <Instant at={expiresAt} precision="second" />
        ),
    },
    {
      key: 'origin',
      title: t('wallets.lot.origin'),
      isLong: true,
      render: ({ origin, rule }) => <OriginOf origin={origin} rule={rule} memberId={memberId} />,
    },
  ];
  return (
    <>
      <h3>{t('wallets.statement.lots')}</h3>
      <DataTable
        caption={t('wallets.statement.lots')}
        columns={columns}
        rows={statement.lots}
        rowKey={({ lot }) => String(lot)}
        empty={t('wallets.lot.none')}
        isStale={isStale}
      />
    </>
  );
}

function StatementEntries({ statement, memberId, isStale }: PartProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const columns = useEntryColumns(statement, memberId);
  return (
    <>
      <h3>{t('wallets.statement.entries')}</h3>
      <DataTable
        caption={`${t('wallets.statement.entries')} · ${local(statement.name)}`}
        columns={columns}
        rows={statement.items}
        rowKey={({ sequence }) => String(sequence)}
        empty={t('wallets.entry.none')}
        isStale={isStale}
      />
    </>
  );
}
