// Electron 9 has no utility process: there the service is a process of the plain Node that started us, or that PATH has.
import { fork } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { utilityProcess } from 'electron';

/** A running service. */
export interface ServiceProcess {
  send(message: unknown): void;
  /** Asks it to end: training keeps its weights. */
  stop(): void;
}

/** What the service tells. */
export interface ServiceListener {
  onMessage(message: unknown): void;
  /** It has ended; `reason` is the exit status or signal in words. */
  onExit(reason: string): void;
}

/**
 * Starts the service: with the Node that started the desktop (native parts were set up for it), else as a utility process of
 * a current Electron, else with a Node that is found.
 *
 * @param script the built service
 * @throws Error with a sentence where nothing can run it
 */
export function startServiceProcess(script: string, listener: ServiceListener): ServiceProcess {
  const current: Partial<typeof utilityProcess> | undefined = utilityProcess;
  const ours = process.env.NETLOOM_NODE;
  if (!ours && current?.fork) return startUtility(script, listener);
  const node = ours || findNode();
  if (node === null)
    throw new Error(
      'The service needs Node 20.19 or newer, and no "node" was found on the PATH; install it from nodejs.org.',
    );
  return startNode(node, script, listener);
}

function startUtility(script: string, listener: ServiceListener): ServiceProcess {
  const child = utilityProcess.fork(script, [], { serviceName: 'Netloom service', stdio: 'inherit' });
  child.on('message', message => listener.onMessage(message));
  child.once('exit', code => listener.onExit(`exit status ${code}`));
  return { send: message => child.postMessage(message), stop: () => void child.kill() };
}

function startNode(node: string, script: string, listener: ServiceListener): ServiceProcess {
  const { ELECTRON_RUN_AS_NODE: _electrons, ...environment } = process.env;
  const child = fork(script, [], {
    execPath: node,
    execArgv: [],
    env: environment,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  let hasEnded = false;
  const end = (reason: string) => {
    if (!hasEnded) listener.onExit(reason);
    hasEnded = true;
  };
  child.on('message', message => listener.onMessage(message));
  child.once('error', error => end(error.message));
  child.once('exit', (code, signal) => end(signal === null ? `exit status ${code}` : `signal ${signal}`));
  return {
    send: message => {
      // A message to a process that has just ended is lost with it; its end is told by itself.
      if (child.connected) child.send(message as object, () => undefined);
    },
    stop: () => void child.kill(),
  };
}

function findNode(): string | null {
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(folder => folder !== '');
  return folders.map(folder => path.join(folder, name)).find(existsSync) ?? null;
}
