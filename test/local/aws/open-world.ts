import { makeClock, type Clock } from '../../../local/clock.ts';
import { startAws, type AwsDeployment, type AwsWorld } from '../../../local/aws/world.ts';
import { arn, smallDeployment } from './small-deployment.ts';

/** What an SDK client needs to be somebody in the world. */
export type ClientConfig = {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
};

/** A local AWS for one test file, with a way to become any of its roles. */
export type OpenWorld = {
  readonly world: AwsWorld;
  readonly clock: Clock;
  as(roleName: string, functionArn?: string): ClientConfig & { readonly setBusy: (busy: boolean) => void };
};

/** Starts the small deployment (or another) on a free port. */
export async function openWorld(
  deployment: AwsDeployment = smallDeployment,
  clock: Clock = makeClock(),
): Promise<OpenWorld> {
  const world = await startAws({ port: 0, clock, deployment });
  return {
    world,
    clock,
    as: (roleName, functionArn) => {
      const roleArn = arn.role(roleName);
      const request = {
        roleArn,
        sessionName: roleName,
        ...(functionArn === undefined ? {} : { functionArn }),
      };
      const credentials = world.issueCredentials(request);
      const setBusy = (busy: boolean): void => credentials.setBusy(busy);
      return { endpoint: world.endpoint, region: deployment.region, credentials, setBusy };
    },
  };
}
