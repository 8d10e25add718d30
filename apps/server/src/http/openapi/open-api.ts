import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { createOpenApiDocument } from './document.ts';
import { renderReferencePage } from './reference-page.ts';

/** `/openapi.json` and `/reference`, a page that needs no script and nothing from elsewhere. */
export function addOpenApi(app: FastifyInstance, version: string): void {
  const document = createOpenApiDocument(version);
  const json = JSON.stringify(document);
  const page = renderReferencePage(document);
  const etag = `"${createHash('sha256').update(json).digest('base64url').slice(0, 27)}"`;
  app.get('/openapi.json', async (request, reply) => {
    reply.header('etag', etag).header('cache-control', 'no-cache');
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(json);
  });
  app.get('/reference', async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
      .send(page),
  );
}
