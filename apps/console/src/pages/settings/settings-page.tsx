import { useParams } from '@tanstack/react-router';
import { Tabs } from 'antd';
import type { Capability } from '@perennial/contracts';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../reader/session.ts';
import { useGo } from '../../ui/link.tsx';
import { Page } from '../../ui/page.tsx';
import { SkeletonBlock } from '../../ui/skeleton.tsx';
import { paths, settingsSections } from '../../urls/paths.ts';
import type { SettingsSection } from '../../urls/paths.ts';
import '../../facets/settings/settings.css';

const sections = {
  account: lazy(async () => ({ default: (await import('../../facets/session/account/account.tsx')).Account })),
  users: lazy(async () => ({ default: (await import('../../facets/users/list/users.tsx')).Users })),
  keys: lazy(async () => ({ default: (await import('../../facets/keys/table/api-keys.tsx')).ApiKeys })),
  audit: lazy(async () => ({ default: (await import('../../facets/audit/log/audit.tsx')).Audit })),
} as const;

const needs: Readonly<Record<SettingsSection, Capability | null>> = {
  account: null,
  users: 'users.manage',
  keys: 'keys.read',
  audit: 'audit.read',
};

/** The reader's account, and what administrators look after. */
export function SettingsPage() {
  const { t } = useTranslation();
  const go = useGo();
  const { capabilities } = useSession();
  const params = useParams({ strict: false });
  const open = settingsSections.filter((one) => {
    const need = needs[one];
    return need === null || capabilities.includes(need);
  });
  const section = open.find((one) => one === params.section) ?? 'account';
  const Section = sections[section];
  return (
    <Page title={`${t('settings.title')} · ${t(`settings.section.${section}`)}`}>
      <div>
        <Tabs
          activeKey={section}
          onChange={(key) => go(paths.settings(open.find((one) => one === key)))}
          items={open.map((key) => ({ key, label: t(`settings.section.${key}`) }))}
        />
        <Suspense fallback={<SkeletonBlock height={360} label={t(`settings.section.${section}`)} />}>
          <Section />
        </Suspense>
      </div>
    </Page>
  );
}
