import { useTranslation } from 'react-i18next';
import { useLocal } from '../../../i18n/use-local.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { unitsText } from '../../../units/units-text.ts';
import type { Forecast, RuleForecast } from './trial-queries.ts';
import { WhenSpendable } from './when-text.tsx';
import { whyTexts } from './why-text.ts';

interface Props {
  /** By what is edited; undefined where it differs in nothing from what is in force. */
  readonly draft: Forecast | undefined;
  readonly live: Forecast;
  /** The rule that is open in the editor. */
  readonly open: string | undefined;
  readonly isStale: boolean;
}

/** What an order would earn, by rule and by wallet: by the draft, beside what is in force. */
export function TrialResult({ draft, live, open, isStale }: Props) {
  const { t } = useTranslation();
  const local = useLocal();
  const format = useFormat();
  const shown = draft ?? live;
  const rows = rowsOf(draft, live);
  const decimalsOf = (wallet: string) =>
    [...shown.wallets, ...live.wallets].find((one) => one.wallet === wallet)?.decimals ?? 0;
  const nameOf = (rule: string) => {
    const found = rows.find((row) => row.shown.rule === rule);
    return found === undefined ? rule : local(found.shown.name);
  };
  const unitsOf = (rule: RuleForecast | undefined) =>
    rule === undefined ? t('value.none') : unitsText(rule.units, decimalsOf(rule.wallet), format);
  const columns: readonly Column<Row>[] = [
    {
      key: 'rule',
      title: t('wallets.trial.rule'),
      isFluid: true,
      render: ({ shown: { rule, name }, isGone }) => (
        <span className="trial-rule">
          {rule === open ? <strong>{local(name)}</strong> : local(name)}
          {isGone && <span className="hint">{t('wallets.trial.gone')}</span>}
        </span>
      ),
    },
    {
      key: 'counted',
      title: t('wallets.trial.counted'),
      isNumber: true,
      render: ({ shown: { countedMinor } }) => format.money(countedMinor),
    },
    {
      key: 'units',
      title: t('wallets.trial.earns'),
      isNumber: true,
      render: (row) => <Earned {...row} say={unitsOf} />,
    },
    ...(draft === undefined
      ? []
      : [
          {
            key: 'live',
            title: t('wallets.trial.inForce'),
            isNumber: true,
            render: ({ before }: Row) => <span className="quiet">{unitsOf(before)}</span>,
          },
        ]),
    {
      key: 'why',
      title: t('wallets.trial.whyNotMore'),
      isLong: true,
      render: ({ shown: rule }) => (
        <ul className="trial-why">
          {whyTexts(rule, { t, format, nameOf, decimals: decimalsOf(rule.wallet) }).map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      ),
    },
    { key: 'when', title: t('wallets.trial.when'), render: ({ shown: rule }) => <WhenSpendable lot={rule.lot} /> },
  ];
  return (
    <div data-stale={isStale}>
      <Totals draft={draft} live={live} />
      <DataTable
        caption={t('wallets.trial.table')}
        columns={columns}
        rows={rows}
        rowKey={({ shown: { rule } }) => rule}
        empty={t('wallets.trial.noRules')}
        isStale={isStale}
      />
    </div>
  );
}

interface Row {
  readonly shown: RuleForecast;
  readonly before: RuleForecast | undefined;
  readonly isGone: boolean;
}

/** The rules of the draft, then those that it does not have any more. */
function rowsOf(draft: Forecast | undefined, live: Forecast): readonly Row[] {
  const before = (rule: string) => live.rules.find((one) => one.rule === rule);
  if (draft === undefined) return live.rules.map((shown) => ({ shown, before: shown, isGone: false }));
  const kept = draft.rules.map((shown) => ({ shown, before: before(shown.rule), isGone: false }));
  const gone = live.rules.filter(({ rule }) => !draft.rules.some((one) => one.rule === rule));
  const nothing = { wanted: 0, units: 0, countedMinor: 0, why: null, limits: [], lot: null };
  return [...kept, ...gone.map((one) => ({ shown: { ...one, ...nothing }, before: one, isGone: true }))];
}

function Earned({ shown, before, say }: Row & { readonly say: (rule: RuleForecast) => string }) {
  return shown.units === before?.units ? <>{say(shown)}</> : <strong>{say(shown)}</strong>;
}

function Totals({ draft, live }: Pick<Props, 'draft' | 'live'>) {
  const { t } = useTranslation();
  const local = useLocal();
  const format = useFormat();
  const shown = draft ?? live;
  const others = live.wallets.filter(({ wallet }) => !shown.wallets.some((one) => one.wallet === wallet));
  const wallets = [...shown.wallets, ...others.map((one) => ({ ...one, units: 0 }))];
  return (
    <dl className="trial-totals">
      {wallets.map(({ wallet, name, decimals, units }) => {
        const before = live.wallets.find((one) => one.wallet === wallet)?.units ?? 0;
        return (
          <div key={wallet}>
            <dt>{local(name)}</dt>
            <dd>
              <strong>{unitsText(units, decimals, format)}</strong>
              {draft !== undefined && (
                <span className="quiet">
                  {before === units
                    ? t('wallets.trial.same')
                    : t('wallets.trial.before', { units: unitsText(before, decimals, format) })}
                </span>
              )}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
