import { serveTraining } from '../../main/training/serve-training.ts';

// One training run in a process of its own: what dies here takes nothing else along.
serveTraining(process);
