export const engineFlags: readonly string[];
export function becomeFlagged(file: string): void;
