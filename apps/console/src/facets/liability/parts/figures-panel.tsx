import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { Instant } from '../../../ui/instant.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { Why } from '../../../ui/why.tsx';
import { isCounting, liabilityKey } from '../said/liability-query.ts';
import { dayOf } from '../said/months.ts';
import type { PartProps } from '../said/part-props.ts';
import { useUnits } from '../said/use-units.ts';

/** What is owed in a few figures, as of when they were counted. */
export function FiguresPanel({ figures, query }: PartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const say = useUnits(figures.decimals);
  const { outstanding, breakage, revenue, asOfAt, differenceUnits, accounts } = figures;
  const money = (minor: number | null) => (minor === null ? t('liability.noValue') : format.money(minor));
  const owedNow = revenue?.months.at(-1)?.liabilityMinor ?? null;
  const { low, high } = breakage.interval;
  const range = t('liability.figure.range', { low: say(Math.round(low)), high: say(Math.round(high)) });
  return (
    <Panel
      title={t('liability.figure.title')}
      extra={
        <>
          <CountAnew figures={figures} query={query} />
          <Why
            name={t('liability.figure.title')}
            definition={t('liability.why.figures')}
            query={query}
            {...(asOfAt === null ? {} : { asOfAt })}
          />
        </>
      }
    >
      <Counted figures={figures} query={query} />
      <div className="figures">
        <Figure label={t('liability.figure.outstanding')} value={say(outstanding.units)}>
          {t('liability.figure.ofMembers', { members: format.integer(accounts) })}
        </Figure>
        <Figure label={t('liability.figure.value')} value={money(outstanding.valueMinor)}>
          {t('liability.figure.valueAll')}
        </Figure>
        <Figure label={t('liability.figure.breakage')} value={say(Math.round(breakage.expectedUnits))}>
          {t('liability.figure.breakageOf', {
            open: say(breakage.openUnits),
            month: format.monthOf(dayOf(breakage.through)),
          })}{' '}
          {range}
        </Figure>
        <Figure label={t('liability.figure.liability')} value={money(owedNow)}>
          {t('liability.figure.liabilityOf')}
        </Figure>
        {outstanding.owed > 0 && (
          <Figure label={t('liability.figure.owed')} value={say(outstanding.owed)}>
            {t('liability.figure.owedOf')}
          </Figure>
        )}
        <Figure
          label={t('liability.figure.difference')}
          value={differenceUnits === 0 ? t('liability.figure.none') : say(differenceUnits)}
        >
          {t(differenceUnits === 0 ? 'liability.figure.differenceNone' : 'liability.figure.differenceSome')}
        </Figure>
      </div>
    </Panel>
  );
}

function Counted({ figures }: PartProps) {
  const { t } = useTranslation();
  const { asOfAt, counting } = figures;
  if (isCounting(figures))
    return (
      <output className="quiet counting">
        {t('liability.counting', { counted: counting.counted, shards: counting.shards })}
      </output>
    );
  if (asOfAt === null) return null;
  return (
    <span className="quiet counting">
      {t('liability.asOf')} <Instant at={asOfAt} precision="second" />
    </span>
  );
}

function CountAnew({ figures }: PartProps) {
  const { t } = useTranslation();
  const queryClient = useQueryClient();
  const { wallet } = figures;
  const count = useMutation({
    mutationFn: () => api.liability.count({ params: { wallet }, body: {} }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: liabilityKey }),
  });
  return (
    <>
      {count.isError && <ProblemPanel error={count.error} isWrite />}
      <GuardedButton
        size="small"
        needs="wallet.liability"
        refusal={isCounting(figures) ? t('liability.isCounting') : undefined}
        loading={count.isPending}
        onClick={() => count.mutate()}
      >
        {t('liability.countAnew')}
      </GuardedButton>
    </>
  );
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  readonly children: ReactNode;
}

function Figure({ label, value, children }: FigureProps) {
  return (
    <span className="figure">
      <span className="quiet">{label}</span>
      <strong>{value}</strong>
      <span className="quiet">{children}</span>
    </span>
  );
}
