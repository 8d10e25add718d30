import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useBlocker, useSearch } from '@tanstack/react-router';
import { Alert, Tabs } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { programQuery } from '../../../api/queries.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { useLifecycle, useLifecycleView } from '../../../stages/use-lifecycle.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { SkeletonBlock } from '../../../ui/skeleton.tsx';
import { lifecycleTabs, paths } from '../../../urls/paths.ts';
import type { LifecycleTab } from '../../../urls/paths.ts';
import { readLifecycleSearch } from '../../../urls/search.ts';
import type { LifecycleSearch } from '../../../urls/search.ts';
import { GeneralSettings } from '../settings/general-settings.tsx';
import { IdentityPolicies } from '../../identity/policies/identity-policies.tsx';
import { NamedMetrics } from '../../lifecycle/metrics/named-metrics.tsx';
import type { ProgramTabProps } from '../../../editing/program-tab.ts';
import { DraftNotice } from './draft-notice.tsx';
import { IssueSummary } from '../../../editing/issue-list.tsx';
import { PreviewPanel } from '../../lifecycle/editor/preview-panel.tsx';
import { PublicationProgress, PublishBar } from './publish-bar.tsx';
import { StageListEditor } from '../../lifecycle/editor/stage-list-editor.tsx';
import { useEditor } from './use-editor.ts';
import { Versions } from './versions.tsx';
import './program-page.css';

/** The program: stages, metrics, settings and identities edited beside a count of who would move; its versions, and the way back. */
export function LifecyclePage() {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const queryClient = useQueryClient();
  const search = readLifecycleSearch(useSearch({ strict: false }));
  const { data: program } = useQuery(programQuery());
  const editor = useEditor(search);
  const [publishedVersion, setPublishedVersion] = useState<number | null>(null);
  const tab = lifecycleTabs.find((one) => one === search.tab) ?? 'stages';
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      editor?.isDirty === true && current.pathname !== next.pathname && !globalThis.confirm(t('lifecycle.leave')),
    enableBeforeUnload: editor?.isDirty === true,
  });
  const change = (next: LifecycleSearch) => go(paths.lifecycle(next), { replace: true });
  const onItem = (item: string | undefined) => {
    const { item: _, ...rest } = search;
    change(item === undefined ? rest : { ...rest, item });
  };
  const openDraft = (draftId: string | undefined) => {
    const { draft: _, ...rest } = search;
    editor?.reset();
    change(draftId === undefined ? rest : { ...rest, draft: draftId });
  };
  const afterPublishing = (version: number) => {
    setPublishedVersion(version);
    openDraft(undefined);
    void queryClient.invalidateQueries({ queryKey: ['program'] });
  };
  return (
    <Page
      title={t('lifecycle.pageTitle')}
      lead={
        program !== undefined &&
        // The first version holds since before all facts, and that instant would be no news.
        (Date.parse(program.effectiveAt) > 0
          ? t('lifecycle.lead', { version: program.version, at: format.instant(program.effectiveAt) })
          : t('lifecycle.leadFirst', { version: program.version }))
      }
      controls={
        editor !== undefined &&
        tab !== 'versions' && (
          <PublishBar editor={editor} onSaved={openDraft} onPublished={afterPublishing} onDiscard={editor.reset} />
        )
      }
    >
      {publishedVersion !== null && <PublicationProgress version={publishedVersion} />}
      <DraftNotice openDraftId={search.draft} onOpen={openDraft} />
      <div>
        <Tabs
          activeKey={tab}
          onChange={(key) => {
            const { item: _, ...rest } = search;
            change({ ...rest, tab: key });
          }}
          items={lifecycleTabs.map((key) => ({ key, label: t(`lifecycle.tab.${key}`) }))}
        />
        {editor === undefined && <SkeletonBlock height={480} label={t('lifecycle.stages')} />}
        {editor !== undefined && tab !== 'versions' && (
          <Workbench
            tab={tab}
            editor={editor}
            search={search}
            onItem={onItem}
            onLifecycle={(lifecycle) => change({ ...search, lifecycle })}
          />
        )}
        {editor !== undefined && tab === 'versions' && (
          <Versions currentVersion={editor.version} onPublished={afterPublishing} />
        )}
      </div>
    </Page>
  );
}

interface WorkbenchProps extends ProgramTabProps {
  readonly tab: Exclude<LifecycleTab, 'versions'>;
  readonly onLifecycle: (id: string) => void;
}

/** What is edited, beside what is wrong with it and who would move. */
function Workbench({ tab, onLifecycle, ...parts }: WorkbenchProps) {
  const local = useLocal();
  const { editor, search } = parts;
  const verdict = useVerdict('program.edit');
  const view = useLifecycleView(editor.lifecycle);
  const presentView = useLifecycle(editor.lifecycle.id);
  const isDisabled = !verdict.isAllowed;
  const editors: Readonly<Record<typeof tab, ReactNode>> = {
    stages: <StageListEditor editor={editor} view={view} isDisabled={isDisabled} onLifecycle={onLifecycle} />,
    metrics: <NamedMetrics {...parts} />,
    settings: <GeneralSettings {...parts} />,
    identities: <IdentityPolicies {...parts} />,
  };
  return (
    <div className="columns workbench">
      <div className="span-7 workbench-main">
        {!verdict.isAllowed && <Alert type="info" showIcon title={local(verdict.reason)} />}
        {editors[tab]}
      </div>
      <div className="span-5 preview-side">
        <IssueSummary issues={editor.issues} search={search} />
        {verdict.isAllowed && (
          <PreviewPanel
            editor={editor}
            view={view}
            presentView={presentView}
            onLifecycle={tab === 'stages' ? undefined : onLifecycle}
          />
        )}
      </div>
    </div>
  );
}
