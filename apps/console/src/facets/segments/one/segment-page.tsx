import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { usePageParams } from '../../../facet/use-page-params.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { segmentQueries, segmentsKey } from '../asked/segment-queries.ts';
import { asGroup } from '../editor/node.ts';
import type { Draft } from '../editor/use-draft.ts';
import { segmentsPaths } from '../urls/paths.ts';
import { readSegmentSearch } from '../urls/search.ts';
import { SegmentActions } from './segment-actions.tsx';
import { SegmentForm } from './segment-form.tsx';
import { sentOf } from './sent.ts';
import { VersionsPanel } from './versions-panel.tsx';
import { WhyPanel } from './why-panel.tsx';

/** A saved segment: whom it means, who would come and go with a change, why somebody is in it, and its versions. */
export function SegmentPage() {
  const { t } = useTranslation();
  const go = useGo();
  const queryClient = useQueryClient();
  const { segmentId = '' } = usePageParams();
  const { member, cursor } = usePageSearch(readSegmentSearch);
  const { data: segment } = useSuspenseQuery(segmentQueries.one(segmentId));
  const update = useMutation({
    mutationFn: (draft: Draft) =>
      api.segments.update({ params: { segmentId }, body: { ...sentOf(draft), version: segment.version } }),
    onSuccess: async (saved) => {
      queryClient.setQueryData(segmentQueries.one(segmentId).queryKey, saved);
      await queryClient.invalidateQueries({ queryKey: segmentsKey });
    },
  });
  const show = (next: { readonly member?: string | undefined; readonly cursor?: string | undefined }) =>
    go(segmentsPaths.segment(segmentId, readSegmentSearch({ member, cursor, ...next })), { replace: true });
  return (
    <Page
      title={segment.name}
      lead={
        <span className="segment-lead">
          <RouteLink href={segmentsPaths.segments()}>{t('segments.back')}</RouteLink>
          <span>{t(`segments.classes.${segment.class}`)}</span>
          {segment.isArchived && <span>{t('segments.archived')}</span>}
        </span>
      }
      controls={<SegmentActions segment={segment} />}
    >
      <SegmentForm
        key={`${segment.id} ${segment.version}`}
        first={{ name: segment.name, description: segment.description, condition: asGroup(segment.condition) }}
        saved={segment}
        isSaving={update.isPending}
        error={update.error}
        onSave={(draft) => update.mutate(draft)}
        below={(condition) => (
          <WhyPanel condition={condition} memberId={member} onMember={(next) => show({ member: next })} />
        )}
      />
      <VersionsPanel segmentId={segmentId} cursor={cursor} onCursor={(next) => show({ cursor: next })} />
    </Page>
  );
}
