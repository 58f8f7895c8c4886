/** One SMS on a phone. `at` is ISO time of the local clock. */
export type PhoneMessage = {
  readonly to: string;
  readonly body: string;
  readonly at: string;
  readonly messageId: string;
  readonly senderId?: string;
};

/** The phones: what each received, in order. The only place outside the shopper's own input that holds numbers in clear. */
export type Carrier = {
  deliver(message: PhoneMessage): void;
  messages(to?: string): readonly PhoneMessage[];
  reset(): void;
  restore(messages: readonly PhoneMessage[]): void;
};

/** Phones that keep the newest `cap` messages. */
export function makeCarrier(cap = 100_000): Carrier {
  let inbox: PhoneMessage[] = [];
  return {
    deliver: message => {
      inbox.push(message);
      if (inbox.length > cap * 1.1) inbox = inbox.slice(-cap);
    },
    messages: to => (to === undefined ? [...inbox] : inbox.filter(message => message.to === to)),
    reset: () => {
      inbox = [];
    },
    restore: messages => {
      inbox = [...messages];
    },
  };
}
