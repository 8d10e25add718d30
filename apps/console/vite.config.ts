import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/** Where the dev server finds the API: the address that `perennial start` prints. */
const serverUrl = process.env['PERENNIAL_URL'] ?? 'http://127.0.0.1:4600';

/** One room of a facet, whose code comes together: `facets/lifecycle/overview`. */
const facetRoom = /[\\/]facets[\\/]([\w-]+)[\\/]([\w-]+)[\\/]/;

/** The words of one language, of all facets. */
const words = /[\\/]i18n[\\/](en|zh)(?:[\\/.])/;

/**
 * Few chunks, because each costs a request before the first page, and each for a reason: libraries change seldom, so a release of
 * the console leaves them in the cache; what every page needs comes at once; what only some need, in as few parts as waste little.
 */
const chunkGroups = [
  { name: 'react', test: /node_modules[\\/](?:react|react-dom|scheduler)[\\/]/, priority: 5 },
  { name: 'charts', test: /node_modules[\\/](?:echarts|zrender)[\\/]/, priority: 5 },
  { name: 'vendor', test: /node_modules[\\/]/, tags: ['$initial' as const], priority: 4 },
  { name: 'frame', test: /[\\/]src[\\/]/, tags: ['$initial' as const], priority: 4 },
  { name: (id: string) => `words-${words.exec(id)?.[1] ?? ''}`, test: words, priority: 3 },
  { name: 'controls', test: /node_modules[\\/]/, minShareCount: 3, priority: 2 },
  { name: 'shared', test: /[\\/]src[\\/](?!facets[\\/])/, minShareCount: 3, priority: 1 },
  { name: (id: string) => facetRoom.exec(id)?.slice(1).join('-') ?? null, test: facetRoom, priority: 1 },
];

/** Below this a packed file saves less than its headers cost. */
const packedBytesMin = 1024;

/** Brotli's best level takes 27 times as long for 8 % less: seconds of each build. */
const brotliQuality = 9;

/**
 * A build is a production build, whoever starts it. Libraries decide by NODE_ENV what they are: under `test`, which a test hands on to
 * what it starts, every dialog of Ant Design has the same id.
 */
function alwaysProduction(): Plugin {
  return {
    name: 'always-production',
    apply: 'build',
    config: () => {
      process.env['NODE_ENV'] = 'production';
    },
  };
}

/** Puts packed copies beside each asset, for who can read Brotli and for who cannot: packed once at build, not at every request. */
function packAssets(): Plugin {
  let folder = '';
  return {
    name: 'pack-assets',
    apply: 'build',
    configResolved: ({ root, build }) => {
      folder = resolve(root, build.outDir, build.assetsDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(folder).filter((file) => /\.(?:js|css)$/.test(file))) {
        const path = join(folder, name);
        const text = readFileSync(path);
        if (text.length < packedBytesMin) continue;
        writeFileSync(`${path}.gz`, gzipSync(text));
        const params = { [constants.BROTLI_PARAM_QUALITY]: brotliQuality };
        writeFileSync(`${path}.br`, brotliCompressSync(text, { params }));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [alwaysProduction(), packAssets()],
  server: {
    host: '127.0.0.1',
    proxy: { '/v1': serverUrl, '/health': serverUrl, '/auth': serverUrl },
  },
  build: {
    target: 'es2023',
    sourcemap: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    // The libraries mark modules for server components; without a server renderer the mark says nothing.
    rolldownOptions: {
      onLog: (level, log, handler) => (log.code === 'MODULE_LEVEL_DIRECTIVE' ? undefined : handler(level, log)),
      output: { codeSplitting: { groups: chunkGroups } },
    },
  },
});
