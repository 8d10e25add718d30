import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Result } from '../../../api/queries.ts';
import { writeCondition } from '../../../conditions/address-condition.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { useFormat } from '../../../reader/use-format.ts';
import { GuardedButton } from '../../../ui/guarded-button.tsx';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Asked } from '../../../ui/loading/asked.tsx';
import { Page } from '../../../ui/page.tsx';
import { Panel } from '../../../ui/panel.tsx';
import { SkeletonRows } from '../../../ui/skeleton.tsx';
import type { Column } from '../../../ui/table/data-table.tsx';
import { DataTable } from '../../../ui/table/data-table.tsx';
import { Pager } from '../../../ui/table/pager.tsx';
import { membersPaths } from '../urls/paths.ts';
import { readTagsSearch } from '../urls/search.ts';
import { ChangeTag } from './change-tag.tsx';
import type { TagAct } from './change-tag.tsx';
import { tagsQuery } from './tag-queries.ts';

type TagsAnswer = Result<'tags', 'list'>;
type Tag = TagsAnswer['items'][number];

/** Every tag that somebody carries, with its people. */
export function TagsPage() {
  const { t } = useTranslation();
  const { cursor } = usePageSearch(readTagsSearch);
  return (
    <Page
      title={t('members.tags.title')}
      lead={t('members.tags.pageLead')}
      controls={<RouteLink href={membersPaths.members()}>{t('members.searchClear')}</RouteLink>}
    >
      <Panel title={t('members.tags.title')}>
        <Asked key={cursor ?? ''} query={tagsQuery(cursor)} pending={<SkeletonRows />}>
          {(page) => <Tags page={page} isFirst={cursor === undefined} />}
        </Asked>
      </Panel>
    </Page>
  );
}

/** A figure opens exactly itself: the list is narrowed by what was counted. */
function listOfTag(tag: string): string {
  return membersPaths.members({ condition: writeCondition({ field: `tag.${tag}`, operator: '=', value: true }) });
}

function Tags({ page, isFirst }: { readonly page: TagsAnswer; readonly isFirst: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const go = useGo();
  const [act, setAct] = useState<TagAct>();
  const columns: readonly Column<Tag>[] = [
    { key: 'tag', title: t('members.tags.column.tag'), render: ({ tag }) => tag },
    {
      key: 'members',
      title: t('members.tags.column.members'),
      isNumber: true,
      render: ({ tag, members, isMasked }) =>
        isMasked ? format.integer(members) : <RouteLink href={listOfTag(tag)}>{format.integer(members)}</RouteLink>,
    },
    {
      key: 'lastUsedAt',
      title: t('members.tags.column.lastUsed'),
      render: ({ lastUsedAt }) => (lastUsedAt === null ? '–' : format.instant(lastUsedAt)),
    },
    {
      key: 'acts',
      title: '',
      render: (tag) =>
        (['rename', 'delete'] as const).map((kind) => (
          <GuardedButton
            key={kind}
            needs="members.tagMany"
            type="link"
            size="small"
            danger={kind === 'delete'}
            aria-label={`${t(`members.tags.act.${kind}`)}: ${tag.tag}`}
            onClick={() => setAct({ kind, tag: tag.tag, members: tag.members })}
          >
            {t(`members.tags.act.${kind}`)}
          </GuardedButton>
        )),
    },
  ];
  return (
    <>
      <DataTable
        caption={t('members.tags.title')}
        columns={columns}
        rows={page.items}
        rowKey={({ tag }) => tag}
        empty={t('members.tags.none')}
      />
      <Pager
        label={t('members.tags.title')}
        isFirst={isFirst}
        nextCursor={page.nextCursor}
        onFirst={() => go(membersPaths.tags())}
        onCursor={(cursor) => go(membersPaths.tags({ cursor }))}
      />
      {act !== undefined && <ChangeTag act={act} onClose={() => setAct(undefined)} />}
    </>
  );
}
