import styles from './long-name.module.css';

/** A name that, where room is short, loses letters at its beginning: those of imported layers begin alike and differ at their ends. */
export function LongName({ name }: { readonly name: string }) {
  return (
    <span className={styles.line}>
      <bdi>{name}</bdi>
    </span>
  );
}
