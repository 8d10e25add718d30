/** What somebody chooses at the provider. */
export interface Choices {
  readonly as: string;
  readonly isRefused?: boolean;
}

const stepsMax = 20;

/** A browser at the provider: it keeps cookies, follows redirects, and presses the buttons, until it is sent back. */
export class CompanyVisitor {
  readonly #cookies = new Map<string, string>();

  /** The query that it is sent back with. */
  async goThrough(url: string, choices: Choices): Promise<string> {
    let at = new URL(url);
    const home = at.origin;
    for (let step = 0; step < stepsMax; step += 1) {
      const answer = await this.#send(at);
      const location = answer.headers.get('location');
      if (location !== null) at = new URL(location, at);
      else at = await this.#choose(at, await answer.text(), choices);
      if (at.origin !== home) return at.search.slice(1);
    }
    throw new Error(`The provider led nowhere: ${at.pathname}`);
  }

  async #choose(at: URL, page: string, { as, isRefused = false }: Choices): Promise<URL> {
    if (!page.includes('<form')) throw new Error(page);
    const choice = page.includes('value="agree"') ? (isRefused ? 'refuse' : 'agree') : as;
    const answer = await this.#send(at, new URLSearchParams({ choice }));
    return new URL(answer.headers.get('location') ?? '', at);
  }

  async #send(at: URL, form?: URLSearchParams): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(at, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }
}
