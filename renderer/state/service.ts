import { create } from 'zustand';
import { type Caller, type Channel, callErrorSchema, ServiceError } from '../../shared/contract/protocol.ts';
import {
  type EventData,
  type EventName,
  SERVICE_EVENTS,
  SERVICE_METHODS,
} from '../../shared/contract/service.ts';
import { windowShell } from './shell.ts';
import { openSocket } from './socket-channel.ts';

/** Whether calls can reach the service. `absent`: this window was opened without one and only designs. */
export type Connection = 'connecting' | 'open' | 'lost' | 'absent';

interface ServiceState {
  readonly connection: Connection;
  /** A sentence where the connection is lost. */
  readonly reason: string | null;
}

/** The state of the connection to the service. */
export const useService = create<ServiceState>()(() => ({ connection: 'connecting', reason: null }));

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: ServiceError) => void;
}

type Listener = (data: unknown) => void;

const pending = new Map<number, Pending>();
const listeners = new Map<string, Set<Listener>>();
let channel: Channel | null = null;
let nextId = 1;
let attempts = 0;

/** How long a call waits for a connection that is being made, in milliseconds. */
const CONNECT_PATIENCE = 5000;

/**
 * Calls a method of the service.
 *
 * @throws ServiceError with a code and a sentence: the service's own, or `service.unreachable`, `service.reply`
 */
export const call: Caller<typeof SERVICE_METHODS> = async (name, params) => {
  const open = await connected();
  const result = await new Promise<unknown>((resolve, reject) => {
    const id = nextId++;
    pending.set(id, { resolve, reject });
    open.send({ id, method: name, params });
  });
  const parsed = SERVICE_METHODS[name].result.safeParse(result);
  if (!parsed.success)
    throw new ServiceError(
      'service.reply',
      `The service's answer to ${name} is not as expected; window and service may be of different versions.`,
    );
  return parsed.data as never;
};

/**
 * Listens to an event of the service.
 *
 * @returns the function that stops listening
 */
export function onServiceEvent<E extends EventName>(
  name: E,
  listen: (data: EventData<E>) => void,
): () => void {
  const listener: Listener = data => {
    const parsed = SERVICE_EVENTS[name].safeParse(data);
    if (parsed.success) listen(parsed.data as EventData<E>);
  };
  const set = listeners.get(name) ?? new Set();
  listeners.set(name, set);
  set.add(listener);
  return () => void set.delete(listener);
}

/** The sentence of a failed call, whatever failed. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Connects the window to its service and keeps it connected: over the desktop's shell, else over the page's own address. */
export function startService(): void {
  const shell = windowShell();
  if (shell) {
    const relay: Channel = {
      send: message => shell.send(message),
      onMessage: receive => shell.onMessage(receive),
      onClose: closed => shell.onClose(closed),
    };
    attach(relay);
    shell.onOpen(() => {
      channel = relay;
      useService.setState({ connection: 'open', reason: null });
    });
    return;
  }
  const token = pageToken();
  if (token === null) {
    useService.setState({ connection: 'absent', reason: null });
    return;
  }
  connectSocket(token);
}

function connectSocket(token: string): void {
  openSocket(token).then(
    open => attach(open, () => reconnect(token)),
    (error: unknown) => {
      useService.setState({ connection: 'lost', reason: sentenceOf(error) });
      reconnect(token);
    },
  );
}

function reconnect(token: string): void {
  attempts += 1;
  setTimeout(() => connectSocket(token), Math.min(5000, 250 * 2 ** Math.min(attempts, 5)));
}

function attach(open: Channel, lost?: () => void): void {
  channel = open;
  attempts = 0;
  open.onMessage(receive);
  open.onClose(reason => {
    channel = null;
    useService.setState({ connection: 'lost', reason });
    for (const call of pending.values()) call.reject(new ServiceError('service.unreachable', reason));
    pending.clear();
    lost?.();
  });
  useService.setState({ connection: 'open', reason: null });
}

function receive(message: unknown): void {
  if (typeof message !== 'object' || message === null) return;
  if ('event' in message && typeof message.event === 'string') {
    const data = 'data' in message ? message.data : undefined;
    for (const listener of listeners.get(message.event) ?? []) listener(data);
    return;
  }
  if (!('id' in message) || typeof message.id !== 'number') return;
  const call = pending.get(message.id);
  pending.delete(message.id);
  if ('error' in message) {
    const error = callErrorSchema.safeParse(message.error);
    call?.reject(
      error.success
        ? new ServiceError(error.data.code, error.data.message)
        : new ServiceError('internal', 'The service failed without saying why.'),
    );
  } else call?.resolve('result' in message ? message.result : undefined);
}

/** Waits for a connection that is being made; fails with a sentence where there is none. */
function connected(): Promise<Channel> {
  if (channel) return Promise.resolve(channel);
  const { connection } = useService.getState();
  if (connection === 'absent') return Promise.reject(unreachable());
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop();
      reject(unreachable());
    }, CONNECT_PATIENCE);
    const stop = useService.subscribe(state => {
      if (state.connection !== 'open' || !channel) return;
      clearTimeout(timer);
      stop();
      resolve(channel);
    });
  });
}

function unreachable(): ServiceError {
  const { connection, reason } = useService.getState();
  return new ServiceError(
    'service.unreachable',
    connection === 'absent'
      ? 'This window has no service behind it: it designs, but files, training and export need "netloom serve" or the desktop app.'
      : `The service cannot be reached (${reason ?? 'no answer'}); the window keeps trying and keeps your edits.`,
  );
}

/** The token of the page's address (`#token=...` or `?token=...`); null where there is none. */
function pageToken(): string | null {
  return (
    new URLSearchParams(location.hash.slice(1)).get('token') ??
    new URLSearchParams(location.search).get('token')
  );
}
