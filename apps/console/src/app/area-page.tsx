import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Area } from '../facet/navigation.ts';
import type { AreaSection } from '../facet/area-section.ts';
import { usePageParams } from '../facet/use-page-params.ts';
import { usePlaces } from '../facet/use-places.ts';
import { useSession } from '../reader/session.ts';
import { useGo } from '../ui/link.tsx';
import { Loaded } from '../ui/loading/loaded.tsx';
import { Page } from '../ui/page.tsx';
import { SectionTabs } from '../ui/section-tabs.tsx';
import { sectionHref, sectionOf, sectionsOf } from './frame.ts';
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
  const section = sectionOf(sections, area.id, { wanted: params['section'], capabilities });
  if (section === undefined) return <Page title={area.title(t)}>{null}</Page>;
  return (
    <Page title={`${area.title(t)} · ${section.label(t)}`}>
      <div>
        <SectionTabs
          active={section.id}
          onChange={(id) => go(sectionHref({ area: area.id, id }))}
          items={open.map(({ id, label }) => ({ key: id, label: label(t) }))}
        />
        {children(section)}
      </div>
    </Page>
  );
}
