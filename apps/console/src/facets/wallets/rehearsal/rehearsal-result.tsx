import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../reader/use-format.ts';
import { DrillLink } from '../../../ui/drill.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { Why } from '../../../ui/why.tsx';
import { FigureTable } from './figure-table.tsx';
import { listHref } from './open-props.ts';
import type { OpenProps } from './open-props.ts';
import { MonthChart } from './month-chart.tsx';
import { MoveTable, StandingTable } from './standing-tables.tsx';
import type { Rehearsal, RehearsalResult } from './rehearsal-queries.ts';

interface Props extends OpenProps {
  readonly rehearsal: Rehearsal;
  readonly result: RehearsalResult;
}

/** Who wins, what it costs, by month and by figure, and who stands elsewhere. */
export function RehearsalResultView({ rehearsal, result, ...open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { failed } = result;
  return (
    <>
      <Panel
        title={t('wallets.rehearsal.resultTitle')}
        lead={
          <>
            {t(`wallets.rehearsal.heldAgainst.${rehearsal.against}`, {
              from: rehearsal.from === null ? t('wallets.rehearsal.fromStart') : format.plainDate(rehearsal.from),
              to: rehearsal.to === null ? format.instant(result.asOfAt) : format.plainDate(rehearsal.to),
            })}{' '}
            {t('wallets.rehearsal.counted', {
              members: format.integer(result.members),
              facts: format.integer(result.facts),
            })}
          </>
        }
        extra={
          <Why
            name={t('wallets.rehearsal.resultTitle')}
            definition={t('wallets.rehearsal.why')}
            asOfAt={result.asOfAt}
            query={`GET /v1/program/rehearsals/${rehearsal.id}`}
          />
        }
      >
        <Headline result={result} {...open} />
        {failed.members > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t('wallets.rehearsal.notFolded', { members: format.integer(failed.members) })}
            description={failed.examples.map(({ memberId }) => memberId).join(', ')}
          />
        )}
      </Panel>
      {result.lines.length > 0 && <MonthChart rehearsal={rehearsal} result={result} {...open} />}
      <FigureTable result={result} {...open} />
      <MoveTable result={result} {...open} />
      <StandingTable result={result} {...open} />
    </>
  );
}

function Headline({ result, ...open }: Omit<Props, 'rehearsal'>) {
  const { t } = useTranslation();
  const format = useFormat();
  const { costMinor, membersChanged, gains } = result;
  const difference = costMinor.draft - costMinor.base;
  const money = gains.find(({ line }) => line === null);
  const sides = money === undefined ? [] : (['winners', 'losers'] as const).map((side) => ({ side, ...money[side] }));
  return (
    <dl className="rehearsal-head">
      <div>
        <dt>{t('wallets.rehearsal.cost')}</dt>
        <dd>
          <strong>{format.money(costMinor.draft)}</strong>
          <span className="hint">
            {t('wallets.rehearsal.costBefore', {
              base: format.money(costMinor.base),
              difference: `${difference < 0 ? '−' : '+'}${format.money(Math.abs(difference))}`,
            })}
          </span>
        </dd>
      </div>
      <div>
        <dt>{t('wallets.rehearsal.changed')}</dt>
        <dd>
          <strong>{format.integer(membersChanged)}</strong>
        </dd>
      </div>
      {sides.map(({ side, list, members, amount }) => (
        <div key={side}>
          <dt>{t(`wallets.rehearsal.${side}`)}</dt>
          <dd>
            <strong>
              {members === 0 ? (
                '0'
              ) : (
                <DrillLink figure={members} href={listHref(open, list)}>
                  {format.integer(members)}
                </DrillLink>
              )}
            </strong>
            <span className="hint">{t('wallets.rehearsal.together', { amount: format.money(amount) })}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
