package io.heddle.it.bench;

import io.heddle.it.harness.Jcmd;
import io.heddle.it.harness.Jdk;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds, as {@code jcmd} tells.
 *
 * @param loadedClasses those from its CDS archive included
 * @param liveHeapBytes after a full collection
 */
record Footprint(long loadedClasses, long liveHeapBytes) {
  private static final Pattern TOTAL = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

  static Footprint of(Jdk jdk, long pid) throws IOException, InterruptedException {
    String counters = Jcmd.of(jdk, pid, "PerfCounter.print");
    Matcher total = TOTAL.matcher(Jcmd.of(jdk, pid, "GC.class_histogram"));
    if (!total.find()) {
      throw new IllegalStateException("jcmd printed no total");
    }
    return new Footprint(
        counter(counters, "java.cls.loadedClasses")
            + counter(counters, "java.cls.sharedLoadedClasses")
            - counter(counters, "java.cls.unloadedClasses")
            - counter(counters, "java.cls.sharedUnloadedClasses"),
        Long.parseLong(total.group(1)));
  }

  private static long counter(String counters, String name) {
    Matcher matcher = Pattern.compile("(?m)^" + Pattern.quote(name) + "=(\\d+)").matcher(counters);
    if (!matcher.find()) {
      throw new IllegalStateException("this JVM has no counter " + name);
    }
    return Long.parseLong(matcher.group(1));
  }
}
