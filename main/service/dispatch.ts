import type { Channel, Handlers, MethodTable, Reply } from '../../shared/contract/protocol.ts';
import { requestSchema } from '../../shared/contract/protocol.ts';

/** Called for failures that are not the user's: the log. */
export type ReportFault = (method: string, error: unknown) => void;

/** An error that carries a stable code on purpose. */
function codeOf(error: unknown): string | null {
  return error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    error.code.includes('.')
    ? error.code
    : null;
}

/**
 * Answers the calls of one channel: the one place where methods and arguments are checked.
 *
 * @param channel where calls come from and replies go
 * @param methods the contract
 * @param handlers its implementation
 * @param report the log for unexpected failures
 * @returns the function that stops answering
 */
export function serveChannel<T extends MethodTable>(
  channel: Channel,
  methods: T,
  handlers: Handlers<T>,
  report: ReportFault,
): () => void {
  return channel.onMessage(message => {
    void answer(message, methods, handlers, report).then(reply => {
      if (reply) channel.send(reply);
    });
  });
}

async function answer<T extends MethodTable>(
  message: unknown,
  methods: T,
  handlers: Handlers<T>,
  report: ReportFault,
): Promise<Reply | null> {
  const request = requestSchema.safeParse(message);
  if (!request.success) return null;
  const { id, method: name, params } = request.data;
  const refuse = (code: string, text: string): Reply => ({ id, error: { code, message: text } });
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  const handler = Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!method || !handler)
    return refuse(
      'service.method',
      `The service has no method "${name}"; window and service may be of different versions.`,
    );
  const parsed = method.params.safeParse(params ?? {});
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(
      'service.arguments',
      `The call ${name} was refused: ${issue?.path.join('.') || 'its arguments'}: ${issue?.message ?? 'not valid'}.`,
    );
  }
  try {
    return { id, result: await (handler as (params: unknown) => unknown)(parsed.data) };
  } catch (error) {
    const code = codeOf(error);
    if (code === null) report(name, error);
    return refuse(code ?? 'internal', error instanceof Error ? error.message : String(error));
  }
}
