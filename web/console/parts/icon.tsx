const paths = {
  tick: 'M4 10.5 8.2 15 16 5.5',
  mark: 'M10 3 18 16.8H2zM10 8.2v3.6M10 14.2v.1',
  clock: 'M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM10 6.5V10l2.5 1.5',
  plus: 'M10 4v12M4 10h12',
  back: 'M12 4 6 10l6 6',
  link: 'M8.5 11.5l3-3M7 9 4.8 11.2a2.8 2.8 0 0 0 4 4L11 13M9 7l2.2-2.2a2.8 2.8 0 0 1 4 4L13 11',
  stop: 'M5 5h10v10H5z',
  pause: 'M7 4.5v11M13 4.5v11',
  play: 'M6.5 4.5 15 10l-8.5 5.5z',
} as const;

/** A line drawing beside a word; it says nothing by itself. */
export const Icon = ({ name }: { readonly name: keyof typeof paths }) => (
  <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path
      d={paths[name]}
      fill="none"
      stroke="currentColor"
      stroke-width="1.8"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
  </svg>
);
