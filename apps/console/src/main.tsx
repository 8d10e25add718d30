import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadAntLocale } from './app/ant-locale.ts';
import { Providers } from './app/providers.tsx';
import { createQueryClient } from './app/query-client.ts';
import { createConsoleRouter } from './app/router.tsx';
import { startI18n } from './i18n/setup.ts';
import './app/app.css';
import { readLanguage, readThemeChoice, resolveTheme } from './theme/preferences.ts';
import { applyPalette } from './theme/tokens.ts';
import { paths } from './urls/paths.ts';

async function start(root: HTMLElement): Promise<void> {
  applyPalette(resolveTheme(readThemeChoice()), document.documentElement);
  const [locale] = await Promise.all([loadAntLocale(readLanguage()), startI18n()]);
  const queryClient = createQueryClient(goToSignIn);
  const router = createConsoleRouter(queryClient);

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
