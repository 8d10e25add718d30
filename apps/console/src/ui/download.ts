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
