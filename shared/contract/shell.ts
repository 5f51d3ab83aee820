/**
 * What the desktop's preload offers the window as `window.netloomShell`; absent in a browser. Everything else goes through
 * the service's channel.
 */
export interface Shell {
  /** Sends one message of the service protocol. */
  send(message: unknown): void;
  /** Registers the receiver of the service's messages; answers the function that takes it off. */
  onMessage(receive: (message: unknown) => void): () => void;
  /** Called with a sentence when the service is gone. */
  onClose(closed: (reason: string) => void): void;
  /** Called when a service that was gone has been started anew. */
  onOpen(opened: () => void): void;
  /** The system's open dialog; null when cancelled. */
  showOpenDialog(): Promise<string | null>;
  /** The system's save dialog; null when cancelled. `kind` is a file extension without the dot. */
  showSaveDialog(options: { readonly suggestedName: string; readonly kind: string }): Promise<string | null>;
  /** Tells the shell whether closing the window would lose work, and the title. */
  setDocumentState(state: { readonly title: string; readonly isDirty: boolean }): void;
  /** Tells the shell which keys its menu shows, by the command's id; `Ctrl` stands for Cmd on a Mac. */
  setKeys(keys: Readonly<Record<string, string>>): void;
  /** Menu entries and files opened from outside: a command's id, or `open-path:PATH`. */
  onCommand(run: (command: string) => void): () => void;
}
