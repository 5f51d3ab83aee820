/** What WebGPU says of an adapter; empty where it does not know. Source: the W3C's WebGPU specification, GPUAdapterInfo. */
export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** Absent in older versions of the interface. */
  readonly isFallbackAdapter?: boolean | undefined;
}

/** Adapters that compute on the processor, by their architecture or name. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|basic render|warp/i;

/**
 * The name of an adapter for users, and whether it is a program instead of a GPU.
 *
 * @param info what WebGPU says of it
 */
export function describeAdapter(info: AdapterInfo): { device: string; isSoftware: boolean } {
  const { vendor, architecture, device, description } = info;
  const isSoftware =
    info.isFallbackAdapter === true || SOFTWARE.test(`${architecture} ${device} ${description}`);
  if (isSoftware)
    return { device: `${description.replace(/ driver.*$/, '') || architecture} (software)`, isSoftware };
  return { device: device || description || `${vendor} ${architecture}`.trim() || 'GPU', isSoftware };
}
