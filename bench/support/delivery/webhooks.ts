import type { BenchServer } from '../installation.ts';

/** The webhooks of a server, as its first administrator manages them. */
export interface Webhooks {
  /** Of changes of stage, as many a second as there may be. Says its id. */
  create(url: string, limits?: { readonly timeoutMs: number }): Promise<string>;
  pause(id: string): Promise<void>;
  resume(id: string): Promise<void>;
  remove(id: string): Promise<void>;
}

const perSecondMax = 2_000;

/** Signs in by the first link, which works once. */
export async function openWebhooks({ address, signInUrl }: BenchServer): Promise<Webhooks> {
  let cookie = '';
  async function call(method: 'POST' | 'DELETE', path: string, body?: object): Promise<Response> {
    const response = await fetch(`${address}${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${await response.text()}`);
    return response;
  }
  const named = {
    token: new URL(signInUrl ?? '').searchParams.get('token'),
    email: 'bench@example.com',
    name: 'Bench',
    password: 'violet lantern harbour',
  };
  const signedIn = await call('POST', '/v1/session/first-administrator', named);
  cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    async create(url, { timeoutMs } = { timeoutMs: 10_000 }) {
      const said = { name: 'bench', url, types: ['stage.changed'], perSecondMax, timeoutMs };
      const answer = await (await call('POST', '/v1/webhooks', said)).json();
      return (answer as { readonly webhook: { readonly id: string } }).webhook.id;
    },
    pause: async (id) => void (await call('POST', `/v1/webhooks/${id}/pause`)),
    resume: async (id) => void (await call('POST', `/v1/webhooks/${id}/resume`)),
    remove: async (id) => void (await call('DELETE', `/v1/webhooks/${id}`)),
  };
}
