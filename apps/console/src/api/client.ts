import { createClient } from '@perennial/contracts/staff';
import { readLanguage } from '../theme/preferences.ts';
import { takeAhead } from './ahead.ts';

/** The typed client of the server that served this page. Problems come back in the reader's language. */
export const api = createClient({
  baseUrl: '',
  fetch: (input, init) => {
    const ahead = init?.method === 'GET' ? takeAhead(input) : undefined;
    if (ahead !== undefined) return ahead;
    const headers = new Headers(init?.headers);
    headers.set('accept-language', readLanguage());
    return fetch(input, { ...init, headers });
  },
});
