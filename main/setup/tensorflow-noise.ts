const NOISE = [
  /^WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR/,
  /^I\d{4} \d\d:\d\d:[\d.]+ +\d+ [\w./]+:\d+\]/,
  /^To enable the following instructions: .*rebuild TensorFlow with the appropriate compiler flags/,
];

/**
 * Whether a line of a process's standard error is chatter of the TensorFlow library. Some of it comes from the loading
 * of the library itself, before any setting is read, so a process that starts a TensorFlow worker drops these lines.
 * @param line one line, without its end
 */
export function isTensorFlowNoise(line: string): boolean {
  return NOISE.some(pattern => pattern.test(line));
}
