import { PlusOutlined } from '@ant-design/icons';
import { metricsMax } from '@perennial/domain';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { readSettings, settingsPath, writeSettings } from '../../../editing/settings-document.ts';
import type { MetricDocument } from '../../../editing/settings-document.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { DataTable } from '../../../ui/table/data-table.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { RouteLink } from '../../../ui/link.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { IssueList } from '../../../editing/issue-list.tsx';
import { issuesAt } from '../../../editing/issues.ts';
import type { DocumentIssue } from '../../../editing/issues.ts';
import { MetricModal } from './metric-modal.tsx';
import { canAdd, fieldOfMetric, putMetric, removeMetric, usesOf } from './metric-list.ts';
import type { MetricUse } from './metric-list.ts';
import type { ProgramTabProps } from '../../../facet/program-places.ts';
import { readLifecycles } from '../../../stages/lifecycle-document.ts';
import { programPaths } from '../../program/urls/paths.ts';
import './metrics.css';

/** Named metrics of the program: what each counts, who reads it, and the way to change them. */
export function NamedMetrics({ editor, view, issues, onItem, hrefOf }: ProgramTabProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const mayEdit = useVerdict('program.edit').isAllowed;
  const settings = readSettings(editor.documents);
  const { metrics } = settings;
  const change = (next: readonly MetricDocument[]) =>
    editor.changeDocument(settingsPath, writeSettings({ ...settings, metrics: next }));
  const open = metrics.find(({ id }) => id === view.item);
  const namesOf = useStageNames();
  const lifecycles = useMemo(() => readLifecycles(editor.documents), [editor.documents]);
  const uses = (id: string) => usesOf(id, lifecycles);
  const columns: readonly Column<MetricDocument>[] = [
    {
      key: 'name',
      title: t('lifecycle.metrics.name'),
      isLong: true,
      render: (metric) => (
        <MetricCell
          metric={metric}
          href={mayEdit ? hrefOf({ ...view, item: metric.id }) : undefined}
          issues={issuesAt(editor.issues, settingsPath, `metrics[${metrics.indexOf(metric)}]`)}
        />
      ),
    },
    {
      key: 'used',
      title: t('lifecycle.metrics.usedBy'),
      isLong: true,
      render: ({ id }) => <UseLinks uses={uses(id)} draft={view.draft} />,
    },
    {
      key: 'acts',
      title: t('action.edit'),
      render: ({ id, name }) => (
        <span className="row-actions">
          <GuardedButton
            size="small"
            needs="program.edit"
            aria-label={`${t('action.edit')} · ${local(name)}`}
            onClick={() => onItem(id)}
          >
            {t('action.edit')}
          </GuardedButton>
          <GuardedButton
            size="small"
            needs="program.edit"
            refusal={
              uses(id).length > 0 ? t('lifecycle.metrics.removeRefused', { stages: namesOf(uses(id)) }) : undefined
            }
            aria-label={`${t('action.remove')} · ${local(name)}`}
            onClick={() => change(removeMetric(metrics, id))}
          >
            {t('action.remove')}
          </GuardedButton>
        </span>
      ),
    },
  ];
  return (
    <Panel
      title={t('lifecycle.metrics.title')}
      lead={t('lifecycle.metrics.lead')}
      extra={
        <GuardedButton
          icon={<PlusOutlined />}
          needs="program.edit"
          refusal={canAdd(metrics) ? undefined : t('lifecycle.metrics.full', { max: metricsMax })}
          onClick={() => onItem('new')}
        >
          {t('lifecycle.metrics.add')}
        </GuardedButton>
      }
    >
      <IssueList issues={issues.filter(({ path }) => path === 'metrics')} />
      <DataTable
        caption={t('lifecycle.metrics.title')}
        columns={columns}
        rows={metrics}
        rowKey={({ id }) => id}
        empty={t('lifecycle.metrics.none')}
      />
      {mayEdit && (open !== undefined || (view.item === 'new' && canAdd(metrics))) && (
        <MetricModal
          key={view.item}
          metric={open}
          metrics={metrics}
          uses={open === undefined ? '' : namesOf(uses(open.id))}
          onClose={() => onItem(undefined)}
          onDone={(input) => {
            change(putMetric(metrics, open?.id, input));
            onItem(undefined);
          }}
        />
      )}
    </Panel>
  );
}

interface CellProps {
  readonly metric: MetricDocument;
  /** Where it is changed; absent for who may not. */
  readonly href: string | undefined;
  readonly issues: readonly DocumentIssue[];
}

/** Name, window and field of a metric, with what is wrong with it; the window is not said twice. */
function MetricCell({ metric, href, issues }: CellProps) {
  const { t } = useTranslation();
  const local = useLocal();
  const { id, days } = metric;
  const name = local(metric.name) || id;
  const window = days === null ? t('lifecycle.metrics.windowMissing') : t('lifecycle.metrics.window', { days });
  return (
    <>
      {href === undefined ? name : <RouteLink href={href}>{name}</RouteLink>}
      <span className="hint">
        {window !== name && window} <code>{fieldOfMetric(id)}</code>
      </span>
      <IssueList issues={issues} />
    </>
  );
}

/** Stages by name, as a sentence lists them. */
function useStageNames(): (uses: readonly MetricUse[]) => string {
  const local = useLocal();
  const { t } = useTranslation();
  return (uses) => uses.map(({ stage }) => local(stage.name)).join(t('value.separator'));
}

function UseLinks({ uses, draft }: { readonly uses: readonly MetricUse[]; readonly draft: string | undefined }) {
  const { t } = useTranslation();
  const local = useLocal();
  if (uses.length === 0) return <span className="quiet">{t('lifecycle.metrics.unused')}</span>;
  return (
    <span className="use-list">
      {uses.map(({ lifecycle, stage }) => (
        <RouteLink
          key={`${lifecycle.id} ${stage.id}`}
          title={local(lifecycle.name)}
          href={programPaths.program({ lifecycle: lifecycle.id, ...(draft === undefined ? {} : { draft }) })}
        >
          {local(stage.name)}
        </RouteLink>
      ))}
    </span>
  );
}
