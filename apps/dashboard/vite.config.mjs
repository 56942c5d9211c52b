import { brotliCompressSync, gzipSync } from 'node:zlib';

import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const smallest = 1_024;

/** Writes each file compressed beside itself, so that the server only picks one. */
const compressed = () => ({
  name: 'compressed',
  apply: 'build',
  generateBundle: {
    order: 'post',
    handler(_options, bundle) {
      for (const [fileName, output] of Object.entries(bundle)) {
        const source = Buffer.from(output.type === 'chunk' ? output.code : output.source);
        if (source.length < smallest || !/\.(js|css|svg)$/.test(fileName)) continue;
        this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) });
        this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(source) });
      }
    },
  },
});

export default defineConfig({
  base: '/',
  plugins: [react(), compressed()],
  resolve: { conditions: ['@roadworthy/source', 'module', 'browser', 'development|production'] },
  build: {
    outDir: 'dist',
    // The page's policy allows no data: addresses and no script but files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/v1': 'http://127.0.0.1:8080' } },
});
