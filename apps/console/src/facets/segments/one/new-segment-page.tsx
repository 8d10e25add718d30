import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { usePageSearch } from '../../../facet/use-page-search.ts';
import { RouteLink, useGo } from '../../../ui/link.tsx';
import { Page } from '../../../ui/page.tsx';
import { segmentQueries, segmentsKey } from '../asked/segment-queries.ts';
import type { Draft } from '../editor/use-draft.ts';
import { emptyCondition, examples } from '../examples/examples.ts';
import { segmentsPaths } from '../urls/paths.ts';
import { exampleNames, readNewSegmentSearch } from '../urls/search.ts';
import { sentOf } from './sent.ts';
import { SegmentForm } from './segment-form.tsx';
import { WhyPanel } from './why-panel.tsx';

/** A segment that is not saved yet. */
export function NewSegmentPage() {
  const { t } = useTranslation();
  const go = useGo();
  const queryClient = useQueryClient();
  const search = usePageSearch(readNewSegmentSearch);
  const example = exampleNames.find((name) => name === search.example);
  const create = useMutation({
    mutationFn: (draft: Draft) => api.segments.create({ body: sentOf(draft) }),
    onSuccess: async (segment) => {
      queryClient.setQueryData(segmentQueries.one(segment.id).queryKey, segment);
      go(segmentsPaths.segment(segment.id));
      await queryClient.invalidateQueries({ queryKey: [...segmentsKey, 'list'] });
    },
  });
  return (
    <Page title={t('segments.new')} lead={<RouteLink href={segmentsPaths.segments()}>{t('segments.back')}</RouteLink>}>
      <SegmentForm
        key={example}
        first={{
          name: example === undefined ? '' : t(`segments.example.${example}`),
          description: '',
          condition: example === undefined ? emptyCondition : examples[example],
        }}
        isSaving={create.isPending}
        error={create.error}
        onSave={(draft) => create.mutate(draft)}
        below={(condition) => (
          <WhyPanel
            condition={condition}
            memberId={search.member}
            onMember={(member) => {
              const { member: _, ...rest } = search;
              go(segmentsPaths.newSegment(member === undefined ? rest : { ...rest, member }), { replace: true });
            }}
          />
        )}
      />
    </Page>
  );
}
