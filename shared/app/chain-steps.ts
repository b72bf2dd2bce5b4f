import type { ChainExecution, ChainStep, OpenChainStage, Progress } from '../contracts/workflow-steps.ts';
import { advancePackage, openPackageStage, publishPackage } from './package-steps.ts';
import type { Ports } from './ports.ts';
import { advanceEdition, openSendingStage } from './sending-steps.ts';
import type { WaitPorts } from './wait-delivery.ts';

/** What `approval-chain` asks first: where the package or the consolidated report stands. */
export const advanceChain = (
  ports: Pick<WaitPorts, 'store' | 'waits'>,
  execution: ChainExecution,
): Promise<ChainStep> => ('edition' in execution ? advanceEdition(ports, execution) : advancePackage(ports, execution));

/** Opens the step that it has come to, and arms the wait for what is decided there. */
export const openChainStage = (ports: Ports & WaitPorts, input: OpenChainStage): Promise<void> =>
  'edition' in input ? openSendingStage(ports, input) : openPackageStage(ports, input);

/** Publishes what was decided on a package; a consolidated report has left with its paper, and nothing is left to do. */
export const publishChain = (ports: Ports, execution: ChainExecution): Promise<Progress> =>
  'edition' in execution ? Promise.resolve({ more: false }) : publishPackage(ports, execution);
