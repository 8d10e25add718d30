import { configureGlobal } from 'fast-check';

// A counterexample is enough to see a mistake; to make it small would take longer than all other tests.
configureGlobal({ endOnFailure: true });
