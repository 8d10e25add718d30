export { openStores } from './open-stores.ts';
export type { Stores } from './open-stores.ts';
export { createLensHandler, internalLensPath } from './lens-over-http.ts';
export { announceServer, readServerAddress } from './server-address.ts';
export { originalOf, readFolderRecord, settleFolder } from './folder-record.ts';
export {
  readRestoreMarker,
  refuseHalfRestored,
  removeRestoreMarker,
  restoreMarkerName,
  writeRestoreMarker,
} from './restore-marker.ts';
export { demoFileOf, holdsDemo, readDemoFile, writeDemoFile } from './demo-file.ts';
export { makeDataFolder } from './make-data-folder.ts';
