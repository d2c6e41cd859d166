package civiz.benchmarks;

import com.google.gson.Gson;
import com.microsoft.playwright.Page;
import java.util.Arrays;

/**
 * How evenly a page's frames came; resources/…/frames.js notes it.
 *
 * @param intervals milliseconds between frames, ascending
 * @param tasks     milliseconds of each task of over 50 ms, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // read at once, never compared
record Smoothness(double[] intervals, double[] tasks) {
  /** What was noted since it was taken last. */
  static Smoothness take(Page page) {
    return read((String) page.evaluate("JSON.stringify(takeFrames())"));
  }

  /** What the page tells, as JSON. */
  static Smoothness read(String json) {
    Smoothness taken = new Gson().fromJson(json, Smoothness.class);
    Arrays.sort(taken.intervals);
    Arrays.sort(taken.tasks);
    return taken;
  }

  /** The share of frames that came no more than so many milliseconds after the one before. */
  double within(double millis) {
    return (double) Arrays.stream(intervals).filter(interval -> interval <= millis).count()
        / intervals.length;
  }

  /** Milliseconds. */
  double percentile(double percentile) {
    return intervals[(int) Math.ceil(percentile / 100 * intervals.length) - 1];
  }

  double mean() {
    return Arrays.stream(intervals).average().orElse(0);
  }

  /** Milliseconds of the longest task, 0 when none was over 50. */
  double longestTask() {
    return tasks.length == 0 ? 0 : tasks[tasks.length - 1];
  }
}
