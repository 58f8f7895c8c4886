import { fromEnv } from '@aws-sdk/credential-provider-env';

/**
 * What the bundles get in place of the SDK's whole credential chain: Lambda hands a function its keys in the
 * environment, so profiles, single sign-on, processes and instance metadata have no business in it.
 */
export const defaultProvider = () => fromEnv();
