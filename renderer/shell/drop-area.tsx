import { useEffect, useState } from 'react';
import { openBrought } from '../state/open-file.ts';
import styles from './drop-area.module.css';

/** Opens files that are dropped anywhere on the window; while they are held over it, it says what it takes. */
export function DropArea() {
  const [isOver, setIsOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      setIsOver(false);
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void openBrought(files);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, []);
  if (!isOver) return null;
  return (
    <div className={styles.area} aria-hidden="true">
      <div className={styles.words}>
        Drop to open
        <span>.netloom · .onnx · .keras · .h5 · model.json with its weights · .safetensors</span>
      </div>
    </div>
  );
}
