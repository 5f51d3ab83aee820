import { z } from 'zod';

/** A call from the window to the service. */
export const requestSchema = z.strictObject({
  id: z.number().int().nonnegative(),
  method: z.string().max(100),
  params: z.unknown(),
});
export type Request = z.infer<typeof requestSchema>;

/** What went wrong with a call: a stable code and a sentence for the user. */
export const callErrorSchema = z.object({ code: z.string(), message: z.string() });
export type CallError = z.infer<typeof callErrorSchema>;

/** The answer to a call: a result or an error. */
export type Reply =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: CallError };

/** Something that the service tells unasked. */
export interface ServiceEvent {
  readonly event: string;
  readonly data: unknown;
}

/** One direction pair of messages, whatever carries them (Electron IPC, WebSocket, a child process's channel). */
export interface Channel {
  send(message: Request | Reply | ServiceEvent): void;
  /** Registers the receiver of everything that comes in; answers the function that takes it off again. */
  onMessage(receive: (message: unknown) => void): () => void;
  /** Called when the other side is gone; `reason` is a sentence. */
  onClose(closed: (reason: string) => void): void;
}

/** A failure that a method reports to the window on purpose; everything else becomes `internal`. */
export class ServiceError extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.name = 'ServiceError';
    this.code = code;
  }
}

/** One method: how its parameters and its result are validated. */
export interface Method<P extends z.ZodType = z.ZodType, R extends z.ZodType = z.ZodType> {
  readonly params: P;
  readonly result: R;
}

/** Declares a method of the contract. */
export function method<P extends z.ZodType, R extends z.ZodType>(params: P, result: R): Method<P, R> {
  return { params, result };
}

/** A table of methods by name. */
export type MethodTable = Readonly<Record<string, Method>>;

/** The typed caller of a table: what the renderer uses. */
export type Caller<T extends MethodTable> = <M extends keyof T & string>(
  name: M,
  params: z.input<T[M]['params']>,
) => Promise<z.output<T[M]['result']>>;

/** The handlers of a table: what the service implements. */
export type Handlers<T extends MethodTable> = {
  readonly [M in keyof T]: (
    params: z.output<T[M]['params']>,
  ) => Promise<z.input<T[M]['result']>> | z.input<T[M]['result']>;
};
