import type { DatasetInfo } from '../../shared/contract/runs.ts';
import { datasetInfo } from './catalog.ts';
import { diskInfo } from './disk-dataset.ts';
import { openSource } from './open-source.ts';
import {
  type DataRequest,
  isBuiltIn,
  requirePlace,
  requireScaledInputs,
  sourceRequest,
} from './prepare-dataset.ts';

/**
 * What is known of data without reading the samples: shapes, classes, how many.
 *
 * @throws DatasetError when they are not there or of no known form
 */
export async function peekInfo(request: DataRequest): Promise<DatasetInfo> {
  const { settings, network } = request;
  if (isBuiltIn(request.name)) {
    const info = datasetInfo(request.name);
    requireScaledInputs(settings.scaling, info.inputs, network);
    return info;
  }
  requirePlace(request.name);
  const source = await openSource(request.name, sourceRequest(request));
  try {
    requireScaledInputs(settings.scaling, source.inputs, network);
    return diskInfo(source, request, source.count);
  } finally {
    await source.close();
  }
}
