import { serveRateSearch } from '../../main/service/rate-search.ts';

// One search for a learning rate in a process of its own: what it computes keeps nothing else from answering.
serveRateSearch(process);
