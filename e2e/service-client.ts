import { WebSocket } from 'ws';
import type { z } from 'zod';
import { type EventData, type EventName, SERVICE_METHODS } from '../shared/contract/service.ts';
import type { Served } from './served-window.ts';

type Methods = typeof SERVICE_METHODS;
type Params<M extends keyof Methods> = z.input<Methods[M]['params']>;
type Result<M extends keyof Methods> = z.output<Methods[M]['result']>;

/** A window without a window: calls the service over its socket, as the page does. */
export class ServiceClient {
  private readonly waiting = new Map<
    number,
    { resolve(result: unknown): void; reject(error: Error): void }
  >();
  private readonly listeners = new Map<string, Set<(data: unknown) => void>>();
  private nextId = 1;

  private constructor(private readonly socket: WebSocket) {
    socket.on('message', data => this.receive(JSON.parse(String(data))));
    socket.on('close', () => {
      for (const { reject } of this.waiting.values()) reject(new Error('The service is gone.'));
      this.waiting.clear();
    });
    // A killed service resets the connection; the waiting calls are told by the closing.
    socket.on('error', () => undefined);
  }

  /** Connects with the token that the server printed. */
  static connect({ port, token }: Served): Promise<ServiceClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/service?token=${token}`, {
      origin: `http://127.0.0.1:${port}`,
    });
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(new ServiceClient(socket)));
      socket.once('error', reject);
    });
  }

  /** Calls a method; rejects with the service's own sentence, or when the service is gone. */
  async call<M extends keyof Methods>(method: M, params: Params<M>): Promise<Result<M>> {
    const id = this.nextId++;
    const answer = new Promise<unknown>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    this.socket.send(JSON.stringify({ id, method, params }));
    return SERVICE_METHODS[method].result.parse(await answer) as Result<M>;
  }

  /**
   * Hears an event of the service.
   *
   * @returns the function that hears it no more
   */
  on<E extends EventName>(event: E, listener: (data: EventData<E>) => void): () => void {
    const all = this.listeners.get(event) ?? new Set();
    this.listeners.set(event, all);
    // The service sends what its contract says; the table of events is keyed by their names.
    const hear = (data: unknown) => listener(data as EventData<E>);
    all.add(hear);
    return () => all.delete(hear);
  }

  close(): void {
    this.socket.terminate();
  }

  private receive(message: {
    id?: number;
    result?: unknown;
    error?: { message: string };
    event?: string;
    data?: unknown;
  }): void {
    for (const listener of this.listeners.get(message.event ?? '') ?? []) listener(message.data);
    const call = message.id === undefined ? undefined : this.waiting.get(message.id);
    if (!call || message.id === undefined) return;
    this.waiting.delete(message.id);
    if (message.error) call.reject(new Error(message.error.message));
    else call.resolve(message.result);
  }
}
