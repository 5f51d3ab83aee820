import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type Channel, method, ServiceError } from '../../shared/contract/protocol.ts';
import { serveChannel } from './dispatch.ts';

const METHODS = {
  'test.double': method(z.strictObject({ value: z.number() }), z.number()),
  'test.fail': method(z.strictObject({}), z.null()),
};

/** A channel of which the test plays the window. */
function channel() {
  const sent: unknown[] = [];
  let receive: (message: unknown) => void = () => undefined;
  const end: Channel = {
    send: message => sent.push(message),
    onMessage: listener => {
      receive = listener;
      return () => undefined;
    },
    onClose: () => undefined,
  };
  return { end, sent, say: (message: unknown) => receive(message) };
}

async function ask(
  message: unknown,
  thrown: unknown = new Error('broken'),
): Promise<{ reply: unknown; faults: unknown[] }> {
  const { end, sent, say } = channel();
  const faults: unknown[] = [];
  serveChannel(
    end,
    METHODS,
    {
      'test.double': ({ value }) => value * 2,
      'test.fail': () => {
        throw thrown;
      },
    },
    (_, error) => faults.push(error),
  );
  say(message);
  await new Promise(resolve => setImmediate(resolve));
  return { reply: sent[0], faults };
}

describe('the service', () => {
  it('answers a valid call', async () => {
    expect((await ask({ id: 1, method: 'test.double', params: { value: 21 } })).reply).toEqual({
      id: 1,
      result: 42,
    });
  });

  it.each([
    [{ id: 1, method: 'test.double', params: { value: 'x' } }, 'service.arguments'],
    [{ id: 1, method: 'test.double', params: { value: 1, more: 2 } }, 'service.arguments'],
    [{ id: 1, method: 'toString', params: {} }, 'service.method'],
    [{ id: 1, method: '__proto__', params: {} }, 'service.method'],
  ])('refuses %j with %s', async (message, code) => {
    expect((await ask(message)).reply).toMatchObject({ id: 1, error: { code } });
  });

  it.each([[null], ['text'], [{ id: 'x' }], [{ id: -1, method: 'test.double', params: {} }]])(
    'does not answer %j',
    async message => {
      expect((await ask(message)).reply).toBeUndefined();
    },
  );

  it('passes on an error meant for the user and logs any other', async () => {
    const meant = await ask(
      { id: 1, method: 'test.fail', params: {} },
      new ServiceError('a.code', 'A sentence.'),
    );
    expect(meant).toEqual({
      reply: { id: 1, error: { code: 'a.code', message: 'A sentence.' } },
      faults: [],
    });
    const fault = new TypeError('x is undefined');
    expect(await ask({ id: 1, method: 'test.fail', params: {} }, fault)).toMatchObject({
      reply: { error: { code: 'internal' } },
      faults: [fault],
    });
  });
});
