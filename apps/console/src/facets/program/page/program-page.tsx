import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useBlocker } from '@tanstack/react-router';
import { Alert } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { installationQuery } from '../../../api/queries.ts';
import { issuesMendedAt } from '../../../editing/issues.ts';
import type { Editor } from '../../../editing/editor.ts';
import type { ProgramEditor } from '../../../facet/program-places.ts';
import { useLocal } from '../../../i18n/use-local.ts';
import { byRank } from '../../../facet/ranked.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { usePlaces } from '../../../facet/use-places.ts';
import { useVerdict } from '../../../reader/session.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { Asked } from '../../../ui/loading/asked.tsx';
import { programQuery } from '../../../stages/program-query.ts';
import { useGo } from '../../../ui/link.tsx';
import { Switched } from '../../../ui/loading/switched.tsx';
import { Page } from '../../../ui/page.tsx';
import { SectionTabs } from '../../../ui/section-tabs.tsx';
import { programPaths } from '../urls/paths.ts';
import { readProgramSearch, withNothingOpen } from '../urls/search.ts';
import type { ProgramSearch } from '../urls/search.ts';
import { DraftNotice } from './draft-notice.tsx';
import { IssueSummary } from './issue-summary.tsx';
import { PublicationProgress } from './publication-progress.tsx';
import { PublicationWarnings } from './publication-warnings.tsx';
import { PublishBar } from './publish-bar.tsx';
import { programQueries } from './program-queries.ts';
import { useEditor } from './use-editor.ts';
import './program-page.css';

/** The program: its documents edited beside a count of who would move; its versions, and the way back. */
export function ProgramPage() {
  const { t } = useTranslation();
  const go = useGo();
  const queryClient = useQueryClient();
  const search = usePageSearch(readProgramSearch);
  const editor = useEditor(useDeferredValue(search.draft));
  const { programEditors, programRecords } = usePlaces();
  const [publishedVersion, setPublishedVersion] = useState<number | null>(null);
  const tabs = byRank([...programEditors, ...programRecords]);
  const openTab = tabs.find(({ id }) => id === search.tab) ?? tabs[0];
  const openEditor = programEditors.find(({ id }) => id === openTab?.id);
  useBlocker({
    shouldBlockFn: ({ current, next }) =>
      editor.isDirty && current.pathname !== next.pathname && !globalThis.confirm(t('program.leave')),
    enableBeforeUnload: editor.isDirty,
  });
  const change = (next: ProgramSearch) => go(programPaths.program(next));
  const goToTab = (id: string) => {
    change({ ...withNothingOpen(search), tab: id });
  };
  const openDraft = (draftId: string | undefined) => {
    const { draft: _, ...rest } = search;
    editor.reset();
    change(draftId === undefined ? rest : { ...rest, draft: draftId });
  };
  const afterPublishing = (version: number) => {
    setPublishedVersion(version);
    openDraft(undefined);
    void queryClient.invalidateQueries({ queryKey: ['program'] });
    void queryClient.invalidateQueries({ queryKey: installationQuery().queryKey });
  };
  return (
    <Page
      title={t('program.pageTitle')}
      lead={<VersionLead />}
      controls={
        openEditor !== undefined && (
          <PublishBar editor={editor} onSaved={openDraft} onPublished={afterPublishing} onDiscard={editor.reset} />
        )
      }
    >
      {publishedVersion !== null && (
        <Asked query={programQueries.publication(publishedVersion)} pending={null}>
          {(publication) => <PublicationProgress version={publishedVersion} publication={publication} />}
        </Asked>
      )}
      <DraftNotice openDraftId={search.draft} documents={editor.settled} onOpen={openDraft} />
      <div>
        <SectionTabs
          active={openTab?.id ?? ''}
          onChange={goToTab}
          items={tabs.map(({ id, label }) => ({ key: id, label: label(t) }))}
        />
        {openTab !== undefined && (
          <Switched thing={openTab.id} pending={<openTab.Pending />}>
            {(id) => <Tab id={id} editor={editor} search={search} onChange={change} onPublished={afterPublishing} />}
          </Switched>
        )}
      </div>
    </Page>
  );
}

function VersionLead() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: program } = useSuspenseQuery(programQuery());
  const { version, effectiveAt } = program;
  // The first version holds since before all facts, and that instant would be no news.
  if (Date.parse(effectiveAt) <= 0) return <>{t('program.leadFirst', { version })}</>;
  return <>{t('program.lead', { version, at: format.instant(effectiveAt) })}</>;
}

interface TabProps {
  readonly id: string;
  readonly editor: Editor;
  readonly search: ProgramSearch;
  readonly onChange: (search: ProgramSearch) => void;
  readonly onPublished: (version: number) => void;
}

function Tab({ id, onPublished, ...parts }: TabProps) {
  const { programEditors, programRecords } = usePlaces();
  const programEditor = programEditors.find((one) => one.id === id);
  const record = programRecords.find((one) => one.id === id);
  return (
    <>
      {programEditor !== undefined && <Workbench programEditor={programEditor} {...parts} />}
      {record !== undefined && (
        <record.Component
          currentVersion={parts.editor.version}
          view={parts.search}
          hrefOf={(view) => programPaths.program({ ...withNothingOpen(parts.search), tab: id, ...view })}
          onPublished={onPublished}
        />
      )}
    </>
  );
}

interface WorkbenchProps extends Omit<TabProps, 'id' | 'onPublished'> {
  readonly programEditor: ProgramEditor;
}

/** What is edited, beside what is wrong with it and who would move. */
function Workbench({ programEditor, editor, search, onChange }: WorkbenchProps) {
  const local = useLocal();
  const verdict = useVerdict('program.edit');
  const { programEditors, programSides } = usePlaces();
  const { id, isWide, Component } = programEditor;
  const onLifecycle = (lifecycle: string) => onChange({ ...search, lifecycle });
  const onItem = (item: string | undefined) => {
    const { item: _, list: _list, who: _who, ...rest } = search;
    onChange(item === undefined ? rest : { ...rest, item });
  };
  return (
    <div className="columns workbench">
      <div className={isWide === true ? 'span-12 workbench-main' : 'span-7 workbench-main'}>
        {!verdict.isAllowed && <Alert type="info" showIcon title={local(verdict.reason)} />}
        <Component
          editor={editor}
          view={search}
          issues={issuesMendedAt(id, programEditors, editor.issues)}
          isDisabled={!verdict.isAllowed}
          onItem={onItem}
          onLifecycle={onLifecycle}
          hrefOf={(view) => programPaths.program({ tab: id, ...view })}
        />
      </div>
      <div className={isWide === true ? 'span-12' : 'span-5 workbench-side'}>
        <IssueSummary issues={editor.issues} search={search} />
        <PublicationWarnings warnings={editor.warnings} />
        {verdict.isAllowed &&
          isWide !== true &&
          programSides.map((side) => (
            <side.Component key={side.rank} tab={id} editor={editor} view={search} onLifecycle={onLifecycle} />
          ))}
      </div>
    </div>
  );
}
