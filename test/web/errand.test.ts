import { describe, expect, it } from 'vitest';
import { makeErrand, type Eye } from '../../web/shopper/errand.ts';

const watching = () => {
  const seen: string[] = [];
  const eye: Eye<string> = {
    busy: on => seen.push(on ? 'busy' : 'free'),
    progress: share => seen.push(`at ${share}`),
    done: outcome => seen.push(outcome),
  };
  return { seen, eye };
};

const gate = () => {
  let open: () => void = () => undefined;
  const opened = new Promise<void>(resolve => (open = resolve));
  return { opened, open: () => open() };
};

const settled = () => new Promise(resolve => setTimeout(resolve));

describe('an errand', () => {
  it('is done once, however often it is asked for meanwhile', async () => {
    const errand = makeErrand<string>();
    const { seen, eye } = watching();
    const { opened, open } = gate();
    let runs = 0;
    const work = async () => {
      runs += 1;
      await opened;
      return 'done';
    };
    errand.attend(eye);
    errand.run(work);
    errand.run(work);
    open();
    await settled();
    expect([runs, seen]).toEqual([1, ['busy', 'at undefined', 'free', 'done']]);
    errand.run(work);
    expect(runs).toBe(2);
  });

  it('is seen through by the page that comes in its middle, and shown again to one that comes later', async () => {
    const errand = makeErrand<string>();
    const [before, after, later] = [watching(), watching(), watching()];
    const { opened, open } = gate();
    errand.attend(before.eye);
    errand.run(async (_signal, tell) => {
      tell(0.5);
      await opened;
      return 'done';
    });
    errand.attend(after.eye);
    open();
    await settled();
    errand.attend(later.eye);
    expect(before.seen).toEqual(['busy', 'at 0.5']);
    expect(after.seen).toEqual(['busy', 'at 0.5', 'at undefined', 'free', 'done']);
    expect(later.seen).toEqual(['done']);
  });

  it('ends early and unseen when the page is left', async () => {
    const errand = makeErrand<string>();
    const { seen, eye } = watching();
    errand.attend(eye);
    errand.run(async signal => {
      await new Promise(resolve => signal.addEventListener('abort', resolve));
      return 'ended';
    });
    errand.leave();
    await settled();
    expect([errand.isUnderway(), seen]).toEqual([false, ['busy']]);
    errand.attend(eye);
    expect(seen).toEqual(['busy']);
  });
});
