import { z } from 'zod';

// The content security policy forbids text run as code. Zod would try once, be refused and go on without; the refusal
// would stand in the console as a violation. Imported before every schema.
z.config({ jitless: true });
