import { Dialog } from 'radix-ui';
import { answerConfirm, useRequests } from '../state/requests.ts';
import styles from './confirm-dialog.module.css';

/** A question with its answers; Escape gives the first, which is the safe one. */
export function ConfirmDialog() {
  const request = useRequests(state => state.confirm);
  if (!request) return null;
  const safe = request.choices[0]?.id ?? '';
  return (
    <Dialog.Root open onOpenChange={open => !open && answerConfirm(safe)}>
      <Dialog.Portal>
        <Dialog.Overlay className={styles.overlay} />
        <Dialog.Content className={styles.dialog}>
          <Dialog.Title className={styles.title}>{request.title}</Dialog.Title>
          <Dialog.Description className={styles.text}>{request.text}</Dialog.Description>
          <div className={styles.choices}>
            {request.choices.map(choice => (
              <button
                key={choice.id}
                type="button"
                className={choice.tone ? `${styles.choice} ${styles[choice.tone]}` : styles.choice}
                onClick={() => answerConfirm(choice.id)}
              >
                {choice.label}
              </button>
            ))}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
