// Asks for what every page needs while the code of the page is still on its way; the client takes what it finds here, once.
// A script of its own because the page may hold none, and no module because those wait for each other.
(() => {
  if (globalThis.perennialAhead !== undefined || location.pathname.startsWith('/sign-in')) return;
  globalThis.perennialAhead = Object.fromEntries(
    ['/v1/session', '/v1/installation', '/v1/program'].map((path) => {
      const answer = fetch(path, {
        credentials: 'same-origin',
        headers: { accept: 'application/json, application/problem+json' },
      });
      // Whoever takes it is told; unasked for, a failure says nothing.
      answer.catch(() => undefined);
      return [path, answer];
    }),
  );
})();
