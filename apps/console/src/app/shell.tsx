import { Modal } from 'antd';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RouteLink, useGo } from '../ui/link.tsx';
import { SkeletonBlock } from '../ui/skeleton.tsx';
import { paths } from '../urls/paths.ts';
import { MemberSearch, memberSearchInputId } from '../facets/members/search/member-search.tsx';
import { visibleNav } from './nav.tsx';
import type { NavItem } from './nav.tsx';
import { useSession } from '../reader/session.ts';
import { UserMenu } from '../facets/session/menu/user-menu.tsx';
import { useKeys } from './use-keys.ts';
import { Freshness } from './freshness.tsx';

/** The frame of every page: navigation, search, account. Navigation stands left on a desk, below on a phone. */
export function Shell() {
  const { t } = useTranslation();
  const go = useGo();
  const nav = visibleNav(useSession().capabilities);
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useKeys({
    onSearch: () => document.querySelector<HTMLInputElement>(`#${memberSearchInputId}`)?.focus(),
    onHelp: () => setIsHelpOpen(true),
    onGo: (letter) => {
      const item = nav.find(({ key }) => key === letter);
      if (item !== undefined) go(item.href);
    },
  });
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t('nav.skip')}
      </a>
      <NavBar items={nav} />
      <header className="top-bar">
        <RouteLink href={paths.home()} className="brand-mark" aria-label={t('brand')}>
          <BrandMark />
        </RouteLink>
        <MemberSearch />
        <Freshness />
        <UserMenu onShowKeys={() => setIsHelpOpen(true)} />
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <Outlet />
      </main>
      <Modal
        open={isHelpOpen}
        title={t('keys.title')}
        footer={null}
        onCancel={() => setIsHelpOpen(false)}
        width={420}
        destroyOnHidden
      >
        <KeyList items={nav} />
      </Modal>
    </div>
  );
}

function NavBar({ items }: { readonly items: readonly NavItem[] }) {
  const { t } = useTranslation();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className="nav-bar" aria-label={t('nav.label')}>
      <span className="brand">
        <BrandMark />
        {t('brand')}
      </span>
      <ul>
        {items.map((item) => {
          const root = `/${item.id}`;
          const isCurrent = pathname === root || pathname.startsWith(`${root}/`);
          return (
            <li key={item.id}>
              <RouteLink href={item.href} className="nav-item" {...(isCurrent ? { 'aria-current': 'page' } : {})}>
                <span aria-hidden="true">{item.icon}</span>
                <span>{t(`nav.${item.id}`)}</span>
              </RouteLink>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function BrandMark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <path fill="var(--action-text)" d="M16 2 6 15h5l-6 9h9v6h4v-6h9l-6-9h5z" />
    </svg>
  );
}

function KeyList({ items }: { readonly items: readonly NavItem[] }) {
  const { t } = useTranslation();
  return (
    <dl className="key-list">
      <dt>
        <kbd>/</kbd>
      </dt>
      <dd>{t('keys.search')}</dd>
      {items.map((item) => (
        <div key={item.id} className="key-row">
          <dt>
            <kbd>g</kbd> {t('keys.chord')} <kbd>{item.key}</kbd>
          </dt>
          <dd>{t('keys.go', { page: t(`nav.${item.id}`) })}</dd>
        </div>
      ))}
      <dt>
        <kbd>?</kbd>
      </dt>
      <dd>{t('keys.help')}</dd>
    </dl>
  );
}

/** The frame while session and program are on their way: the same measures, so that nothing jumps. */
export function ShellSkeleton() {
  return (
    <div className="shell">
      <div className="nav-bar" />
      <div className="top-bar" />
      <div className="content">
        <div className="page">
          <SkeletonBlock height={40} />
          <SkeletonBlock height={132} />
          <SkeletonBlock height={340} />
        </div>
      </div>
    </div>
  );
}
