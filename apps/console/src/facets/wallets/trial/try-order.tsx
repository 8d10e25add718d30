import { earningFolder } from '@perennial/domain';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../../../editing/document-form/change-part.ts';
import { documentsIn } from '../../../editing/document-form/folder-documents.ts';
import { listOf } from '../../../editing/document-parts.ts';
import type { Documents } from '../../../editing/documents.ts';
import type { Editor } from '../../../editing/editor.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useDebounced } from '../../../reader/use-debounced.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Panel } from '../../../ui/panel.tsx';
import { ProblemPanel } from '../../../ui/problem-panel.tsx';
import { SkeletonBlock } from '../../../ui/skeleton.tsx';
import { OrderForm } from './order-form.tsx';
import { TrialResult } from './trial-result.tsx';
import { forecastQuery } from './trial-queries.ts';
import { emptyOrder, toBasket } from './typed-order.ts';
import './trial.css';

interface Props {
  readonly editor: Editor;
  /** Id of the rule that is open. */
  readonly open: string | undefined;
}

const restMs = 400;

/** An order that nobody has placed, tried on the rules as they are being written and on those in force, as it is typed. */
export function TryOrder({ editor, open }: Props) {
  const { t } = useTranslation();
  const { zone } = useFormat();
  const canRead = useVerdict('wallet.read').isAllowed;
  const canTryDraft = useVerdict('program.edit').isAllowed;
  const [order, setOrder] = useState(emptyOrder);
  const settled = useDebounced(order, restMs);
  const asked = { memberId: settled.memberId, basket: toBasket(settled, zone) };
  const tenders = useMemo(() => tendersIn(editor.settled), [editor.settled]);
  const isDrafted = editor.isChanged && editor.isValid && canTryDraft;
  const live = useQuery({ ...forecastQuery(asked), enabled: canRead });
  const draft = useQuery({
    ...forecastQuery({ ...asked, documents: editor.settled }),
    enabled: canRead && isDrafted,
  });
  const error = (isDrafted ? draft.error : null) ?? live.error;
  const isStale = settled !== order || live.isPlaceholderData || (isDrafted && draft.isPlaceholderData);
  if (!canRead) return null;
  return (
    <Panel
      title={t('wallets.trial.title')}
      lead={t('wallets.trial.lead')}
      extra={<Button onClick={() => setOrder(emptyOrder)}>{t('wallets.trial.reset')}</Button>}
    >
      <div className="trial">
        <OrderForm order={order} tenders={tenders} onChange={setOrder} />
        {editor.isChanged && !editor.isValid && <Alert type="warning" showIcon title={t('wallets.trial.notValid')} />}
        {error !== null && <ProblemPanel error={error} />}
        {error === null && live.data === undefined && <SkeletonBlock height={160} />}
        {error === null && live.data !== undefined && (
          <output className="block" aria-label={t('wallets.trial.result')}>
            <TrialResult draft={isDrafted ? draft.data : undefined} live={live.data} open={open} isStale={isStale} />
          </output>
        )}
        <p className="hint">{t('wallets.trial.limits')}</p>
      </div>
    </Panel>
  );
}

/** Means of payment that rules leave out of what counts: worth trying. */
function tendersIn(documents: Documents): readonly string[] {
  const rules = documentsIn(earningFolder, documents).map(({ value }) => partsOf(value));
  const tenders = rules.flatMap((rule) => listOf(rule['excludes'])).filter((one) => typeof one === 'string');
  return [...new Set(tenders)];
}
