/** Shows what `work` brings unless the page was left meanwhile; returns what to call on leaving. */
export function whileHere<T>(work: Promise<T>, show: (value: T) => void): () => void {
  let left = false;
  const wait = async () => {
    const value = await work;
    if (!left) show(value);
  };
  void wait();
  return () => {
    left = true;
  };
}
