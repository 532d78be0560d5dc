import type { FindingStep } from '../../core/index.ts';
import type { AnalysisSession } from './session.ts';

/** The steps of a finding with its id, as who opens or marks their lines wants them. */
export async function stepsOf(
  session: AnalysisSession,
  findingId: number,
): Promise<{ readonly findingId: number; readonly steps: readonly FindingStep[] }> {
  return { findingId, steps: await session.ask('steps', findingId) };
}
