import type { Capability } from '@perennial/contracts';
import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Area } from '../facet/navigation.ts';
import type { AreaSection } from '../facet/area-section.ts';
import { usePageParams } from '../facet/use-page-params.ts';
import { usePlaces } from '../facet/use-places.ts';
import { useLocal } from '../i18n/use-local.ts';
import { useSession, useVerdict } from '../reader/session.ts';
import { useGo } from '../ui/link.tsx';
import { Loaded } from '../ui/loading/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { SectionTabs } from '../ui/section-tabs.tsx';
import { canSee, sectionHref, sectionOf, sectionsOf } from './frame.ts';
import { RouteProblemPanel } from './route-problem.tsx';

interface Props {
  readonly area: Area;
}

/** A section of an area, under its tab. */
export function AreaPage({ area }: Props) {
  return (
    <AreaFrame area={area}>
      {({ id, Component, Pending }) => (
        <Loaded key={id} pending={<Pending />}>
          <Component />
        </Loaded>
      )}
    </AreaFrame>
  );
}

export function AreaPending({ area }: Props) {
  return <AreaFrame area={area}>{({ Pending }) => <Pending />}</AreaFrame>;
}

export function AreaProblem({ area, error }: Props & { readonly error: unknown }) {
  return <AreaFrame area={area}>{() => <RouteProblemPanel error={error} />}</AreaFrame>;
}

interface FrameProps extends Props {
  readonly children: (section: AreaSection) => ReactNode;
}

/** The heading and the tabs, which stay while sections come and go. */
function AreaFrame({ area, children }: FrameProps) {
  const { t } = useTranslation();
  const go = useGo();
  const params = usePageParams();
  const { sections } = usePlaces();
  const { capabilities } = useSession();
  const open = sectionsOf(sections, area.id, capabilities);
  const section = sectionOf(sections, area.id, params['section']);
  const title = section === undefined ? area.title(t) : `${area.title(t)} · ${section.label(t)}`;
  return (
    <Page title={title}>
      <div>
        <SectionTabs
          active={section?.id ?? ''}
          onChange={(id) => go(sectionHref({ area: area.id, id }))}
          items={open.map(({ id, label }) => ({ key: id, label: label(t) }))}
        />
        {section === undefined && <NoSection />}
        {section !== undefined && (canSee(section, capabilities) ? children(section) : <Refused section={section} />)}
      </div>
    </Page>
  );
}

function NoSection() {
  const { t } = useTranslation();
  return <Alert type="warning" showIcon title={t('problem.notFound')} description={t('problem.notFoundNext')} />;
}

/** The section is there, for others: whoever was sent its address learns why he does not see it. */
function Refused({ section }: { readonly section: AreaSection }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="info"
      showIcon
      title={t('problem.forbidden')}
      description={section.needs !== undefined && <RefusalReason needs={section.needs} />}
    />
  );
}

function RefusalReason({ needs }: { readonly needs: Capability }) {
  const local = useLocal();
  const verdict = useVerdict(needs);
  return verdict.isAllowed ? null : local(verdict.reason);
}
