// Runs in a page before its own scripts: notes when each frame began and each task of over 50 ms, until it is asked.
{
  const noted = { frames: [], tasks: [] };
  const note = (time) => {
    noted.frames.push(time);
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) noted.tasks.push(task.duration);
  }).observe({ type: 'longtask' });

  /** What was noted since it was asked last: the milliseconds between frames, and those of each long task. */
  globalThis.takeFrames = () => {
    const { frames, tasks } = noted;
    noted.frames = frames.slice(-1);
    noted.tasks = [];
    return { intervals: frames.slice(1).map((time, i) => time - frames[i]), tasks };
  };
}
