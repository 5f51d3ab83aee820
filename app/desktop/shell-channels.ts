/** The names under which main process and preload exchange messages. */
export const SHELL_CHANNELS = {
  /** Window to service: one message of the service protocol. */
  toService: 'netloom:to-service',
  /** Service to window. */
  fromService: 'netloom:from-service',
  /** Main to window: the service is gone (a sentence). */
  serviceClosed: 'netloom:service-closed',
  /** Main to window: a new service answers. */
  serviceOpened: 'netloom:service-opened',
  /** Main to window: run a command. */
  command: 'netloom:command',
  /** Window to main: it listens to commands from now on. */
  ready: 'netloom:ready',
  /** Window to main: title and dirty mark. */
  documentState: 'netloom:document-state',
  /** Window to main: the keys that the menu shows. */
  keys: 'netloom:keys',
  /** Window asks main: the system's dialogs. */
  openDialog: 'netloom:open-dialog',
  saveDialog: 'netloom:save-dialog',
} as const;
