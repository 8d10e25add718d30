import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * What a page of the console may do: only what comes from its own address. Ant Design writes its styles into the page,
 * which is why inline styles are allowed and inline scripts are not.
 */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const notBuilt = `<!doctype html><title>Perennial</title><p>The console has not been built. Run <code>npm run build</code>.
<p>控制台尚未构建，请运行 <code>npm run build</code>。`;

/**
 * Serves the built console: files with a hash in their name for ever, the page itself always asked for anew. Every other
 * address that looks like a page of the console gets the page; what is missing below `/assets` or `/v1` is not found.
 */
export async function addConsole(app: FastifyInstance, folder: string): Promise<void> {
  const page = join(folder, 'index.html');
  const sendPage = async (reply: FastifyReply) => {
    const html = existsSync(page) ? await readFile(page, 'utf8') : notBuilt;
    return reply
      .type('text/html; charset=utf-8')
      .header('cache-control', 'no-cache')
      .header('content-security-policy', contentSecurityPolicy)
      .send(html);
  };
  if (existsSync(folder)) {
    await app.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      index: false,
      globIgnore: ['**/index.html'],
      preCompressed: true,
      setHeaders: (response, path) => {
        const isHashed = path.includes(`${folder}/assets/`);
        response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  const isPage = /^\/(?!v1\/|assets\/|health\/|metrics$|openapi\.json$|reference$)[^.]*$/;
  app.get('/*', { config: { rateLimit: false } }, async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/';
    return isPage.test(path) ? sendPage(reply) : reply.callNotFound();
  });
}
