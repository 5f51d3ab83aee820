import { createService } from '../../main/service/service.ts';
import { processChannel } from './process-channel.ts';

// The service of the desktop's window: beside Electron's main process, ended with it.
const service = createService({ root: null });
const channel = processChannel();
service.connect(channel);
const end = () => void service.close().finally(() => process.exit(0));
channel.onClose(end);
process.once('SIGTERM', end);
process.once('SIGINT', end);
