import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadAntLocale } from './i18n/ant-locale.ts';
import { createFrame, isOpenAddress } from './app/frame.ts';
import { Providers } from './app/providers.tsx';
import { createQueryClient } from './app/query-client.ts';
import { askAhead, createConsoleRouter, sendForPage } from './app/router.tsx';
import { loadWords } from './app/words.ts';
import { facets } from './facets/index.ts';
import { startI18n } from './i18n/setup.ts';
import './ui/ui.css';
import './app/app.css';
import { readLanguage, readThemeChoice, resolveTheme } from './theme/preferences.ts';
import { applyPalette } from './theme/tokens.ts';
import { homePath } from './urls/home.ts';

async function start(root: HTMLElement): Promise<void> {
  applyPalette(resolveTheme(readThemeChoice()), document.documentElement);
  const frame = createFrame(facets);
  const queryClient = createQueryClient(goToEntrance);
  const router = createConsoleRouter(frame, queryClient);
  // All at once instead of one after the other: the page's code, who asks, and the texts.
  sendForPage(router, frame);
  if (!isOpenAddress(frame, globalThis.location.pathname)) askAhead(queryClient);
  const [locale] = await Promise.all([loadAntLocale(readLanguage()), startI18n(loadWords)]);

  /** The session ended: sign in again, and come back to the same view. */
  function goToEntrance(): void {
    const { href, pathname } = router.state.location;
    if (isOpenAddress(frame, pathname)) return;
    queryClient.clear();
    router.history.push(frame.entrance.href(href === homePath ? {} : { next: href }));
  }

  createRoot(root).render(
    <StrictMode>
      <Providers places={frame.places} queryClient={queryClient} initialLocale={locale}>
        <RouterProvider router={router} />
      </Providers>
    </StrictMode>,
  );
}

const root = document.querySelector<HTMLElement>('#root');
if (root !== null) void start(root);
