export function isNodeRecentEnough(): boolean;
export function findPinnedNode(): string | undefined;
export function repairEmbeddedPostgres(): number;
export function repairNodeLink(): number;
