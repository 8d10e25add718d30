import { useQuery } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../../../editing/document-form/change-part.ts';
import type { FolderDocument } from '../../../editing/document-form/folder-documents.ts';
import { listOf, numberOf } from '../../../editing/document-parts.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonBlock } from '../../../ui/skeleton.tsx';
import { Why } from '../../../ui/why.tsx';
import { unitsText } from '../../../units/units-text.ts';
import { budgetsQuery } from './budgets-query.ts';
import type { RuleBudget } from './budgets-query.ts';

/** How much of what all members share of a rule is used, as it is in force: beside the rule, whatever is written there now. */
export function BudgetOfRule({ document }: { readonly document: FolderDocument }) {
  const { t } = useTranslation();
  const { caps, budgetMinor } = partsOf(document.value);
  const scopes = listOf(caps).map((cap) => partsOf(cap)['per']);
  const { data, error, isPending } = useQuery(budgetsQuery());
  const found = data?.items.find(({ rule }) => rule === document.id);
  const isLimited = found !== undefined || scopes.includes('rule') || numberOf(budgetMinor) !== null;
  const hasOwn = scopes.includes('member') || scopes.includes('wallet');
  if (!isLimited && !hasOwn) return null;
  return (
    <Panel
      title={t('wallets.budget.title')}
      extra={<Why name={t('wallets.budget.title')} definition={t('wallets.budget.why')} query="GET /v1/earn/budgets" />}
    >
      {error !== null && <ProblemPanel error={error} />}
      {isLimited && isPending && <SkeletonBlock height={64} />}
      {found !== undefined && <Used budget={found} />}
      {isLimited && data !== undefined && found === undefined && <p className="quiet">{t('wallets.budget.notYet')}</p>}
      {hasOwn && <p className="hint">{t('wallets.budget.ofMembers')}</p>}
    </Panel>
  );
}

function Used({ budget }: { readonly budget: RuleBudget }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { units, used, left, overrun, decimals, budgetMinor, usedMinor } = budget;
  const say = (count: number) => unitsText(count, decimals, format);
  return (
    <>
      <p>
        <strong>{t('wallets.budget.used', { used: say(used), units: say(units) })}</strong>{' '}
        {t('wallets.budget.left', { left: say(left) })}
      </p>
      <Progress
        percent={units === 0 ? 100 : Math.min(100, Math.round((100 * used) / units))}
        status={overrun > 0 ? 'exception' : 'normal'}
        aria-label={t('wallets.budget.title')}
      />
      {budgetMinor !== null && usedMinor !== null && (
        <p>{t('wallets.budget.money', { used: format.money(usedMinor), budget: format.money(budgetMinor) })}</p>
      )}
      {overrun > 0 && <p className="hint hint-warning">{t('wallets.budget.overrun', { overrun: say(overrun) })}</p>}
      <p className="hint">{t('wallets.budget.period')}</p>
    </>
  );
}
