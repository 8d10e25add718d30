import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadAntLocale } from './app/ant-locale.ts';
import { Providers } from './app/providers.tsx';
import { createQueryClient } from './app/query-client.ts';
import { askAhead, createConsoleRouter, loadPageAhead } from './app/router.tsx';
import { startI18n } from './i18n/setup.ts';
import './app/app.css';
import { readLanguage, readThemeChoice, resolveTheme } from './theme/preferences.ts';
import { applyPalette } from './theme/tokens.ts';
import { paths } from './urls/paths.ts';

async function start(root: HTMLElement): Promise<void> {
  applyPalette(resolveTheme(readThemeChoice()), document.documentElement);
  const queryClient = createQueryClient(goToSignIn);
  const router = createConsoleRouter(queryClient);
  // All at once instead of one after the other: the page's code, who asks, and the texts.
  loadPageAhead(router);
  if (globalThis.location.pathname !== '/sign-in') askAhead(queryClient);
  const [locale] = await Promise.all([loadAntLocale(readLanguage()), startI18n()]);

  /** The session ended: sign in again, and come back to the same view. */
  function goToSignIn(): void {
    const { href, pathname } = router.state.location;
    if (pathname === '/sign-in') return;
    queryClient.clear();
    router.history.push(paths.signIn(href === '/' ? {} : { next: href }));
  }

  createRoot(root).render(
    <StrictMode>
      <Providers queryClient={queryClient} initialLocale={locale}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}

const root = document.querySelector<HTMLElement>('#root');
if (root !== null) void start(root);
