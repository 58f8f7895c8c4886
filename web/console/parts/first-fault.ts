/** Takes the person to the first field that stands in the way, once its error is on the page. */
export const goToFirstFault = (event: Event): void => {
  const form = event.currentTarget;
  if (!(form instanceof HTMLFormElement)) return;
  requestAnimationFrame(() => {
    form.querySelector<HTMLElement>('[aria-invalid], .faulty input')?.focus();
  });
};
