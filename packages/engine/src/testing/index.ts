export { describeCommandStore, type CommandStoreFixture } from './command-store-contract.ts';
