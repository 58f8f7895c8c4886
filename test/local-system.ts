import { join } from 'node:path';
import { projectRoot } from '../local/builds/artifacts.ts';
import { startSystem, type System, type SystemRequest } from '../local/system.ts';

/** Starts the local system a test file has for itself: the deployed stacks, empty, on free ports, pulses by hand. */
export function openSystem(request: Partial<SystemRequest> = {}): Promise<System> {
  return startSystem({
    cloudAssembly: join(projectRoot, 'cdk.out'),
    pulse: 'manual',
    seed: false,
    port: 0,
    awsPort: 0,
    ...request,
  });
}
