/** How often a job of the program is asked how far it is. */
export const pollMs = 400;

export function isRunning(status: string): boolean {
  return status === 'waiting' || status === 'running';
}
