import { createService } from '../../main/service/service.ts';
import { processChannel } from './process-channel.ts';

// The service of the desktop's window: beside Electron's main process, ended with it.
const service = createService({ root: null });
const channel = processChannel();
connectWindow();
const end = () => void service.close().finally(() => process.exit(0));
channel.onClose(end);
process.once('SIGTERM', end);
process.once('SIGINT', end);

/** Answers the window; when its page has died, the one that is loaded next is a new window, to which the work is offered. */
function connectWindow(): void {
  let closed = (_reason: string) => {};
  service.connect({
    ...channel,
    onClose(listener) {
      closed = listener;
      channel.onClose(listener);
    },
  });
  const stop = channel.onMessage(message => {
    if (typeof message !== 'object' || message === null || !('window' in message)) return;
    stop();
    closed('The page was loaded anew.');
    connectWindow();
  });
}
