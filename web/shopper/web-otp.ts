/** What the browser's WebOTP answers with; the type is not in TypeScript's DOM library. */
type OtpCredential = Credential & { readonly code: string };

/** Fills in and submits the code that WebOTP reads from the SMS, unless somebody types meanwhile. */
export async function fillFromSms(
  field: HTMLInputElement,
  typed: AbortSignal,
  submit: () => void,
): Promise<void> {
  const code = await codeFromSms(typed);
  if (code === undefined || typed.aborted) return;
  field.value = code;
  submit();
}

/**
 * Waits for the code out of the SMS (WebOTP; the SMS ends with `@host #code`). Gives nothing when the browser
 * has no WebOTP, the person declines, or `signal` aborts because the code was typed.
 */
async function codeFromSms(signal: AbortSignal): Promise<string | undefined> {
  if (!('OTPCredential' in globalThis)) return undefined;
  const wish: CredentialRequestOptions & { otp: { transport: string[] } } = {
    otp: { transport: ['sms'] },
    signal,
  };
  try {
    const credential = (await navigator.credentials.get(wish)) as OtpCredential | null;
    return credential?.code;
  } catch {
    return undefined;
  }
}
