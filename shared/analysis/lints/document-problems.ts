import type { Problem } from '../../document/problem.ts';
import type { NetloomDocument } from '../../document/schema.ts';
import { allProblems, type Inference } from '../../inference/infer.ts';
import { missingNonLinearity, rectifierInitializer, seluInitializer, sigmoidChain } from './activations.ts';
import { biasBeforeNormalization, regularizedBias } from './bias.ts';
import { denseOnFlatten } from './dense-on-flatten.ts';
import { flattenMissing } from './flatten-missing.ts';
import { type Lint, LintedNetwork } from './lint.ts';
import { datasetClasses, dropoutOnOutput, lossMismatch, softmaxTwice } from './outputs.ts';
import { kernelOnPadding, strideSkips } from './windows.ts';
import { deadBranch, projectionFix } from './wiring.ts';

/** All rules, in the order of their findings. Which of them fire on well-known networks, and why, is told in docs/decisions/0008-lints.md. */
const LINTS: readonly Lint[] = [
  softmaxTwice,
  lossMismatch,
  datasetClasses,
  flattenMissing,
  dropoutOnOutput,
  missingNonLinearity,
  sigmoidChain,
  kernelOnPadding,
  strideSkips,
  deadBranch,
  denseOnFlatten,
  rectifierInitializer,
  seluInitializer,
  biasBeforeNormalization,
  regularizedBias,
];

/**
 * Probable mistakes and advice, beyond what inference finds. Never errors: a network with findings works.
 *
 * @param document the document
 * @param inference what is known of it
 */
export function lintDocument(document: NetloomDocument, inference: Inference): readonly Problem[] {
  const network = new LintedNetwork(document, inference);
  return LINTS.flatMap(lint => lint(network));
}

/**
 * Everything to be said of a document: the problems of inference, with a remedy where the network around tells one, and the findings of all rules.
 *
 * @param document the document
 * @param inference what is known of it
 */
export function documentProblems(document: NetloomDocument, inference: Inference): readonly Problem[] {
  const network = new LintedNetwork(document, inference);
  const problems = allProblems(inference).map(problem => {
    if (problem.code !== 'shape.mismatch' || problem.fix) return problem;
    const fix = projectionFix(network, problem);
    return fix ? { ...problem, fix } : problem;
  });
  return [...problems, ...LINTS.flatMap(lint => lint(network))];
}
