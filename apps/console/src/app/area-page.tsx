import { useParams } from '@tanstack/react-router';
import { Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useGo } from '../ui/link.tsx';
import { Page } from '../ui/page.tsx';
import { SkeletonBlock } from '../ui/skeleton.tsx';
import { dataSections, paths } from '../urls/paths.ts';
import '../facets/data/data.css';

const sections = {
  sources: lazy(async () => ({ default: (await import('../facets/keys/sources/sources.tsx')).Sources })),
  live: lazy(async () => ({ default: (await import('../facets/facts/tail/live.tsx')).Live })),
  quarantine: lazy(async () => ({ default: (await import('../facets/quarantine/list/quarantine.tsx')).Quarantine })),
  imports: lazy(async () => ({ default: (await import('../facets/imports/files/imports.tsx')).Imports })),
  reference: lazy(async () => ({ default: (await import('../facets/reference/entries/reference.tsx')).Reference })),
} as const;

/** Where facts come from, what is wrong with some, and what they refer to. */
export function DataPage() {
  const { t } = useTranslation();
  const go = useGo();
  const params = useParams({ strict: false });
  const section = dataSections.find((one) => one === params.section) ?? 'sources';
  const Section = sections[section];
  return (
    <Page title={`${t('data.title')} · ${t(`data.section.${section}`)}`}>
      <div>
        <Tabs
          activeKey={section}
          onChange={(key) => go(paths.data(dataSections.find((one) => one === key)))}
          items={dataSections.map((key) => ({ key, label: t(`data.section.${key}`) }))}
        />
        <Suspense fallback={<SkeletonBlock height={420} label={t(`data.section.${section}`)} />}>
          <Section />
        </Suspense>
      </div>
    </Page>
  );
}
