import * as z from 'zod/mini';

const call = z.object({ task: z.string() });

/** What a schedule may ask of a function that otherwise answers the API, by the name in its input `{task}`. */
export type Tasks = Readonly<Record<string, () => Promise<void>>>;

/** Carries out what a schedule asks for; everything else goes to the door. An unknown task is a surprise. */
export function withTasks<Event, Context, Answer>(
  tasks: Tasks,
  door: (event: Event, context: Context) => Answer,
): (event: Event, context: Context) => Answer | Promise<void> {
  return (event, context) => {
    const asked = call.safeParse(event);
    if (!asked.success) return door(event, context);
    const task = tasks[asked.data.task];
    if (task === undefined) throw new Error('a schedule asks for an unknown task');
    return task();
  };
}
