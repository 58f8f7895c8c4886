/** Whether this browser keeps cookies: some say yes and drop them, so one is written, read and taken away again (D8). */
export function keepsCookies(): boolean {
  const probe = 'mogiri-kept=yes';
  try {
    document.cookie = `${probe}; path=/; max-age=60; samesite=lax`;
    const kept = document.cookie.split('; ').includes(probe);
    document.cookie = `${probe}; path=/; max-age=0; samesite=lax`;
    return kept && navigator.cookieEnabled;
  } catch {
    return false;
  }
}
