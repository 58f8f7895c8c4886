/** What may stand inside an element; `false`, `null` and `undefined` leave nothing. */
export type Child = Node | string | number | false | null | undefined | readonly Child[];

type Listener = (event: never) => unknown;

/** Attributes of an element; functions named `on…` become listeners. There is no `style`: the CSP refuses it. */
export type Attributes = { readonly style?: never } & {
  readonly [name: string]: string | number | boolean | undefined | Listener;
};

function setAttribute(element: Element, name: string, value: Attributes[string]): void {
  if (value === undefined || value === false) return;
  if (typeof value === 'function') {
    element.addEventListener(name.slice(2).toLowerCase(), value as EventListener);
  } else {
    element.setAttribute(name, value === true ? '' : String(value));
  }
}

function flat(children: readonly Child[]): (Node | string)[] {
  return children.flatMap(child => {
    if (child === false || child === null || child === undefined) return [];
    if (child instanceof Node) return [child];
    return typeof child === 'object' ? flat(child) : [String(child)];
  });
}

function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...flat(children));
  return element;
}

/** Builds an HTML element: `h('p', { class: 'quiet' }, 'text')`. Text is always text, never markup. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(tag), attributes, children);
}

/** Builds an SVG element the same way. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', tag), attributes, children);
}

/** Replaces what an element holds. */
export function put(element: Element, ...children: readonly Child[]): void {
  element.replaceChildren(...flat(children));
}
