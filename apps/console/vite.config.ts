import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { defineConfig } from 'vite';
import type { Plugin } from 'vite';

/** Where the dev server finds the API: the address that `perennial start` prints. */
const serverUrl = process.env['PERENNIAL_URL'] ?? 'http://127.0.0.1:4600';

// Libraries that change seldom stand in chunks of their own, so that a release of the console leaves them in the cache.
const vendorChunks = [
  { name: 'react', test: /node_modules\/(?:react|react-dom|scheduler)\// },
  { name: 'charts', test: /node_modules\/(?:echarts|zrender)\// },
];

/** Below this a packed file saves less than its headers cost. */
const packedBytesMin = 1024;

/** Puts a gzipped copy beside each asset: packed once at build, not at every request. */
function packAssets(): Plugin {
  return {
    name: 'pack-assets',
    apply: 'build',
    closeBundle: () => {
      const folder = join(import.meta.dirname, 'dist', 'assets');
      for (const name of readdirSync(folder).filter((file) => /\.(?:js|css)$/.test(file))) {
        const path = join(folder, name);
        if (statSync(path).size >= packedBytesMin) writeFileSync(`${path}.gz`, gzipSync(readFileSync(path)));
      }
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [packAssets()],
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
      output: { codeSplitting: { groups: vendorChunks } },
    },
  },
});
