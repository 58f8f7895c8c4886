/** What may stand inside an element; `false`, `null` and `undefined` leave nothing. */
export type Child = Node | string | number | false | null | undefined | readonly Child[];

type Listener = (event: never) => unknown;

/** Attributes of an element; functions named `on…` become listeners. There is no `style`: the CSP refuses it. */
export type Attributes = { readonly style?: never } & {
  readonly [name: string]: string | number | boolean | undefined | Listener;
};

const setAttribute = (element: Element, name: string, value: Attributes[string]): void => {
  if (value === undefined || value === false) return;
  if (typeof value === 'function') {
    element.addEventListener(name.slice(2).toLowerCase(), value as EventListener);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
};

const flat = (children: readonly Child[]): (Node | string)[] =>
  children.flatMap(child => {
    if (child === false || child === null || child === undefined) return [];
    if (Array.isArray(child)) return flat(child as readonly Child[]);
    return [child instanceof Node ? child : String(child as string | number)];
  });

const fill = <E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E => {
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...flat(children));
  return element;
};

/** Builds an HTML element: `h('p', { class: 'quiet' }, 'text')`. Text is always text, never markup. */
export const h = <K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] => fill(document.createElement(tag), attributes, children);

/** Builds an SVG element the same way. */
export const svg = <K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] => fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);

/** Replaces what an element holds. */
export const put = (element: Element, ...children: readonly Child[]): void => {
  element.replaceChildren(...flat(children));
};
