/** True of a process, not of a caller: the library is loaded once and stays until the process ends. */
let isLoaded = false;

/** Whether this process has loaded the embedded engine, whose exit handlers may wait for ever (see `endProcess` of the server). */
export function isEngineLoaded(): boolean {
  return isLoaded;
}

/** Called by whoever loads it. */
export function noteEngineLoaded(): void {
  isLoaded = true;
}
