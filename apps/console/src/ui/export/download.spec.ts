import { expect, it } from 'vitest';
import { blobOfDataUrl } from './download.ts';

it('decodes a picture without fetching it', async () => {
  const blob = blobOfDataUrl('data:image/png;base64,AAEC/w==');
  expect(blob.type).toBe('image/png');
  expect([...new Uint8Array(await blob.arrayBuffer())]).toEqual([0, 1, 2, 255]);
});
