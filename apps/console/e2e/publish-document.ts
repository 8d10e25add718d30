import type { Page } from 'playwright-core';

/** Publishes a document beside those in force, as a version of its own, by whoever is signed in. */
export async function publishDocument(page: Page, path: string, document: object): Promise<void> {
  await page.evaluate(
    async ([at, added]) => {
      const send = async (route: string, body: unknown) => {
        const answer = await fetch(route, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
        if (!answer.ok) throw new Error(await answer.text());
        const read: { id: string; revision: number } = await answer.json();
        return read;
      };
      const answer = await fetch('/v1/program');
      const current: { version: number; documents: object } = await answer.json();
      const documents = { ...current.documents, [at]: added };
      const draft = await send('/v1/program/drafts', { name: at, documents });
      const version = { draftId: draft.id, revision: draft.revision, currentVersion: current.version };
      await send('/v1/program/publications', version);
    },
    [path, document] as const,
  );
}
