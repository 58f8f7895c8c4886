/** What a worker thread is started with; `clockOffset` is the buffer of the one clock. */
export type Startup = {
  readonly codePath: string;
  readonly handler: string;
  readonly clockOffset: SharedArrayBuffer;
  readonly context: {
    readonly functionName: string;
    readonly invokedFunctionArn: string;
    readonly memoryLimitInMB: string;
    readonly logGroupName: string;
    readonly logStreamName: string;
  };
};

/** Host to worker: run the handler once. `event` is JSON text, as Lambda passes it; time in milliseconds. */
export type Invoke = { readonly requestId: string; readonly event: string; readonly remainingMs: number };

/** Worker to host: it is ready, it wrote a line, or an invocation ended. `payload` is JSON text. */
export type Report =
  | { readonly kind: 'ready' }
  | { readonly kind: 'line'; readonly line: string }
  | { readonly kind: 'answered'; readonly requestId: string; readonly payload: string }
  | {
      readonly kind: 'failed';
      readonly requestId: string;
      readonly errorType: string;
      readonly message: string;
    };

/**
 * How an invocation ended. `saturated`: it waited 30 s for an environment and none came free. `crashed`: the
 * environment died under it. `failed`: the handler threw.
 */
export type Outcome =
  | { readonly kind: 'answered'; readonly requestId: string; readonly payload: unknown }
  | {
      readonly kind: 'failed';
      readonly requestId: string;
      readonly errorType: string;
      readonly message: string;
    }
  | { readonly kind: 'crashed'; readonly requestId: string }
  | { readonly kind: 'timed-out'; readonly requestId: string }
  | { readonly kind: 'saturated' };
