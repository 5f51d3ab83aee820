import { type ServiceProcess, startServiceProcess } from './service-process.ts';

/** More deaths than this within {@link PERIOD} end the restarts: something is wrong that a restart does not mend. */
const MAX_RESTARTS = 5;
const PERIOD = 60_000;

/** What the window is told. */
export interface KeeperListener {
  onMessage(message: unknown): void;
  onClosed(sentence: string): void;
  /** A new service answers after a death. */
  onOpened(): void;
}

/** Keeps a service running: one that dies is announced and started anew. */
export class ServiceKeeper {
  private service: ServiceProcess | null = null;
  private deaths: number[] = [];
  private isStopping = false;

  /** @param script the built service */
  constructor(
    private readonly script: string,
    private readonly listener: KeeperListener,
  ) {}

  /** Starts the service; a failure is told as a closed service. */
  start(): void {
    try {
      this.service = startServiceProcess(this.script, {
        onMessage: message => this.listener.onMessage(message),
        onExit: reason => this.ended(reason),
      });
    } catch (error) {
      this.listener.onClosed(error instanceof Error ? error.message : String(error));
    }
  }

  /** Passes a message on; while no service runs it is dropped (the window has been told). */
  send(message: unknown): void {
    this.service?.send(message);
  }

  /** Ends the service in order. */
  stop(): void {
    this.isStopping = true;
    this.service?.stop();
  }

  private ended(reason: string): void {
    this.service = null;
    if (this.isStopping) return;
    const now = Date.now();
    this.deaths = [...this.deaths.filter(time => now - time < PERIOD), now];
    if (this.deaths.length > MAX_RESTARTS) {
      this.listener.onClosed(
        `The service ended ${this.deaths.length} times within a minute (${reason}) and is not started again. Your edits are kept in this window; restart Netloom to save them.`,
      );
      return;
    }
    this.listener.onClosed(
      `The service ended unexpectedly (${reason}) and is being restarted; your edits are kept.`,
    );
    this.start();
    if (this.service) this.listener.onOpened();
  }
}
