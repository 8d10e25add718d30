import { Modal } from 'antd';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NavEntry } from '../facet/navigation.ts';
import { usePlaces } from '../facet/use-places.ts';
import { FormatProvider } from '../reader/format-provider.tsx';
import { useSession } from '../reader/session.ts';
import { RouteLink, useGo } from '../ui/link.tsx';
import { PublicationNotice } from '../ui/publication/publication-notice.tsx';
import { SkeletonBlock } from '../ui/skeleton.tsx';
import { homePath } from '../urls/home.ts';
import { AddressNotice } from './address/address-notice.tsx';
import { DeliveryNotice } from './delivery-notice.tsx';
import { visibleNav } from './frame.ts';
import type { Frame } from './frame.ts';
import { useKeys } from './use-keys.ts';

interface ShellProps {
  readonly frame: Frame;
}

/** The frame of every page: navigation, search, account. Navigation stands left on a desk, below on a phone. */
export function Shell({ frame }: ShellProps) {
  return (
    <FormatProvider>
      <ShellContent frame={frame} />
    </FormatProvider>
  );
}

function ShellContent({ frame }: ShellProps) {
  const { t } = useTranslation();
  const go = useGo();
  const { topBar } = usePlaces();
  const nav = visibleNav(frame.nav, useSession().capabilities);
  const search = topBar.find((item) => item.search !== undefined)?.search;
  const [isHelpOpen, setIsHelpOpen] = useState(false);
  useKeys({
    onSearch: () => document.querySelector<HTMLInputElement>(`#${search?.inputId ?? ''}`)?.focus(),
    onHelp: () => setIsHelpOpen(true),
    onGo: (letter) => {
      const entry = nav.find(({ key }) => key === letter);
      if (entry !== undefined) go(entry.href);
    },
  });
  return (
    <div className="shell">
      <a className="skip-link" href="#content">
        {t('nav.skip')}
      </a>
      <NavBar nav={nav} />
      <header className="top-bar">
        <RouteLink href={homePath} className="brand-mark" aria-label={t('brand')}>
          <BrandMark />
        </RouteLink>
        {topBar.map(({ rank, Component }) => (
          <Component key={rank} onShowKeys={() => setIsHelpOpen(true)} />
        ))}
      </header>
      <main id="content" className="content" tabIndex={-1}>
        <DeliveryNotice />
        <AddressNotice />
        <PublicationNotice />
        <Outlet />
      </main>
      <Modal
        open={isHelpOpen}
        title={t('shortcuts.title')}
        footer={null}
        onCancel={() => setIsHelpOpen(false)}
        width={420}
        destroyOnHidden
      >
        <KeyList nav={nav} search={search?.label(t)} />
      </Modal>
    </div>
  );
}

interface NavProps {
  readonly nav: readonly NavEntry[];
}

function NavBar({ nav }: NavProps) {
  const { t } = useTranslation();
  const pathname = useRouterState({ select: (state) => state.location.pathname });
  return (
    <nav className="nav-bar" aria-label={t('nav.label')}>
      <span className="brand">
        <BrandMark />
        {t('brand')}
      </span>
      <ul>
        {nav.map(({ href, label, Icon }) => (
          <li key={href}>
            <RouteLink
              href={href}
              className="nav-item"
              {...(isSamePlace(href, pathname) ? { 'aria-current': 'page' } : {})}
            >
              <span aria-hidden="true">
                <Icon />
              </span>
              <span>{label(t)}</span>
            </RouteLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Whether an address lies under the first part of another: a section under its area, a member under the members. */
function isSamePlace(href: string, pathname: string): boolean {
  return href.split('/')[1] === pathname.split('/')[1];
}

function BrandMark() {
  return (
    <svg width="22" height="22" viewBox="0 0 32 32" aria-hidden="true">
      <path fill="var(--action-text)" d="M16 2 6 15h5l-6 9h9v6h4v-6h9l-6-9h5z" />
    </svg>
  );
}

interface KeyProps extends NavProps {
  /** What `/` leads to, where there is a search. */
  readonly search: string | undefined;
}

function KeyList({ nav, search }: KeyProps) {
  const { t } = useTranslation();
  return (
    <dl className="key-list">
      {search !== undefined && (
        <>
          <dt>
            <kbd>/</kbd>
          </dt>
          <dd>{search}</dd>
        </>
      )}
      {nav.map(({ href, key, label }) => (
        <div key={href} className="key-row">
          <dt>
            <kbd>g</kbd> {t('shortcuts.chord')} <kbd>{key}</kbd>
          </dt>
          <dd>{t('shortcuts.go', { page: label(t) })}</dd>
        </div>
      ))}
      <dt>
        <kbd>?</kbd>
      </dt>
      <dd>{t('shortcuts.help')}</dd>
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
