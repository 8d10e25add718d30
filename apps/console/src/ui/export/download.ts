/** Hands a file to the reader's browser. */
export function downloadFile(name: string, content: Blob | string): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: 'text/csv;charset=utf-8' }) : content;
  const url = URL.createObjectURL(blob);
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.download = name;
  anchor.click();
  // The click has taken the blob over by the next task; keeping the address longer would keep the memory.
  setTimeout(() => {
    URL.revokeObjectURL(url);
  }, 1000);
}

/** The bytes of a `data:` address. Decoded here, because the page's policy lets nothing be fetched but from its server. */
export function blobOfDataUrl(url: string): Blob {
  const comma = url.indexOf(',');
  const type = /^data:([^;,]+)/.exec(url)?.[1] ?? 'application/octet-stream';
  return new Blob([Uint8Array.from(atob(url.slice(comma + 1)), (letter) => letter.charCodeAt(0))], { type });
}
